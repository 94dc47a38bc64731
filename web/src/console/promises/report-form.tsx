import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Radio } from 'antd';
import { useId, useState, type FormEvent } from 'react';
import type { KeptPromise } from '../../../../src/api/contract';
import { REPORT_OUTCOMES, type ReportOutcome } from '../../../../src/domain/promise-keeping';
import { post } from '../../api/request';
import { useIntention } from '../../api/use-intention';
import { refresh } from '../live';
import { FormError } from '../parts/form-error';
import { FalseAlarm } from './false-alarm';

/** What became of the promise; the person who made the demand is told. */
export function ReportForm({ promise, onDone }: { promise: KeptPromise; onDone: () => void }) {
  const id = useId();
  const client = useQueryClient();
  const [outcome, setOutcome] = useState<ReportOutcome | null>(null);
  const [text, setText] = useState('');
  const [dueOn, setDueOn] = useState('');
  const [isConfirmed, setConfirmed] = useState(false);
  const { keyFor } = useIntention();
  const report = useMutation({
    mutationFn: () => {
      const body = {
        ...{ outcome, text: text.trim() },
        ...(outcome === 'postponed' ? { dueOn } : {}),
        ...(isConfirmed ? { confirmed: true } : {}),
      };
      return post<KeptPromise>(`/promises/${promise.id}/actions/report`, body, keyFor(body));
    },
    onSuccess: () => {
      refresh(client);
      onDone();
    },
  });
  const isWhole = outcome !== null && text.trim() !== '' && (outcome !== 'postponed' || dueOn !== '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isWhole && !report.isPending) report.mutate();
  };
  return (
    <form className="promise-form" onSubmit={submit}>
      <Radio.Group
        aria-label="兑现情况"
        value={outcome}
        options={Object.entries(REPORT_OUTCOMES).map(([value, label]) => ({ value, label }))}
        onChange={({ target }) => setOutcome(target.value as ReportOutcome)}
      />
      {outcome === 'postponed' ? (
        <>
          <label htmlFor={`${id}-due`}>推迟到</label>
          <Input
            id={`${id}-due`}
            type="date"
            style={{ width: 180 }}
            value={dueOn}
            onChange={({ target }) => setDueOn(target.value)}
          />
        </>
      ) : null}
      <label htmlFor={`${id}-text`}>说明（诉求人会收到）</label>
      <Input.TextArea
        id={`${id}-text`}
        autoSize={{ minRows: 2, maxRows: 6 }}
        maxLength={2000}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      <FormError error={report.error} />
      <FalseAlarm error={report.error} value={isConfirmed} onChange={setConfirmed} />
      <div className="page-actions">
        <Button type="primary" htmlType="submit" disabled={!isWhole} loading={report.isPending}>
          提交报告
        </Button>
        <Button onClick={onDone}>取消</Button>
      </div>
    </form>
  );
}
