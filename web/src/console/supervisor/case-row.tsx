import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useRef } from 'react';
import type { Task } from '../../../../src/api/contract';
import { LEVEL_LABELS, RISK_LABELS, URGENCY_LABELS } from '../../words/labels';
import { DueBadge } from '../parts/clock-badge';
import { AllowedForm } from './allowed-form';
import { useIsReadOnly, type Opening } from './opening';

const ACTS = [
  { action: 'urge', label: '催办' },
  { action: 'supervise', label: '督办' },
  { action: 'transfer', label: '接管改派' },
] as const;
type Act = (typeof ACTS)[number];

export function CaseRow({ task, opening: { opened, open } }: { task: Task; opening: Opening }) {
  const { demand } = task;
  const acts = useIsReadOnly() ? [] : ACTS;
  const title = useRef<HTMLAnchorElement>(null);
  const form = ({ action }: Act) => `${demand.number}:${task.kind}:${action}`;
  const act = acts.find((each) => form(each) === opened);
  const close = () => {
    open(null);
    title.current?.focus();
  };
  return (
    <li className="desk-row" data-case={demand.number}>
      <div className="desk-row-head">
        <div className="desk-row-what">
          <p>
            <DueBadge dueAt={task.dueAt} overdue={task.overdue} />{' '}
            <Link ref={title} to={`/demands/${demand.number}`}>
              {demand.title}
            </Link>
          </p>
          <CaseMeta task={task} />
        </div>
        <div className="desk-buttons">
          {acts.map((each) => (
            <Button
              key={each.action}
              size="small"
              data-action={each.action}
              aria-expanded={each === act}
              aria-label={`${each.label}：${demand.title}`}
              onClick={() => (each === act ? close() : open(form(each)))}
            >
              {each.label}
            </Button>
          ))}
        </div>
      </div>
      {act ? (
        <AllowedForm key={act.action} action={act.action} label={act.label} number={demand.number} onClose={close} />
      ) : null}
    </li>
  );
}

/** Who has it now, and what has been done to hurry it. */
function CaseMeta({ task: { demand, label, unit, user, callback } }: { task: Task }) {
  return (
    <p className="small muted desk-meta">
      <span className="number">{demand.number}</span>
      <span>{LEVEL_LABELS[demand.level]}</span>
      <span>
        {unit.name} {user?.name ?? (callback ? '待认领' : label)}
      </span>
      {user ? <span>{label}</span> : null}
      {demand.urgency === 'urgent' ? <span className="tag">{URGENCY_LABELS.urgent}</span> : null}
      {demand.risk === 'green' ? null : <span className="tag">{RISK_LABELS[demand.risk]}</span>}
      {demand.supervised ? <span className="tag">督办中</span> : null}
      {demand.urges > 0 ? <span className="tag">已催办 {demand.urges} 次</span> : null}
    </p>
  );
}
