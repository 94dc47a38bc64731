import { useQuery } from '@tanstack/react-query';
import { Input, Select } from 'antd';
import { useId, useState, type FormEvent } from 'react';
import type { CallbackStaffing } from '../../../../src/api/contract';
import { get } from '../../api/request';
import type { StepProps } from './attempt-form';
import { StepFoot } from './step-foot';
import { useStep } from './use-step';

/** Hands the job to another caller of its unit, with why. */
export function TransferForm({ job, onDone, onClose }: Pick<StepProps, 'job' | 'onDone' | 'onClose'>) {
  const id = useId();
  const [user, setUser] = useState<string | undefined>();
  const [reason, setReason] = useState('');
  const { submit, refusal, isSending } = useStep(job.id, 'transfer', onDone);
  const staffing = useQuery({
    queryKey: ['callbacks', 'staffing', job.unit.id, 'callers'],
    queryFn: () => get<CallbackStaffing>('/callbacks/staffing', { unit: job.unit.id }),
    staleTime: 60_000,
  });
  const callers = (staffing.data?.callers ?? []).filter(({ username }) => username !== job.claimedBy?.username);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (user && reason.trim()) void submit({ user, reason: reason.trim() });
  };
  return (
    <form className="panel callback-form" onSubmit={send} aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>转交他人</h3>
      <div className="callback-field">
        <label htmlFor={`${id}-user`}>接手的回访人员</label>
        <Select
          id={`${id}-user`}
          className="callback-wide"
          value={user}
          onChange={setUser}
          loading={staffing.isPending}
          options={callers.map(({ username, name }) => ({ value: username, label: `${name}（${username}）` }))}
          placeholder="选择同单位的回访人员"
          notFoundContent="本单位没有其他回访人员"
        />
      </div>
      <div className="callback-field">
        <label htmlFor={`${id}-reason`}>为什么转交</label>
        <Input.TextArea
          id={`${id}-reason`}
          autoSize={{ minRows: 2, maxRows: 6 }}
          maxLength={500}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
          placeholder="如 对方要求换人、方言听不懂；接手的人会看到"
        />
      </div>
      <StepFoot
        refusal={refusal}
        does="转交"
        isReady={user !== undefined && reason.trim() !== ''}
        isSending={isSending}
        onClose={onClose}
      />
    </form>
  );
}
