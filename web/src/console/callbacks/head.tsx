import { Link } from '@tanstack/react-router';
import type { Callback, Case } from '../../../../src/api/contract';
import { isEnded } from '../../../../src/domain/callback';
import { KIND_LABELS } from '../../../../src/domain/vocabulary';
import { useNow } from '../../time/now';
import { ClockBadge } from '../parts/clock-badge';
import { ContactReveal } from '../parts/person';
import type { CallbackRules } from './what-follows';
import { windowText } from './window-text';
import { CALLBACK_KIND_LABELS } from './words';
import { clockTime } from '../../../../src/domain/local-time';

interface HeadProps {
  job: Callback;
  demand: Case | undefined;
  rules: CallbackRules;
  /** Hears the reporter's name while it is shown in full. */
  onName: (name: string | null) => void;
}

/** What the job is about, when it is to be phoned, and whom. */
export function Head({ job, demand, rules, onName }: HeadProps) {
  const now = useNow();
  const clock = demand?.clocks.find(({ name }) => name === 'callback');
  const { number, title, kind, category, round, unit, leadUnit } = job.demand;
  const facts: [string, string][] = [
    ['种类', CALLBACK_KIND_LABELS[job.kind]],
    ['这一次', windowText(Date.parse(job.windowStart), Date.parse(job.windowEnd), now)],
    ['回访时段', rules.callback.windows.map(([from, to]) => `${clockTime(from)}–${clockTime(to)}`).join('、')],
    ['负责单位', job.unit.name],
    ['领取人', job.claimedBy?.name ?? (isEnded(job) ? '—' : '还没有人领取')],
  ];
  return (
    <header className="callback-head">
      <div className="callback-title">
        <h2>{title}</h2>
        {clock ? <ClockBadge clock={clock} /> : null}
      </div>
      <p className="muted">
        <Link to={`/demands/${number}`} className="number">
          {number}
        </Link>
        {` · ${KIND_LABELS[kind]} · ${category} · ${unit.name} · 第 ${round} 轮由${leadUnit?.name ?? '—'}办理`}
      </p>
      <dl className="callback-facts">
        {facts.map(([name, fact]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="number">{fact}</dd>
          </div>
        ))}
        <div className="callback-person">
          <dt>诉求人</dt>
          <dd>
            {demand ? (
              <ContactReveal
                number={number}
                contact={demand.contact}
                usualReason={`第 ${job.attempts.length + 1} 次回访通话`}
                onName={onName}
              />
            ) : (
              '—'
            )}
          </dd>
        </div>
      </dl>
    </header>
  );
}
