import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import type { Team } from '../../../../src/api/contract';
import { PageHeader } from '../parts/page-header';
import { EmptyState, ErrorState, LoadingRows } from '../parts/states';
import { hasRole, useMe } from '../session';
import { AddEnterprises } from './add-enterprises';
import { EnterpriseTable } from './enterprise-table';
import './field.css';
import { PlanForm } from './plan-form';
import { enterprisesQuery, teamQuery, visitsQuery } from './queries';
import { VisitRow } from './visit-row';

/** One team: which enterprises it looks after, and its visits to come. */
export function TeamPage() {
  const { unit = '' }: { unit?: string } = useParams({ strict: false });
  const team = useQuery(teamQuery(unit));
  return (
    <div className="page field-page">
      <p className="small">
        <Link to="/teams">全部队伍</Link>
      </p>
      {team.isPending ? <LoadingRows /> : null}
      {team.isError ? <ErrorState error={team.error} onRetry={() => void team.refetch()} /> : null}
      {team.data ? <Shown team={team.data} /> : null}
    </div>
  );
}

function Shown({ team }: { team: Team }) {
  const me = useMe();
  const [chosen, setChosen] = useState<string[]>([]);
  const [open, setOpen] = useState<'plan' | 'add' | null>(null);
  const enterprises = useQuery(enterprisesQuery({ team: team.unit.id, limit: 200 }));
  const items = enterprises.data?.items ?? [];
  const { unit, place, visitedThisMonth, demands, overdueVisits } = team;
  const close = () => setOpen(null);
  return (
    <>
      <PageHeader
        title={unit.name}
        note={`${place.name} · 包干 ${team.enterprises} 家，本月走访 ${visitedThisMonth} 家，登记诉求 ${demands} 件，逾期 ${overdueVisits} 次`}
      >
        {hasRole(me, 'collector', 'supervisor', 'administrator') ? (
          <Button onClick={() => setOpen(open === 'add' ? null : 'add')} aria-expanded={open === 'add'}>
            加入企业
          </Button>
        ) : null}
        {hasRole(me, 'collector', 'supervisor') && items.length > 0 ? (
          <Button type="primary" onClick={() => setOpen('plan')}>
            {chosen.length > 0 ? `安排走访（${chosen.length} 家）` : '安排走访'}
          </Button>
        ) : null}
      </PageHeader>
      {open === 'add' ? <AddEnterprises team={team} onClose={close} /> : null}
      {open === 'plan' ? (
        <PlanForm
          key={chosen.join()}
          team={unit.id}
          enterprises={items.filter(({ id }) => chosen.includes(id))}
          onPlanned={() => {
            setChosen([]);
            close();
          }}
          onClose={close}
        />
      ) : null}
      <section className="section" aria-label="包干的企业">
        <h2>包干的企业</h2>
        {enterprises.isPending ? <LoadingRows /> : null}
        {enterprises.isError ? (
          <ErrorState error={enterprises.error} onRetry={() => void enterprises.refetch()} />
        ) : null}
        {enterprises.data && items.length === 0 ? (
          <EmptyState title="还没有企业">点“加入企业”，从没有队伍包干的企业里选，或登记新的。</EmptyState>
        ) : null}
        {items.length > 0 ? (
          <EnterpriseTable team={team} enterprises={items} chosen={chosen} onChoose={setChosen} />
        ) : null}
      </section>
      <Coming team={unit.id} />
    </>
  );
}

function Coming({ team }: { team: string }) {
  const visits = useQuery(visitsQuery({ team, state: 'planned,missed', limit: 20 })).data?.items ?? [];
  if (visits.length === 0) return null;
  return (
    <section className="section" aria-label="未完成的走访">
      <h2>未完成的走访</h2>
      <ul className="field-list">
        {visits.map((visit) => (
          <li key={visit.id}>
            <VisitRow visit={visit} />
          </li>
        ))}
      </ul>
    </section>
  );
}
