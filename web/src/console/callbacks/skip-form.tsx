import { Input } from 'antd';
import { useId, useState, type FormEvent } from 'react';
import type { StepProps } from './attempt-form';
import { StepFoot } from './step-foot';
import { useStep } from './use-step';

/** A supervisor passes over a drawn case, and says why; the reason stands in the result of the spot check. */
export function SkipForm({ job, onDone, onClose }: Pick<StepProps, 'job' | 'onDone' | 'onClose'>) {
  const id = useId();
  const [reason, setReason] = useState('');
  const { submit, refusal, isSending } = useStep(job.id, 'skip', onDone);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (reason.trim().length > 1) void submit({ reason: reason.trim() });
  };
  return (
    <form className="panel callback-form" onSubmit={send} aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>跳过这件抽查</h3>
      <p className="callback-follows">不再打电话；理由写进抽查结果，同一办理单位按抽取次序的下一件自动替补。</p>
      <div className="callback-field">
        <label htmlFor={`${id}-reason`}>跳过的理由</label>
        <Input.TextArea
          id={`${id}-reason`}
          autoSize={{ minRows: 2, maxRows: 6 }}
          maxLength={500}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
        />
      </div>
      <StepFoot
        refusal={refusal}
        does="跳过"
        isReady={reason.trim().length > 1}
        isSending={isSending}
        onClose={onClose}
      />
    </form>
  );
}
