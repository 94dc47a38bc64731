import { DatePicker, Input, Radio } from 'antd';
import type { Dayjs } from 'dayjs';
import { useId, useState, type FormEvent } from 'react';
import type { Callback } from '../../../../src/api/contract';
import { ATTEMPT_OUTCOMES, type AttemptOutcome } from '../../../../src/domain/callback';
import { atLocal } from '../../../../src/domain/local-time';
import type { Level } from '../../../../src/domain/vocabulary';
import { useNow } from '../../time/now';
import { useCalendar } from '../calendar';
import { useDraft } from '../parts/draft';
import { StepFoot } from './step-foot';
import { useStep } from './use-step';
import { followsCall, type CallbackRules } from './what-follows';
import { OUTCOME_LABELS } from './words';

export interface StepProps {
  job: Callback;
  /** Where the demand stands; null while that is not known. */
  level: Level | null;
  rules: CallbackRules;
  onDone: (job: Callback) => void;
  onClose: () => void;
}

interface Typed {
  outcome: AttemptOutcome | null;
  note: string;
}

/** What the picker shows is Beijing's time, whatever the zone of the machine. */
const instantOf = (picked: Dayjs): number =>
  atLocal(picked.year(), picked.month() + 1, picked.date(), picked.hour() * 60 + picked.minute());

/** A step opened by key goes on by key. */
export const focusFirst = (form: HTMLFormElement | null): void => form?.querySelector('input')?.focus();

/** Records one call. What follows from it stands there before it is recorded. */
export function AttemptForm({ job, level, rules, onDone, onClose }: StepProps) {
  const id = useId();
  const calendar = useCalendar();
  const draft = useDraft<Typed>(`callback-attempt:${job.id}`, {
    outcome: null,
    note: '',
  });
  const { outcome, note } = draft.content;
  const [next, setNext] = useState<Dayjs | null>(null);
  const { submit, refusal, isSending } = useStep(job.id, 'attempt', (after) => {
    draft.forget();
    onDone(after);
  });

  const today = useNow();
  // In a demo a job may be ahead of this machine's clock; it never is before its own window.
  const now = Math.max(today, Date.parse(job.windowStart));
  const nextAt = outcome === 'call_later' && next ? instantOf(next) : null;
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (outcome === null) return;
    void submit({
      outcome,
      ...(note.trim() ? { note: note.trim() } : {}),
      ...(nextAt === null ? {} : { nextAt: new Date(nextAt).toISOString() }),
    });
  };

  return (
    <form ref={focusFirst} className="panel callback-form" onSubmit={send} aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>登记通话</h3>
      <div className="callback-field" role="group" aria-label="通话结果">
        <Radio.Group
          value={outcome}
          onChange={({ target }) => draft.change({ outcome: target.value as AttemptOutcome })}
        >
          {ATTEMPT_OUTCOMES.map((each) => (
            <Radio key={each} value={each}>
              {OUTCOME_LABELS[each]}
            </Radio>
          ))}
        </Radio.Group>
      </div>
      {outcome === 'call_later' ? (
        <div className="callback-field">
          <label htmlFor={`${id}-next`}>约定的时间（30 天之内；没有约定就不填）</label>
          <DatePicker
            id={`${id}-next`}
            showTime={{ format: 'HH:mm', minuteStep: 5 }}
            format="YYYY-MM-DD HH:mm"
            value={next}
            onChange={setNext}
            disabledDate={(day) =>
              instantOf(day.endOf('day')) < now || instantOf(day.startOf('day')) > now + 30 * 86_400_000
            }
            // Enter takes the time; it does not yet send the form.
            onKeyDown={(event) => (event.key === 'Enter' ? event.preventDefault() : undefined)}
            placeholder="选择日期和时间"
          />
        </div>
      ) : null}
      <div className="callback-field">
        <label htmlFor={`${id}-note`}>备注</label>
        <Input.TextArea
          id={`${id}-note`}
          autoSize={{ minRows: 2, maxRows: 8 }}
          maxLength={1000}
          value={note}
          onChange={({ target }) => draft.change({ note: target.value })}
          placeholder="听到什么、谁接的电话；不写与回访无关的个人信息"
        />
      </div>
      <p className="callback-follows" role="status">
        {outcome === null
          ? '选择通话结果后，这里会说明接下来怎样。'
          : followsCall(job, { outcome, nextAt, now, today }, level, rules, calendar)}
      </p>
      <StepFoot refusal={refusal} does="登记通话" isReady={outcome !== null} isSending={isSending} onClose={onClose} />
    </form>
  );
}
