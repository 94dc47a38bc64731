import { useQuery } from '@tanstack/react-query';
import { Link, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { Me, Tasks } from '../../../../src/api/contract';
import { get } from '../../api/request';
import { ASK_AGAIN } from '../live';
import { promiseCountsQuery } from '../promises/promise-queries';
import { queuesFor } from '../queues/queue-names';
import { actsAs, hasRole, standsBelow } from '../session';

/** How much waits in each queue; kept current by the stream. */
export const useCounts = (): Tasks['counts'] | undefined =>
  useQuery({
    queryKey: ['tasks', 'counts'],
    queryFn: () => get<Tasks>('/tasks', { queue: 'mine', limit: 1 }),
    select: ({ counts }) => counts,
    refetchInterval: ASK_AGAIN,
  }).data;

function Item({ to, label, count, isLate }: { to: string; label: string; count?: number; isLate?: boolean }) {
  return (
    <li>
      <Link
        to={to}
        className="nav-item"
        activeProps={{ 'aria-current': 'page' }}
        activeOptions={{ includeSearch: false }}
      >
        <span>{label}</span>
        {count === undefined ? null : (
          <span className="nav-count number" data-late={isLate && count > 0 ? true : undefined}>
            {count > 999 ? '999+' : count}
            <span className="visually-hidden"> 件</span>
          </span>
        )}
      </Link>
    </li>
  );
}

/** Where somebody is stays in sight, however long the list: also after a key or a link led there. */
function useCurrentInSight() {
  const nav = useRef<HTMLElement>(null);
  const path = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.pathname });
  // In braces: newer browsers answer with a promise, which is no clean-up.
  useEffect(() => {
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }, [path]);
  return nav;
}

export function Navigation({ me }: { me: Me }) {
  const nav = useCurrentInSight();
  const counts = useCounts();
  const reports = hasRole(me, 'handler', 'replier', 'supervisor');
  const toReport = useQuery({ ...promiseCountsQuery, enabled: reports }).data?.toReport;
  const watches = hasRole(me, 'supervisor', 'dispatcher', 'administrator', 'auditor');
  return (
    <nav ref={nav} className="nav" aria-label="主导航" data-tour="navigation">
      <Link to="/" className="brand">
        <img src="/favicon.svg" alt="" width="24" height="24" /> 直通车
      </Link>
      <ul>
        {actsAs(me, 'collector') ? <Item to="/file" label="登记诉求" /> : null}
        {queuesFor(me).map(({ queue, label, isLate }) => (
          <Item key={queue} to={`/queues/${queue}`} label={label} count={counts?.[queue]} isLate={isLate} />
        ))}
      </ul>
      <Collecting me={me} />
      <h2>会商</h2>
      <ul>
        <Item to="/topics" label="类案" />
        {hasRole(me, 'handler', 'dispatcher', 'supervisor') ? <Item to="/polls" label="票选" /> : null}
        {hasRole(me, 'dispatcher', 'supervisor') ? <Item to="/conferences" label="联席会议" /> : null}
      </ul>
      <h2>查看</h2>
      <ul>
        {hasRole(me, 'supervisor') ? <Item to="/supervision" label="督办台" /> : null}
        {hasRole(me, 'callback', 'supervisor', 'auditor') ? (
          <Item to="/callbacks" label="回访台" count={counts?.callbacks} />
        ) : null}
        {hasRole(me, 'supervisor', 'dispatcher', 'handler', 'callback', 'auditor') ? (
          <Item to="/appeals" label="申诉" />
        ) : null}
        <Item to="/promises" label="承诺台账" count={toReport || undefined} />
        {hasRole(me, 'supervisor', 'administrator', 'auditor') ? <Item to="/spot-checks" label="抽查" /> : null}
        {standsBelow(me) ? <Item to="/gone-up" label="已归上级" /> : null}
        <Item to="/closed" label="已办结" />
        <Item to="/demands" label="全部诉求" />
        {watches ? <Item to="/overview" label="概览" /> : null}
        {watches ? <Item to="/statistics" label="统计" /> : null}
        {watches ? <Item to="/analyses" label="专题分析" /> : null}
        {hasRole(me, 'supervisor', 'administrator') ? <Item to="/rehearsals" label="推演" /> : null}
        {hasRole(me, 'supervisor', 'administrator') ? <Item to="/admin/absences" label="休假与空岗" /> : null}
      </ul>
      {hasRole(me, 'administrator', 'auditor') ? (
        <Administration isAdministrator={hasRole(me, 'administrator')} />
      ) : null}
    </nav>
  );
}

function Collecting({ me }: { me: Me }) {
  if (!hasRole(me, 'collector', 'dispatcher', 'supervisor', 'administrator', 'auditor')) return null;
  return (
    <>
      <h2>收集</h2>
      <ul>
        <Item to="/campaigns" label="收集活动" />
        <Item to="/imports" label="批量导入" />
        <Item to="/visits" label="走访" />
        <Item to="/inspections" label="楼宇巡查" />
        <Item to="/teams" label="包干队伍" />
      </ul>
    </>
  );
}

function Administration({ isAdministrator }: { isAdministrator: boolean }) {
  return (
    <>
      <h2>管理</h2>
      <ul>
        {isAdministrator ? <Item to="/admin/units" label="单位" /> : null}
        {isAdministrator ? <Item to="/admin/people" label="人员与角色" /> : null}
        {isAdministrator ? <Item to="/admin/forms" label="征集表与渠道" /> : null}
        {isAdministrator ? <Item to="/admin/replies" label="反馈模板与要素" /> : null}
        <Item to="/admin/rules" label="分拨规则" />
        <Item to="/admin/duties" label="职责清单" />
        <Item to="/admin/policies" label="时限与升级" />
        <Item to="/admin/calendars" label="工作日历" />
        {isAdministrator ? <Item to="/admin/messages" label="通知发送" /> : null}
        {isAdministrator ? <Item to="/admin/endpoints" label="机器人与 Webhook" /> : null}
        <Item to="/admin/audit" label="审计" />
      </ul>
    </>
  );
}
