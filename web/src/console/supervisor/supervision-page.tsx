import { Failures } from '../parts/failures';
import { PageHeader } from '../parts/page-header';
import { useWatchedUnits } from '../overview/watched-units';
import '../admin/admin.css';
import '../case/case.css';
import '../overview/overview.css';
import { usePageSearch } from '../search';
import { unitsWithRole, useMe } from '../session';
import type { Role } from '../../../../src/domain/vocabulary';
import { Approvals } from './approvals';
import { Escalations } from './escalations';
import { focusOn, useOpening } from './opening';
import { SentToAndFro } from './sent-to-and-fro';
import './supervisor.css';
import { WatchedCases } from './watched-cases';
import { WhereLate } from './where-late';
import { WorkloadTables } from './workload';

const SUPERVISING: readonly Role[] = ['supervisor'];

/** What must be decided now, what is late or about to be, and what has just escalated; how the units stand comes below. */
export function SupervisionPage() {
  const me = useMe();
  const [search, change] = usePageSearch();
  const opening = useOpening();
  const units = useWatchedUnits(me, SUPERVISING);
  const seats = unitsWithRole(me, ...SUPERVISING);
  const choose = (unit: string) => {
    change({ unit });
    focusOn('desk-cases');
  };
  return (
    <div className="page desk">
      <PageHeader title="督办台" note={watchedWords(seats.map(({ name }) => name))} />
      <Failures />
      <div className="desk-columns">
        <Approvals opening={opening} />
        <Escalations />
        <WatchedCases opening={opening} units={units} seat={seats[0]?.id} />
      </div>
      <SentToAndFro unit={search.unit} />
      <WhereLate unit={search.unit ?? seats[0]?.id} units={units} onChoose={choose} />
      <WorkloadTables unit={search.unit ?? seats[0]?.id} onChoose={choose} />
    </div>
  );
}

const watchedWords = (units: string[]): string =>
  units.length > 0 ? `${[...new Set(units)].join('、')}及下级` : '您没有督办的单位，需要时请联系管理员。';
