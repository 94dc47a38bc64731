import { Button, Segmented } from 'antd';
import type { Absence } from '../../../../src/api/contract';
import { useCursorList } from '../admin/cursor-list';
import '../admin/admin.css';
import { NotForYou } from '../admin/not-for-you';
import { PageHeader } from '../parts/page-header';
import { EmptyState, ErrorState, LoadingRows } from '../parts/states';
import { usePageSearch } from '../search';
import { hasRole, useMe } from '../session';
import { AbsenceForm } from './absence-form';
import { AbsenceList } from './absence-list';
import './absences.css';
import { ABSENCE_STATES } from './away-words';
import { VacantSeats } from './vacant-seats';

const STATES = ['current', 'upcoming', 'past'] as const;

export function AbsencesPage() {
  if (!hasRole(useMe(), 'supervisor', 'administrator'))
    return <NotForYou title="休假代办与空岗" who="管理员和督办员" />;
  return <Absences />;
}

/** Who of the watched units is away and who does their work, and which seats nobody sits in. */
function Absences() {
  const me = useMe();
  const [search, change] = usePageSearch();
  const state = STATES.find((each) => each === search.state) ?? 'current';
  const absences = useCursorList<Absence>('absences', '/absences', { of: 'others', state });
  return (
    <div className="page">
      <PageHeader
        title="休假代办与空岗"
        note="人不在，事不停：休假的由代办人办理，空缺的由上级代办；时限照走，谁办的记谁的名字。"
      />
      <section className="section" aria-labelledby="absences-others">
        <h2 id="absences-others">休假代办</h2>
        <div className="admin-filters">
          <Segmented
            aria-label="按状态筛选"
            value={state}
            options={STATES.map((value) => ({ value, label: ABSENCE_STATES[value] }))}
            onChange={(chosen) => change({ state: chosen === 'current' ? undefined : chosen })}
          />
        </div>
        {absences.isPending ? <LoadingRows rows={3} height={48} /> : null}
        {absences.isError ? <ErrorState error={absences.error} onRetry={() => void absences.refetch()} /> : null}
        {absences.data?.length === 0 ? (
          <EmptyState title={EMPTY[state]}>本人在“账号与口令”里安排；来不及的，由您在下面代为安排。</EmptyState>
        ) : null}
        {absences.data && absences.data.length > 0 ? <AbsenceList items={absences.data} label="休假代办" /> : null}
        {absences.hasNextPage ? (
          <Button
            className="admin-more"
            loading={absences.isFetchingNextPage}
            onClick={() => void absences.fetchNextPage()}
          >
            更多
          </Button>
        ) : null}
      </section>
      {me.viewedBy ? null : (
        <section className="section" aria-labelledby="absences-enter">
          <h2 id="absences-enter">为他人安排</h2>
          <AbsenceForm isForOthers />
        </section>
      )}
      <VacantSeats />
    </div>
  );
}

const EMPTY = { current: '现在没有人休假', upcoming: '没有将要开始的休假', past: '没有过去的休假' };
