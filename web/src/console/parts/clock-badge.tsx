import type { ClockBadge as Clock } from '../../../../src/api/contract';
import { CLOCKS } from '../../../../src/domain/vocabulary';
import { moment } from '../../time/format';
import { useNow } from '../../time/now';
import { badgeOf, remaining, type Remaining } from '../../time/remaining';
import { useCalendar } from '../calendar';

function Badge({ badge, label, title }: { badge: Remaining; label?: string; title: string }) {
  return (
    <span className="clock" data-time={badge.sense} title={title}>
      {label ? `${label} ` : ''}
      {badge.text}
    </span>
  );
}

/** One clock of a demand, in words and colour. */
export function ClockBadge({ clock, named = true }: { clock: Clock; named?: boolean }) {
  const badge = badgeOf(useCalendar(), clock, useNow());
  const provisional = clock.provisional ? '（暂定：当年日历未发布）' : '';
  return (
    <Badge
      badge={clock.provisional ? { ...badge, text: `${badge.text}（暂定）` } : badge}
      label={named ? CLOCKS[clock.name] : undefined}
      title={`${CLOCKS[clock.name]}时限：${moment(clock.dueAt)}${provisional}`}
    />
  );
}

interface DueBadgeProps {
  dueAt: string | null;
  overdue?: boolean;
  /** Every hour counts, also at night. */
  isElapsed?: boolean;
  /** The calendar of its year is not published. */
  provisional?: boolean;
}

/** A due time without its clock, as a queue has it. Null: nothing runs. */
export function DueBadge({ dueAt, overdue = false, isElapsed = false, provisional = false }: DueBadgeProps) {
  const calendar = useCalendar();
  const now = useNow();
  if (dueAt === null && overdue) return <Badge badge={{ sense: 'late', text: '已超时' }} title="时限已过" />;
  if (dueAt === null) return <Badge badge={{ sense: 'paused', text: '暂不计时' }} title="时限已暂停或没有时限" />;
  const badge = remaining(calendar, Date.parse(dueAt), now, isElapsed);
  const shown: Remaining = overdue && badge.sense !== 'late' ? { sense: 'late', text: '已超时' } : badge;
  return (
    <Badge
      badge={provisional ? { ...shown, text: `${shown.text}（暂定）` } : shown}
      title={`时限：${moment(dueAt)}${provisional ? '（暂定：当年日历未发布）' : ''}`}
    />
  );
}
