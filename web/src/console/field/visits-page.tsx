import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Segmented } from 'antd';
import { useState } from 'react';
import type { Visit } from '../../../../src/api/contract';
import { dayNumber, startOfDay, weekday } from '../../../../src/domain/local-time';
import type { Query } from '../../api/request';
import { dayText } from '../../time/format';
import { Failures, NotRead } from '../parts/failures';
import { PageHeader } from '../parts/page-header';
import { EmptyState, LoadingRows } from '../parts/states';
import { usePageSearch } from '../search';
import { hasRole, useMe } from '../session';
import './field.css';
import { PlanForm } from './plan-form';
import { ownTeams, visitsQuery } from './queries';
import { VisitRow } from './visit-row';

const date = (day: number): string => dayText(startOfDay(day));

/** Today, the rest of this week (to Sunday), what was missed, what comes later, and what was done lately. */
function partsOf(now: number, scope: Query) {
  const today = dayNumber(now);
  const sunday = today + ((7 - weekday(today)) % 7);
  const of = (query: Query) => ({ ...scope, ...query });
  return {
    today: of({ from: date(today), to: date(today), limit: 100 }),
    week: sunday > today ? of({ from: date(today + 1), to: date(sunday), state: 'planned', limit: 100 }) : null,
    missed: of({ state: 'missed', sort: '-plannedAt', limit: 50 }),
    later: of({ from: date(sunday + 1), state: 'planned', limit: 50 }),
    done: of({ state: 'done', sort: '-plannedAt', limit: 20 }),
  };
}

/** What a team has to do today, made for a phone as well. */
export function VisitsPage() {
  const me = useMe();
  const navigate = useNavigate();
  const [search, change] = usePageSearch();
  const [isPlanning, setPlanning] = useState(false);
  const own = ownTeams(me);
  const isMine = (search.scope ?? (own.length > 0 ? 'mine' : 'all')) === 'mine';
  const parts = partsOf(Date.now(), isMine ? { mine: true } : {});

  const onPlanned = (visits: Visit[]) => {
    setPlanning(false);
    const [only] = visits;
    const isNow = visits.length === 1 && only && dayText(only.plannedAt) === dayText(Date.now());
    if (isNow) void navigate({ to: '/visits/$id', params: { id: only.id } });
  };

  return (
    <div className="page field-page">
      <PageHeader title="走访" note="包干队伍到企业走访：安排、记录，现场登记诉求。当天没有记录的列为逾期。">
        {own.length > 0 ? (
          <Segmented
            aria-label="范围"
            value={isMine ? 'mine' : 'all'}
            options={[
              { value: 'mine', label: '我的队伍' },
              { value: 'all', label: '全部' },
            ]}
            onChange={(scope) => change({ scope: String(scope) })}
          />
        ) : null}
        {hasRole(me, 'collector', 'supervisor') && !isPlanning ? (
          <Button type="primary" onClick={() => setPlanning(true)}>
            安排走访
          </Button>
        ) : null}
      </PageHeader>
      {isPlanning ? (
        <PlanForm
          team={own.length === 1 ? own[0]!.id : undefined}
          onPlanned={onPlanned}
          onClose={() => setPlanning(false)}
        />
      ) : null}
      <Failures />
      <Part
        title="今天"
        query={parts.today}
        empty="今天没有安排走访。点“安排走访”选企业和时间；到了门口才想起来的，也可以现在安排。"
      />
      {parts.week ? <Part title="本周" query={parts.week} empty="本周余下的日子还没有安排。" /> : null}
      <Part title="逾期未走访" query={parts.missed} />
      <Part title="以后" query={parts.later} />
      <Part title="最近走访过" query={parts.done} />
    </div>
  );
}

/** Without words for when it is empty, an empty part is not there. */
function Part({ title, query, empty }: { title: string; query: Query; empty?: string }) {
  const visits = useQuery(visitsQuery(query));
  const items = visits.data?.items ?? [];
  if (empty === undefined && items.length === 0) return null;
  return (
    <section className="section" aria-label={title}>
      <h2>
        {title} {items.length > 0 ? <span className="muted number">{items.length}</span> : null}
      </h2>
      {visits.isPending ? <LoadingRows rows={2} height={72} /> : null}
      {visits.isLoadingError ? <NotRead /> : null}
      {visits.data && items.length === 0 ? <EmptyState title="没有">{empty}</EmptyState> : null}
      <ul className="field-list">
        {items.map((visit) => (
          <li key={visit.id}>
            <VisitRow visit={visit} />
          </li>
        ))}
      </ul>
      {visits.data?.nextCursor ? <p className="muted small">只列出前 {items.length} 次。</p> : null}
    </section>
  );
}
