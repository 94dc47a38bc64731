import { Checkbox, Input, Radio } from 'antd';
import { useId, type FormEvent } from 'react';
import { CALLBACK_RESULTS, type CallbackResult } from '../../../../src/domain/callback';
import type { Dimensions } from '../../../../src/domain/rating';
import { isDissatisfied, type DissatisfactionReason, type Grade } from '../../../../src/domain/vocabulary';
import { GRADE_LABELS, GRADES, REASON_OPTIONS } from '../../words/labels';
import { useDraft } from '../parts/draft';
import { focusFirst, type StepProps } from './attempt-form';
import { StepFoot } from './step-foot';
import { FoundFields } from './found-fields';
import { useStep } from './use-step';
import { followsConclusion } from './what-follows';
import { CONCLUSION_LABELS } from './words';

interface Answered {
  question: string;
  answer: string;
}

interface Typed {
  solved: boolean | null;
  dimensions: Dimensions;
  replyQuality: Grade | null;
  result: CallbackResult | null;
  grade: Grade | null;
  reasons: DissatisfactionReason[];
  note: string;
}

/** A grade must not contradict the conclusion; for an unreasonable demand any was possible. */
const gradesFor = (result: CallbackResult): readonly Grade[] =>
  result === 'unreasonable' ? GRADES : GRADES.filter((grade) => isDissatisfied(grade) === (result === 'dissatisfied'));

/** Records what the call found. What follows from each conclusion stands beside it before it is recorded. */
export function ConcludeForm({ job, level, rules, answers, onDone, onClose }: StepProps & { answers: Answered[] }) {
  const id = useId();
  const blank: Typed = {
    ...{ result: null, grade: null, reasons: job.demand.reasons, note: '' },
    ...{ solved: null, dimensions: {}, replyQuality: null },
  };
  const draft = useDraft(`callback-conclude:${job.id}`, blank);
  const { result, grade, reasons, note, solved, dimensions, replyQuality } = { ...blank, ...draft.content };
  const { submit, refusal, isSending } = useStep(job.id, 'conclude', (after) => {
    draft.forget();
    onDone(after);
  });

  const needsNote = result === 'unreasonable' && note.trim() === '';
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (result === null || needsNote) return;
    void submit({
      result,
      ...(grade === null ? {} : { grade }),
      ...(result === 'dissatisfied' && reasons.length > 0 ? { reasons } : {}),
      ...(note.trim() ? { note: note.trim() } : {}),
      ...(solved === null ? {} : { solved }),
      ...(Object.keys(dimensions).length > 0 ? { dimensions } : {}),
      ...(replyQuality === null || job.kind !== 'spot_check' ? {} : { replyQuality }),
      ...(answers.length > 0 ? { answers } : {}),
    });
  };
  const choose = (chosen: CallbackResult) =>
    draft.change({ result: chosen, grade: grade !== null && gradesFor(chosen).includes(grade) ? grade : null });

  return (
    <form ref={focusFirst} className="panel callback-form" onSubmit={send} aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>登记结论</h3>
      <Radio.Group
        className="callback-choices"
        value={result}
        onChange={({ target }) => choose(target.value as CallbackResult)}
        aria-label="结论"
      >
        {CALLBACK_RESULTS.map((each) => (
          <Radio key={each} value={each}>
            <span className="callback-choice">{CONCLUSION_LABELS[each]}</span>
            <span className="muted">{followsConclusion(each, job, level, rules, reasons)}</span>
          </Radio>
        ))}
      </Radio.Group>
      {result === null ? null : (
        <div className="callback-field" role="group" aria-label="对方给的评价">
          <span>对方给的评价（没有说就不选）</span>
          <Radio.Group value={grade} onChange={({ target }) => draft.change({ grade: target.value as Grade })}>
            {gradesFor(result).map((each) => (
              <Radio key={each} value={each}>
                {GRADE_LABELS[each]}
              </Radio>
            ))}
          </Radio.Group>
        </div>
      )}
      {result === null ? null : (
        <FoundFields job={job} found={{ solved, dimensions, replyQuality }} onChange={draft.change} />
      )}
      {result === 'dissatisfied' ? (
        <div className="callback-field" role="group" aria-label="不满意的原因">
          <span>不满意的原因</span>
          <Checkbox.Group
            options={REASON_OPTIONS}
            value={reasons}
            onChange={(chosen) => draft.change({ reasons: chosen })}
          />
        </div>
      ) : null}
      <div className="callback-field">
        <label htmlFor={`${id}-note`}>{result === 'unreasonable' ? '依据（必填，诉求人会看到）' : '通话要点'}</label>
        <Input.TextArea
          id={`${id}-note`}
          autoSize={{ minRows: 3, maxRows: 12 }}
          maxLength={2000}
          value={note}
          onChange={({ target }) => draft.change({ note: target.value })}
          placeholder={
            result === 'unreasonable' ? '依据哪条规定、怎样向对方说明的' : '对方怎么说，还要什么；重办的单位会看到'
          }
        />
      </div>
      <StepFoot
        refusal={refusal}
        does="登记结论"
        isReady={result !== null && !needsNote}
        isSending={isSending}
        onClose={onClose}
      >
        {needsNote ? <span className="muted">请先写明认定的依据。</span> : null}
      </StepFoot>
    </form>
  );
}
