import { useMutation } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useId, useState, type FormEvent } from 'react';
import type { Case, TrackingLink } from '../../../../src/api/contract';
import { post } from '../../api/request';
import { TrackingCode } from '../campaigns/filed-rows';
import { FormError } from '../parts/form-error';

/** The link of somebody who lost it, given again by the unit that filed for them; the reason is kept in the audit. */
export function TrackingLinkAgain({ demand }: { demand: Case }) {
  const id = useId();
  const [asks, setAsks] = useState(false);
  const [reason, setReason] = useState('');
  const link = useMutation({
    mutationFn: () => post<TrackingLink>(`/demands/${demand.number}/tracking-link`, { reason: reason.trim() }),
    onSuccess: () => setAsks(false),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    link.mutate();
  };
  return (
    <>
      <Button size="small" aria-expanded={asks} onClick={() => setAsks(!asks)}>
        再给一次查询链接
      </Button>
      {asks ? (
        <form className="person-form" onSubmit={submit}>
          <label htmlFor={id}>为什么再给（记入审计）</label>
          <div className="person-line">
            <Input
              id={id}
              autoFocus
              value={reason}
              maxLength={500}
              placeholder="如 来电说链接丢了，已核对姓名和电话"
              onChange={({ target }) => setReason(target.value)}
            />
            <Button htmlType="submit" loading={link.isPending} disabled={reason.trim().length < 2}>
              显示
            </Button>
          </div>
          <FormError error={link.error} />
        </form>
      ) : null}
      {link.data ? <TrackingCode demand={demand} token={link.data.trackingToken} onClose={link.reset} /> : null}
    </>
  );
}
