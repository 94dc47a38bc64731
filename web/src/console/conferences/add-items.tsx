import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useId, useState } from 'react';
import type { ConferenceCandidate, ConferenceWithAgenda } from '../../../../src/api/contract';
import { STAGES } from '../../../../src/domain/vocabulary';
import { post } from '../../api/request';
import { FormError } from '../parts/form-error';
import { candidatesQuery, conferencePath, conferenceQuery } from './conference-queries';

/** Puts demands on the agenda: those that are listed for a conference, and any other by its number or words. */
export function AddItems({ conference }: { conference: ConferenceWithAgenda }) {
  const id = useId();
  const client = useQueryClient();
  const [q, setQ] = useState('');
  const found = useQuery({ ...candidatesQuery(conference.id, q.trim()), placeholderData: (before) => before });
  const add = useMutation({
    mutationFn: (numbers: string[]) =>
      post<ConferenceWithAgenda>(`${conferencePath(conference.id)}/items`, { numbers }),
    onSuccess: (after) => {
      client.setQueryData(conferenceQuery(conference.id).queryKey, after);
      void client.invalidateQueries({ queryKey: ['conferences', 'candidates', conference.id] });
    },
  });
  const present = new Set(conference.agenda.map(({ demand }) => demand?.number));
  const candidates = (found.data?.items ?? []).filter(({ number }) => !present.has(number));
  return (
    <section className="section" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>列入议程</h2>
      <div className="agenda-add">
        <label htmlFor={id}>按编号或文字查找</label>
        <Input
          id={id}
          value={q}
          allowClear
          maxLength={100}
          placeholder="不填则显示已提请联席会议的诉求"
          onChange={({ target }) => setQ(target.value)}
        />
        {!q.trim() && candidates.length > 1 ? (
          <Button onClick={() => add.mutate(candidates.map(({ number }) => number))} loading={add.isPending}>
            全部列入（{candidates.length} 件）
          </Button>
        ) : null}
      </div>
      <FormError error={add.error} />
      {found.isSuccess && candidates.length === 0 ? (
        <p className="muted">{q.trim() ? '没有找到可以列入的诉求。' : '没有别的已提请联席会议的诉求。'}</p>
      ) : null}
      <ul className="agenda-candidates">
        {candidates.map((candidate) => (
          <Candidate key={candidate.number} candidate={candidate} onAdd={() => add.mutate([candidate.number])} />
        ))}
      </ul>
    </section>
  );
}

const Candidate = ({ candidate, onAdd }: { candidate: ConferenceCandidate; onAdd: () => void }) => (
  <li>
    <span>
      <span className="number">{candidate.number}</span> <span className="words">{candidate.title}</span>
      <span className="small muted">
        {' '}
        {STAGES[candidate.stage]} · {candidate.unit.name}
        {candidate.listed ? ' · 已提请' : ''}
      </span>
    </span>
    <Button size="small" onClick={onAdd} aria-label={`列入议程：${candidate.title}`}>
      列入
    </Button>
  </li>
);
