import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useId, useState, type FormEvent } from 'react';
import type { Poll } from '../../../../src/api/contract';
import { useIntention } from '../../api/use-intention';
import { post } from '../../api/request';
import { refresh } from '../live';
import { FormError } from '../parts/form-error';
import { FalseAlarm } from '../promises/false-alarm';

/** Ends the poll before its time; the reason is published with the result. */
export function ClosePoll({ poll }: { poll: Poll }) {
  const id = useId();
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [isConfirmed, setConfirmed] = useState(false);
  const { keyFor } = useIntention();
  const close = useMutation({
    mutationFn: () => {
      const body = { reason: reason.trim(), ...(isConfirmed ? { confirmed: true } : {}) };
      return post<Poll>(`/polls/${poll.id}/actions/close`, body, keyFor(body));
    },
    onSuccess: () => refresh(client),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason.trim() && !close.isPending) close.mutate();
  };
  return (
    <section className="section" aria-labelledby="poll-close">
      <h2 id="poll-close">提前结束</h2>
      {isOpen ? (
        <form className="poll-close" onSubmit={submit}>
          <label htmlFor={id}>为什么提前结束（会随结果公布）</label>
          <Input.TextArea
            id={id}
            autoFocus
            autoSize={{ minRows: 2, maxRows: 6 }}
            maxLength={500}
            value={reason}
            onChange={({ target }) => {
              setReason(target.value);
              setConfirmed(false);
            }}
          />
          <FormError error={close.error} />
          <FalseAlarm error={close.error} value={isConfirmed} onChange={setConfirmed} />
          <div className="page-actions">
            <Button type="primary" htmlType="submit" disabled={!reason.trim()} loading={close.isPending}>
              结束并计票
            </Button>
            <Button onClick={() => setOpen(false)}>取消</Button>
          </div>
        </form>
      ) : (
        <Button onClick={() => setOpen(true)}>提前结束…</Button>
      )}
    </section>
  );
}
