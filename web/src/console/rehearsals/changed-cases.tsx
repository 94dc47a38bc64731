import { Link } from '@tanstack/react-router';
import { Button, Segmented } from 'antd';
import type { RehearsedCase } from '../../../../src/api/contract';
import { CASE_CHANGES, CASE_CHANGE_NAMES } from '../../../../src/domain/rehearsal';
import { CLOCKS, type ClockName } from '../../../../src/domain/vocabulary';
import { nearMoment } from '../../time/format';
import { useCursorList } from '../admin/cursor-list';
import { EmptyState, ErrorState, LoadingRows } from '../parts/states';
import { usePageSearch } from '../search';

/** The demands behind the figures, those with most that is new first. */
export function ChangedCases({ id }: { id: string }) {
  const [{ change }, set] = usePageSearch();
  const list = useCursorList<RehearsedCase>('rehearsals', `/rehearsals/${id}/cases`, { change });
  return (
    <section className="section" aria-labelledby="rehearsal-cases">
      <h2 id="rehearsal-cases">走法不同的诉求</h2>
      <Segmented
        aria-label="按变化筛选"
        value={change ?? 'all'}
        options={[
          { value: 'all', label: '全部' },
          ...CASE_CHANGE_NAMES.map((name) => ({ value: name, label: CASE_CHANGES[name] })),
        ]}
        onChange={(chosen) => set({ change: chosen === 'all' ? undefined : chosen })}
      />
      {list.isPending ? <LoadingRows rows={5} height={40} /> : null}
      {list.isError ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.data?.length === 0 ? <EmptyState title="没有这样的诉求">换一种变化看看。</EmptyState> : null}
      {list.data && list.data.length > 0 ? <CaseTable cases={list.data} /> : null}
      {list.hasNextPage ? (
        <Button onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
          更多
        </Button>
      ) : null}
    </section>
  );
}

const CaseTable = ({ cases }: { cases: RehearsedCase[] }) => (
  <table className="rehearsal-table">
    <thead>
      <tr>
        <th scope="col">诉求</th>
        <th scope="col">地点</th>
        <th scope="col">超时：实际</th>
        <th scope="col">超时：推演</th>
        <th scope="col">升级</th>
        <th scope="col">主办单位</th>
        <th scope="col">办结</th>
      </tr>
    </thead>
    <tbody>
      {cases.map((each) => (
        <tr key={each.number}>
          <th scope="row" className="words">
            <Link to={`/demands/${each.number}`}>{each.title}</Link>
            <div className="muted small number">{each.number}</div>
          </th>
          <td>{each.place.name}</td>
          <td>{clocksWords(each.breaches.before)}</td>
          <td>{clocksWords(each.breaches.after)}</td>
          <td className="number">
            {each.escalations.before} → {each.escalations.after}
          </td>
          <td>{ownerWords(each)}</td>
          <td>{closedWords(each)}</td>
        </tr>
      ))}
    </tbody>
  </table>
);

const clocksWords = (clocks: ClockName[]): string => clocks.map((clock) => CLOCKS[clock]).join('、') || '无';

const ownerWords = ({ owner: { before, after } }: RehearsedCase): string =>
  before?.id === after?.id
    ? (before?.name ?? '没有分拨')
    : `${before?.name ?? '没有分拨'} → ${after?.name ?? '没有分拨'}`;

function closedWords({ closedAt: { before, after }, openEnd }: RehearsedCase): string {
  if (openEnd) return '走到新的一轮';
  const said = (at: string | null) => (at === null ? '未办结' : nearMoment(at));
  return before === after ? said(before) : `${said(before)} → ${said(after)}`;
}
