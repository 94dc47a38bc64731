import { useQueryClient } from '@tanstack/react-query';
import { Button, Input, Popconfirm } from 'antd';
import { useId, useState, type FormEvent } from 'react';
import type { Visit, VisitPage } from '../../../../src/api/contract';
import { useIntention } from '../../api/use-intention';
import { post } from '../../api/request';
import { dayText } from '../../time/format';
import { refresh } from '../live';
import { useDraft } from '../parts/draft';
import { keptKey, type Sent } from './kept-intention';
import { visitQuery } from './queries';
import { SendFailure } from './send-failure';
import { useSend } from './use-send';

/** Writes down that one was there and what was said. Kept on this machine until it has been sent. */
export function RecordVisit({ id }: { id: string }) {
  const field = useId();
  const client = useQueryClient();
  const draft = useDraft<{ summary: string } & Sent>(`visit-record:${id}`, { summary: '' });
  const [lacks, setLacks] = useState(false);
  const { send, isBusy, failure, waits } = useSend(async () => {
    const body = { summary: draft.content.summary.trim() };
    const visit = await post<VisitPage>(`/visits/${id}/actions/record`, body, keptKey(draft, body));
    draft.forget();
    client.setQueryData(visitQuery(id).queryKey, visit);
    refresh(client);
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const isEmpty = draft.content.summary.trim() === '';
    setLacks(isEmpty);
    if (!isEmpty) void send();
  };
  return (
    <section className="section">
      <h2>走访记录</h2>
      <form className="field-form panel" onSubmit={submit}>
        <div className="field-item">
          <label htmlFor={field}>见到了谁、谈了什么</label>
          <Input.TextArea
            id={field}
            value={draft.content.summary}
            onChange={({ target }) => draft.change({ summary: target.value })}
            autoSize={{ minRows: 3, maxRows: 12 }}
            maxLength={2_000}
          />
        </div>
        {lacks ? (
          <p className="form-error" role="alert">
            请写一句见到了谁、谈了什么。
          </p>
        ) : (
          <SendFailure failure={failure} waits={waits} />
        )}
        <div className="field-actions">
          <Button htmlType="submit" loading={isBusy} className="field-big">
            完成走访
          </Button>
        </div>
      </form>
    </section>
  );
}

/** Another day, or not at all. */
export function MoveOrCancel({ visit }: { visit: Visit }) {
  const field = useId();
  const client = useQueryClient();
  const { keyFor } = useIntention();
  const [day, setDay] = useState(() => dayText(Date.now()));
  const act = async (action: 'move' | 'cancel', body: object) => {
    const answer = await post<VisitPage>(`/visits/${visit.id}/actions/${action}`, body, keyFor({ action, ...body }));
    client.setQueryData(visitQuery(visit.id).queryKey, answer);
    refresh(client);
  };
  const time = visit.plannedAt.slice(11, 16);
  const move = useSend(() => act('move', { plannedAt: `${day}T${time}:00+08:00` }));
  const cancel = useSend(() => act('cancel', {}));
  return (
    <section className="section">
      <h2>改期或取消</h2>
      <div className="field-actions">
        <label htmlFor={field}>改到</label>
        <Input
          id={field}
          type="date"
          className="field-date"
          value={day}
          min={dayText(Date.now())}
          onChange={({ target }) => setDay(target.value)}
        />
        <span className="number">{time}</span>
        <Button loading={move.isBusy} disabled={!day} onClick={() => void move.send()}>
          改期
        </Button>
        <Popconfirm
          title="取消这次走访？"
          okText="取消走访"
          cancelText="返回"
          okButtonProps={{ danger: true, type: 'default' }}
          onConfirm={() => void cancel.send()}
        >
          <Button loading={cancel.isBusy}>取消走访</Button>
        </Popconfirm>
      </div>
      <SendFailure failure={move.failure ?? cancel.failure} waits={false} />
    </section>
  );
}
