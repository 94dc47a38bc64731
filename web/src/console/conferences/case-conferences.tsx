import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Select } from 'antd';
import { useId, useState } from 'react';
import type { ActionOption, Case, Conference, ConferenceWithAgenda } from '../../../../src/api/contract';
import { get, post } from '../../api/request';
import { nearMoment } from '../../time/format';
import { actionsQuery } from '../case/case-queries';
import { refresh } from '../live';
import { FormError } from '../parts/form-error';
import { useMe } from '../session';
import { conferencePath, openConferencesQuery } from './conference-queries';
import './conferences.css';

/** On which agendas the demand stands, and a way to put it on one, for whoever could decide there. */
export function CaseConferences({ demand: { number, conference } }: { demand: Case }) {
  const on = useQuery({
    queryKey: ['demand', number, 'conferences'],
    queryFn: () => get<{ items: Conference[] }>('/conferences', { demand: number, limit: 200 }),
  });
  const actions = useQuery(actionsQuery(number));
  const isReadOnly = useMe().viewedBy !== undefined;
  const mayList = !isReadOnly && (actions.data?.items.some(canBeDecided) ?? false);
  const items = on.data?.items ?? [];
  if (items.length === 0 && !mayList) return null;
  return (
    <section className="case-note" aria-label="联席会议">
      <h3>联席会议</h3>
      {items.length > 0 ? (
        <ul>
          {items.map((each) => (
            <li key={each.id}>
              <Link to={`/conferences/${each.id}`}>{each.title}</Link>
              <span className="muted">
                {' '}
                {nearMoment(each.heldAt)}
                {each.closedAt ? '，已结束' : '，在议程上'}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      {conference && items.length === 0 ? <p className="muted">已提请联席会议，还没有列入哪一次。</p> : null}
      {mayList ? <ListOn number={number} known={items} /> : null}
    </section>
  );
}

const canBeDecided = ({ action, allowed }: ActionOption): boolean => action === 'decide' && allowed;

function ListOn({ number, known }: { number: string; known: Conference[] }) {
  const id = useId();
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [chosen, setChosen] = useState<string>();
  const planned = useQuery({ ...openConferencesQuery, enabled: isOpen });
  const add = useMutation({
    mutationFn: (conference: string) =>
      post<ConferenceWithAgenda>(`${conferencePath(conference)}/items`, { numbers: [number] }),
    onSuccess: () => {
      refresh(client);
      setOpen(false);
    },
  });
  if (!isOpen)
    return (
      <Button size="small" onClick={() => setOpen(true)}>
        列入联席会议
      </Button>
    );
  const choices = (planned.data?.items ?? []).filter(
    (each) => each.presides && !known.some((other) => other.id === each.id),
  );
  return (
    <div className="conference-list-on">
      <label htmlFor={id}>列入哪一次会议</label>
      <Select
        id={id}
        value={chosen}
        onChange={setChosen}
        loading={planned.isPending}
        placeholder="选择还没有结束的会议"
        notFoundContent="没有可选的会议，请先新建"
        options={choices.map((each) => ({
          value: each.id,
          label: `${each.title}（${each.unit.name}，${nearMoment(each.heldAt)}）`,
        }))}
      />
      <FormError error={add.error} />
      <div className="page-actions">
        <Button disabled={!chosen} loading={add.isPending} onClick={() => chosen && add.mutate(chosen)}>
          列入
        </Button>
        <Button onClick={() => setOpen(false)}>取消</Button>
        <Link to="/conferences">新建会议</Link>
      </div>
    </div>
  );
}
