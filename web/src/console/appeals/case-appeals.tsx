import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import type { Appeal, AppealOption, Case } from '../../../../src/api/contract';
import { moment } from '../../time/format';
import { DueBadge } from '../parts/clock-badge';
import { useMe } from '../session';
import { appealsOfQuery } from './appeal-queries';
import { disputedWords, STATE_WORDS } from './appeal-words';
import './appeals.css';
import { AppealForm } from './appeal-form';
import { RoundRating } from './round-rating';

/** What the reporter said of each round, and what the units had to say against it, with its ruling. */
export function CaseAppeals({ demand }: { demand: Case }) {
  const found = useQuery(appealsOfQuery(demand.number));
  const isReadOnly = useMe().viewedBy !== undefined;
  const [open, setOpen] = useState<AppealOption | null>(null);
  const rated = demand.rounds.filter(({ rating }) => rating !== null);
  const { items = [], options = [] } = found.data ?? {};
  const may = isReadOnly ? [] : options.filter(({ allowed }) => allowed);
  if (rated.length === 0 && items.length === 0 && may.length === 0) return null;
  return (
    <section className="case-note case-appeals" aria-label="评价与申诉">
      <h3>评价与申诉</h3>
      {rated.map((round) => (
        <RoundRating key={round.round} round={round} isOnly={demand.rounds.length === 1} />
      ))}
      {items.length > 0 ? (
        <ul className="appeal-list">
          {items.map((appeal) => (
            <Line key={appeal.id} appeal={appeal} />
          ))}
        </ul>
      ) : null}
      {open ? (
        <AppealForm number={demand.number} option={open} onClose={() => setOpen(null)} />
      ) : (
        <div className="page-actions">
          {may.map((option) => (
            <Button
              key={`${option.kind} ${option.round} ${option.clock?.id}`}
              size="small"
              onClick={() => setOpen(option)}
            >
              {buttonWords(option, demand.rounds.length > 1)}
            </Button>
          ))}
        </div>
      )}
    </section>
  );
}

function buttonWords({ kind, kindLabel, round, clock }: AppealOption, isLong: boolean): string {
  const which = kind === 'breach' ? `（${clock?.label ?? ''}）` : isLong ? `（第 ${round} 轮）` : '';
  return `${kindLabel}${which}…`;
}

function Line({ appeal }: { appeal: Appeal }) {
  return (
    <li>
      <p>
        <Link to={`/appeals/${appeal.id}`}>{appeal.kindLabel}</Link> · {disputedWords(appeal)} ·{' '}
        {STATE_WORDS[appeal.state]}{' '}
        {appeal.state === 'open' ? (
          <DueBadge dueAt={appeal.dueAt} overdue={appeal.overdue} provisional={appeal.provisional} />
        ) : null}
      </p>
      <p className="small muted">
        {appeal.unit.name} {appeal.filedBy.name}，{moment(appeal.filedAt)}
      </p>
      {appeal.ruling ? <p className="words small">裁定理由：{appeal.ruling}</p> : null}
    </li>
  );
}
