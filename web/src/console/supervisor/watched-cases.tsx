import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Segmented } from 'antd';
import { useRef } from 'react';
import type { Overview, Tasks } from '../../../../src/api/contract';
import { get } from '../../api/request';
import { useKeys } from '../keys';
import { ASK_AGAIN } from '../live';
import { NotRead } from '../parts/failures';
import { EmptyState, LoadingRows } from '../parts/states';
import { UnitSelect } from '../parts/unit-select';
import { FigureLink, LateLink } from '../overview/figure-link';
import type { WatchedUnits } from '../overview/watched-units';
import { usePageSearch } from '../search';
import { CaseRow } from './case-row';
import type { Opening } from './opening';

const LISTS = [
  { queue: 'overdue', label: '已超时', empty: '没有超时的诉求', next: '看一眼“即将超时”，趁还来得及先催办。' },
  { queue: 'due_soon', label: '即将超时', empty: '四个工作小时内没有到期的诉求', next: '快到期的会到这里。' },
  { queue: 'supervised', label: '督办', empty: '没有督办中的诉求', next: '被列入督办的会到这里，须按时答复。' },
] as const;
const MOST = 50;

interface Props {
  opening: Opening;
  units: WatchedUnits;
  /** The unit that is watched when none is chosen. */
  seat: string | undefined;
}

/** What is late, or about to be, the most pressing first; urged, supervised or handed on where it stands. */
export function WatchedCases({ opening, units, seat }: Props) {
  const [search, change] = usePageSearch();
  const list = LISTS.find(({ queue }) => queue === search.show) ?? LISTS[0];
  const cases = useQuery({
    queryKey: ['tasks', 'desk', list.queue, search.unit ?? ''],
    queryFn: () => get<Tasks>('/tasks', { queue: list.queue, unit: search.unit, limit: MOST }),
    refetchInterval: ASK_AGAIN,
  });
  const late = useQuery({
    queryKey: ['overview', 'desk', search.unit ?? seat ?? ''],
    queryFn: () => get<Overview>('/statistics/overview', { unit: search.unit ?? seat }),
    refetchInterval: ASK_AGAIN,
  });
  const rows = useRowKeys();
  const items = cases.data?.items ?? [];
  const counts = cases.data?.counts;
  const total = cases.data?.filtered ?? counts?.[list.queue] ?? 0;
  return (
    <section className="desk-cases" aria-labelledby="desk-cases">
      <div className="desk-head">
        <h2 id="desk-cases" tabIndex={-1}>
          要盯的诉求
        </h2>
        <Segmented
          aria-label="哪些诉求"
          value={list.queue}
          onChange={(queue) => change({ show: queue })}
          options={LISTS.map(({ queue, label }) => ({
            value: queue,
            label: counts ? `${label} ${counts[queue]}` : label,
          }))}
        />
        <UnitSelect
          aria-label="只看哪个单位"
          style={{ width: 184, marginLeft: 'auto' }}
          placeholder="全部单位"
          allow={units.isWatched}
          value={search.unit}
          onChange={(unit) => change({ unit })}
        />
      </div>
      <div className="panel" ref={rows}>
        {cases.isPending ? <LoadingRows rows={5} height={64} /> : null}
        {cases.isLoadingError ? <NotRead /> : null}
        {cases.data && items.length === 0 ? <EmptyState title={list.empty}>{list.next}</EmptyState> : null}
        <ul className="desk-rows">
          {items.map((task) => (
            <CaseRow key={`${task.demand.number}:${task.kind}:${task.callback ?? ''}`} task={task} opening={opening} />
          ))}
        </ul>
        {late.data ? <InAll queue={list.queue} overview={late.data} /> : null}
        {total > items.length ? (
          <p className="desk-more">
            <Link to={`/queues/${list.queue}`} search={{ unit: search.unit }}>
              在队列中看全部 {total} 件
            </Link>
          </p>
        ) : null}
      </div>
    </section>
  );
}

/** The list holds what must be done here; the overview counts as well what others have, and what waits for somebody outside. */
function InAll({ queue, overview: { unit, open } }: { queue: (typeof LISTS)[number]['queue']; overview: Overview }) {
  if (queue === 'overdue' && open.overdue > 0)
    return (
      <p className="desk-more">
        上面是现在由本单位（含下级）办的。连同已上提上级、别处在办的，本单位的诉求超时共{' '}
        <LateLink count={open.overdue} of="已超时" search={{ unit: unit.id, figure: 'overdue' }} /> 件。
      </p>
    );
  if (queue === 'supervised' && open.supervised > 0)
    return (
      <p className="desk-more">
        上面是本单位（含下级）现在有事要办的。连同已归上级、别处在办的，和在等补充材料、挂账、评价或回访的，督办中共{' '}
        <FigureLink count={open.supervised} of="督办中" search={{ unit: unit.id, figure: 'supervised' }} /> 件。
      </p>
    );
  return null;
}

/** j and k go through the rows; u, s and t open a form of the row that has the focus. */
function useRowKeys() {
  const list = useRef<HTMLDivElement>(null);
  const links = () => [...(list.current?.querySelectorAll<HTMLElement>('[data-case] a') ?? [])];
  const move = (by: 1 | -1) => {
    const all = links();
    const row = document.activeElement?.closest('[data-case]');
    const at = all.findIndex((link) => row?.contains(link));
    all[at === -1 ? 0 : at + by]?.focus();
  };
  const press = (action: string) =>
    document.activeElement?.closest('[data-case]')?.querySelector<HTMLElement>(`[data-action="${action}"]`)?.click();
  useKeys({
    j: { does: '下一件要盯的', act: () => move(1) },
    k: { does: '上一件要盯的', act: () => move(-1) },
    u: { does: '催办这一件', act: () => press('urge') },
    s: { does: '督办这一件', act: () => press('supervise') },
    t: { does: '接管或改派这一件', act: () => press('transfer') },
  });
  return list;
}
