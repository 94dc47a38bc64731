import { useQuery } from '@tanstack/react-query';
import { Input, Radio } from 'antd';
import { useId } from 'react';
import type { Callback, ChosenCallbackScript } from '../../../../src/api/contract';
import { get } from '../../api/request';
import { hasRole, useMe } from '../session';
import type { Answers } from './answers';
import { scriptOf, type ScriptPart } from './script';

interface ScriptPaneProps {
  job: Callback;
  reporter: string | null;
  answers: Answers;
  /** Null where nothing can be taken down: the job is not the reader's. */
  onAnswer: ((step: string, answer: string) => void) | null;
}

/** What to say, step by step, with room for what is answered; it goes into the record with the conclusion. */
export function ScriptPane({ job, reporter, answers, onAnswer }: ScriptPaneProps) {
  const me = useMe();
  const { data: script } = useQuery({
    queryKey: ['callbacks', 'script', job.id],
    queryFn: () => get<ChosenCallbackScript>(`/callbacks/${job.id}/script`),
    staleTime: 60_000,
  });
  const caller = job.claimedBy?.name ?? (hasRole(me, 'callback') ? me.name : '×××');
  return (
    <section className="callback-script" aria-labelledby="callback-script">
      <h3 id="callback-script">通话提纲</h3>
      {script ? (
        <p className="small muted">
          {script.title}
          {script.unit ? ` · ${script.unit.name}` : ''}
        </p>
      ) : null}
      {scriptOf({ job, caller, reporter }, script?.steps).map((part) => (
        <Part
          key={part.title}
          part={part}
          answer={answers[part.title] ?? ''}
          onAnswer={onAnswer && ((answer) => onAnswer(part.title, answer))}
        />
      ))}
    </section>
  );
}

interface PartProps {
  part: ScriptPart;
  answer: string;
  onAnswer: ((answer: string) => void) | null;
}

function Part({ part: { title, lines, answer: kind, options = [] }, answer, onAnswer }: PartProps) {
  const id = useId();
  return (
    <div className="callback-script-part">
      <h4 id={id}>{title}</h4>
      <ol>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ol>
      {onAnswer === null || kind === 'none' ? null : kind === 'text' ? (
        <Input.TextArea
          aria-label={`${title}：记下回答`}
          autoSize={{ minRows: 1, maxRows: 8 }}
          maxLength={1000}
          placeholder="边听边记，登记结论时一起保存"
          value={answer}
          onChange={({ target }) => onAnswer(target.value)}
        />
      ) : (
        <Radio.Group
          aria-labelledby={id}
          value={answer}
          options={kind === 'yes_no' ? ['是', '否'] : options}
          onChange={({ target }) => onAnswer(String(target.value))}
        />
      )}
    </div>
  );
}
