import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useId, useState, type FormEvent } from 'react';
import type { KeptPromise } from '../../../../src/api/contract';
import { post } from '../../api/request';
import { useIntention } from '../../api/use-intention';
import { refresh } from '../live';
import { FormError } from '../parts/form-error';
import { FalseAlarm } from './false-alarm';

/** Something promised beside the reply, with the day on which somebody must report. */
export function NewPromise({ number, onDone }: { number: string; onDone: () => void }) {
  const id = useId();
  const client = useQueryClient();
  const [text, setText] = useState('');
  const [dueOn, setDueOn] = useState('');
  const [isConfirmed, setConfirmed] = useState(false);
  const { keyFor } = useIntention();
  const make = useMutation({
    mutationFn: () => {
      const body = { text: text.trim(), dueOn, ...(isConfirmed ? { confirmed: true } : {}) };
      return post<KeptPromise>(`/demands/${number}/promises`, body, keyFor(body));
    },
    onSuccess: () => {
      refresh(client);
      onDone();
    },
  });
  const isWhole = text.trim() !== '' && dueOn !== '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isWhole && !make.isPending) make.mutate();
  };
  return (
    <form className="promise-form" onSubmit={submit}>
      <label htmlFor={`${id}-text`}>承诺什么（诉求人看得到）</label>
      <Input.TextArea
        id={`${id}-text`}
        autoFocus
        autoSize={{ minRows: 2, maxRows: 6 }}
        maxLength={1000}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      <label htmlFor={`${id}-due`}>何时兑现</label>
      <Input
        id={`${id}-due`}
        type="date"
        style={{ width: 180 }}
        value={dueOn}
        onChange={({ target }) => setDueOn(target.value)}
      />
      <FormError error={make.error} />
      <FalseAlarm error={make.error} value={isConfirmed} onChange={setConfirmed} />
      <div className="page-actions">
        <Button type="primary" htmlType="submit" disabled={!isWhole} loading={make.isPending}>
          登记承诺
        </Button>
        <Button onClick={onDone}>取消</Button>
      </div>
    </form>
  );
}
