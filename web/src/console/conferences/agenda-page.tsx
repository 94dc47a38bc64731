import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { useState } from 'react';
import type { ConferenceWithAgenda } from '../../../../src/api/contract';
import { post, put, request } from '../../api/request';
import { moment } from '../../time/format';
import { refresh } from '../live';
import { FormError } from '../parts/form-error';
import { PageHeader } from '../parts/page-header';
import { EmptyState, ErrorState, LoadingRows } from '../parts/states';
import { useMe } from '../session';
import { AddItems } from './add-items';
import { AgendaItem } from './agenda-item';
import { ApplyPanel } from './apply-panel';
import { ConferenceForm } from './conference-form';
import { conferencePath, conferenceQuery } from './conference-queries';
import './conferences.css';

/** A sitting: the agenda with a field for every decision, saved while it is typed. */
export function AgendaPage() {
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const found = useQuery(conferenceQuery(id));
  if (found.isPending)
    return (
      <div className="page">
        <LoadingRows rows={6} height={96} />
      </div>
    );
  if (found.isError)
    return (
      <div className="page">
        <ErrorState error={found.error} onRetry={() => void found.refetch()} />
      </div>
    );
  return <Sitting conference={found.data} />;
}

function Sitting({ conference }: { conference: ConferenceWithAgenda }) {
  const { id, closedAt, presides, agenda } = conference;
  const [isChanging, setChanging] = useState(false);
  const isReadOnly = useMe().viewedBy !== undefined;
  const isEditable = presides && closedAt === null && !isReadOnly;
  return (
    <div className="page">
      <PageHeader title={conference.title} note={<About conference={conference} />}>
        <Link to={`/conferences/${id}/minutes`}>会议纪要</Link>
        {isEditable && !isChanging ? <Button onClick={() => setChanging(true)}>修改会议信息</Button> : null}
        {isEditable ? <CloseConference conference={conference} /> : null}
      </PageHeader>
      {isChanging ? <ConferenceForm conference={conference} onDone={() => setChanging(false)} /> : null}
      <section aria-labelledby="agenda">
        <h2 id="agenda">
          议程 <span className="number">{agenda.length}</span> 件
        </h2>
        {isEditable && agenda.length > 0 ? (
          <p className="muted">
            边议边记，自动保存，几个人可以同时记。在“决定”里按 <kbd>Ctrl+Enter</kbd> 到下一件。
          </p>
        ) : null}
        {agenda.length === 0 ? (
          <EmptyState title="议程还是空的">
            {isEditable ? '请在下面把诉求列入议程。' : '会议单位还没有列入诉求。'}
          </EmptyState>
        ) : null}
        <Agenda conference={conference} isEditable={isEditable} />
      </section>
      {isEditable ? <ApplyPanel conference={conference} /> : null}
      {isEditable ? <AddItems conference={conference} /> : null}
    </div>
  );
}

const About = ({ conference }: { conference: ConferenceWithAgenda }) => (
  <>
    {conference.unit.name} · {moment(conference.heldAt)} · {conference.location} · 主持 {conference.host}
    {conference.closedAt ? ` · ${moment(conference.closedAt)} 结束` : ''}
  </>
);

function Agenda({ conference, isEditable }: { conference: ConferenceWithAgenda; isEditable: boolean }) {
  const client = useQueryClient();
  const { id, agenda } = conference;
  const shown = (after: ConferenceWithAgenda) => client.setQueryData(conferenceQuery(id).queryKey, after);
  const order = useMutation({
    mutationFn: (numbers: string[]) => put<ConferenceWithAgenda>(`${conferencePath(id)}/items`, { numbers }),
    onSuccess: shown,
  });
  const take = useMutation({
    mutationFn: (number: string) => request<ConferenceWithAgenda>('DELETE', `${conferencePath(id)}/items/${number}`),
    onSuccess: shown,
  });
  const numbers = agenda.flatMap(({ demand }) => demand?.number ?? []);
  const move = (number: string, by: -1 | 1) => {
    const at = numbers.indexOf(number);
    const to = Math.min(numbers.length - 1, Math.max(0, at + by));
    order.mutate(numbers.toSpliced(at, 1).toSpliced(to, 0, number));
  };
  return (
    <>
      <FormError error={order.error ?? take.error} />
      <ol className="agenda">
        {agenda.map((item, i) => (
          <AgendaItem
            key={item.demand?.number ?? i}
            conference={id}
            item={item}
            position={i + 1}
            isEditable={isEditable}
            onMove={(by) => item.demand && move(item.demand.number, by)}
            onRemove={() => item.demand && take.mutate(item.demand.number)}
          />
        ))}
      </ol>
    </>
  );
}

function CloseConference({ conference }: { conference: ConferenceWithAgenda }) {
  const client = useQueryClient();
  const { modal } = App.useApp();
  const close = useMutation({
    mutationFn: () => post<ConferenceWithAgenda>(`${conferencePath(conference.id)}/actions/close`, {}),
    onSuccess: () => refresh(client),
  });
  const left = conference.agenda.filter((item) => item.decision !== null && item.appliedAt === null).length;
  const ask = () =>
    modal.confirm({
      title: '结束这次会议？',
      content:
        left > 0
          ? `还有 ${left} 项决定没有执行。结束后议程和决定都不能再改，这些决定不会执行。`
          : '结束后议程和决定都不能再改。',
      okText: '结束会议',
      cancelText: '再等等',
      onOk: () => close.mutateAsync().catch(() => undefined),
    });
  return (
    <>
      <Button onClick={() => void ask()} loading={close.isPending}>
        结束会议
      </Button>
      <FormError error={close.error} />
    </>
  );
}
