import { Link } from '@tanstack/react-router';
import { App, Button } from 'antd';
import type { Task } from '../../../../src/api/contract';
import { addWorkingTime } from '../../../../src/domain/working-time';
import { WORKING_DAY } from '../../../../src/domain/policy';
import { ACTIONS } from '../../../../src/domain/vocabulary';
import { moment, nearMoment } from '../../time/format';
import { useCalendar } from '../calendar';
import { ActionForm } from '../case/action-form';
import { DueBadge } from '../parts/clock-badge';
import { sentenceOf } from '../parts/states';
import { APPROVALS, useAsk, type ApprovalKind, type Ask, type Said } from './approval-ask';
import { ReasonForm } from './reason-form';
import { focusOn, useIsReadOnly, type Opening } from './opening';

interface Props {
  task: Task;
  kind: ApprovalKind;
  opening: Opening;
}

/** What was asked, why, and what follows from a yes; decided where it stands. */
export function ApprovalRow({ task, kind, opening: { opened, open } }: Props) {
  const { number } = task.demand;
  const { ask, error } = useAsk(number, kind);
  const answers = useIsReadOnly() ? [] : ANSWERS[kind];
  const form = (answer: Answer) => `${kind}:${number}:${answer}`;
  const chosen = answers.map(({ answer }) => answer).find((answer) => form(answer) === opened);
  const choose = (answer: Answer) => open(answer === chosen ? null : form(answer));
  return (
    <li className="desk-row">
      <div className="desk-row-head">
        <Asked task={task} kind={kind} ask={ask} />
        <div className="desk-buttons">
          {answers.map(({ answer, label }) => (
            <Button
              key={answer}
              onClick={() => choose(answer)}
              aria-expanded={answer === chosen}
              aria-label={`${label}：${task.demand.title}`}
              disabled={!ask}
            >
              {label}
            </Button>
          ))}
        </div>
      </div>
      {error ? <p className="small muted">{sentenceOf(error)}</p> : null}
      {ask?.said.map((said) => (
        <SaidLine key={said.seq} said={said} />
      ))}
      {ask && kind !== 'rule' ? <Consequence kind={kind} ask={ask} /> : null}
      {ask && chosen ? (
        <AnswerForm key={chosen} answer={chosen} kind={kind} ask={ask} onClose={() => open(null)} />
      ) : null}
    </li>
  );
}

function Asked({ task, kind, ask }: { task: Task; kind: ApprovalKind; ask: Ask | undefined }) {
  const { number, title, leadUnit } = task.demand;
  return (
    <div className="desk-row-what">
      <p>
        <strong>{ask ? askedWords(kind, ask) : APPROVALS[kind].label}</strong>{' '}
        <Link to={`/demands/${number}`}>{title}</Link>
      </p>
      <p className="small muted desk-meta">
        <span className="number">{number}</span>
        <span>{leadUnit?.name ?? task.unit.name}</span>
        <DueBadge dueAt={task.dueAt} overdue={task.overdue} />
      </p>
    </div>
  );
}

interface AnswerProps {
  answer: Answer;
  kind: ApprovalKind;
  ask: Ask;
  onClose: () => void;
}

function AnswerForm({ answer, kind, ask: { demand }, onClose }: AnswerProps) {
  const { message } = App.useApp();
  if (kind === 'rule') return <ActionForm action="rule" label={ACTIONS.rule} demand={demand} onClose={onClose} />;
  const isYes = answer === 'yes';
  // The row leaves the page with the decision: the reader goes on from the head of the list.
  const done = () => {
    onClose();
    void message.success(`${isYes ? '已同意' : '未同意'}${APPROVALS[kind].label}，申请人会收到结果。`);
    focusOn('desk-approvals');
  };
  return (
    <ReasonForm
      number={demand.number}
      action={kind}
      body={{ approve: isYes }}
      asks={isYes ? '意见（选填）' : '为什么不同意'}
      isRequired={!isYes}
      does={isYes ? '同意' : '不同意'}
      onDone={done}
      onClose={onClose}
    />
  );
}

type Answer = 'yes' | 'no' | 'rule';
const DECIDING: { answer: Answer; label: string }[] = [
  { answer: 'yes', label: '同意' },
  { answer: 'no', label: '不同意' },
];
const ANSWERS: Record<ApprovalKind, { answer: Answer; label: string }[]> = {
  decide_extension: DECIDING,
  decide_deferral: DECIDING,
  rule: [{ answer: 'rule', label: ACTIONS.rule }],
};

function askedWords(kind: ApprovalKind, { demand, said }: Ask): string {
  if (kind === 'decide_extension' && demand.extension) return `延期 ${demand.extension.workingDays} 个工作日`;
  if (kind === 'decide_deferral' && demand.deferral) return `挂账至 ${moment(demand.deferral.reviewAt).split(' ')[0]}`;
  return kind === 'rule' ? `退单 ${said.length} 次，请裁决` : APPROVALS[kind].label;
}

function SaidLine({ said: { by, unit, at, reason } }: { said: Said }) {
  return (
    <p className="desk-said words">
      <span className="muted small">
        {[unit, by].filter(Boolean).join(' ')} {nearMoment(at)}
      </span>
      {reason || '没有写理由'}
    </p>
  );
}

/** What a yes does to the due time, reckoned as the service does it. */
function Consequence({ kind, ask: { demand } }: { kind: ApprovalKind; ask: Ask }) {
  const calendar = useCalendar();
  const clock = demand.clocks.find(({ name }) => name === 'handle');
  if (kind === 'decide_deferral') return <p className="small muted">同意后暂停办理计时，到期自动恢复办理。</p>;
  if (!clock || !demand.extension || clock.state === 'paused') return null;
  const more = demand.extension.workingDays * WORKING_DAY * 60_000;
  const then = addWorkingTime(calendar, Date.parse(clock.dueAt), more).at;
  return (
    <p className="small muted">
      办理时限原定 {moment(clock.dueAt)}，同意后为 {moment(then)}。
    </p>
  );
}
