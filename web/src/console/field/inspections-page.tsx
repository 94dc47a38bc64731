import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import type { Inspection } from '../../../../src/api/contract';
import { FINDING_CATEGORIES } from '../../../../src/domain/inspection';
import { dayText } from '../../time/format';
import { PageHeader } from '../parts/page-header';
import { EmptyState, ErrorState, LoadingRows } from '../parts/states';
import { hasRole, useMe } from '../session';
import './field.css';
import { NewInspection } from './new-inspection';
import { buildingsQuery, inspectionsQuery } from './queries';
import { RiskTag } from './risk-tag';

/** Rounds through buildings: those that go on, what stands where, and those that are over. */
export function InspectionsPage() {
  const me = useMe();
  const navigate = useNavigate();
  const [isNew, setNew] = useState(false);
  return (
    <div className="page field-page">
      <PageHeader
        title="楼宇巡查"
        note="三级风险排查：绿色只作记录；黄色写明怎样跟进，或转为诉求；红色立即成为加急诉求。"
      >
        {hasRole(me, 'collector') && !isNew ? (
          <Button type="primary" onClick={() => setNew(true)}>
            新建巡查
          </Button>
        ) : null}
      </PageHeader>
      {isNew ? (
        <NewInspection
          onMade={(id) => void navigate({ to: '/inspections/$id', params: { id } })}
          onClose={() => setNew(false)}
        />
      ) : null}
      <Rounds title="正在巡查" isOpen empty="没有正在进行的巡查。到楼里之前点“新建巡查”，几个人可以同时记。" />
      <Board />
      <Rounds title="已结束" isOpen={false} empty="结束的巡查会列在这里。" />
    </div>
  );
}

function Rounds({ title, isOpen, empty }: { title: string; isOpen: boolean; empty: string }) {
  const rounds = useQuery(inspectionsQuery({ open: isOpen, limit: 30 }));
  const items = rounds.data?.items ?? [];
  return (
    <section className="section" aria-label={title}>
      <h2>{title}</h2>
      {rounds.isPending ? <LoadingRows rows={2} height={72} /> : null}
      {rounds.isError ? <ErrorState error={rounds.error} onRetry={() => void rounds.refetch()} /> : null}
      {rounds.data && items.length === 0 ? <EmptyState title="没有">{empty}</EmptyState> : null}
      <ul className="field-list">
        {items.map((round) => (
          <li key={round.id}>
            <RoundRow round={round} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function RoundRow({ round }: { round: Inspection }) {
  const { id, name, building, plannedAt, counts } = round;
  return (
    <Link to="/inspections/$id" params={{ id }} className="field-row">
      <span className="field-row-title">{name}</span>
      <span className="field-row-line small">
        <span>{building.name}</span>
        <span className="number">{dayText(plannedAt)}</span>
        <span>
          红色 {counts.red} · 黄色 {counts.amber} · 绿色 {counts.green}
        </span>
      </span>
    </Link>
  );
}

/** For each building, the newest risk of each category. */
function Board() {
  const buildings = useQuery(buildingsQuery);
  const items = buildings.data?.items ?? [];
  return (
    <section className="section" aria-label="各楼宇的风险">
      <h2>各楼宇最近的风险</h2>
      {buildings.isPending ? <LoadingRows rows={2} /> : null}
      {buildings.isError ? <ErrorState error={buildings.error} onRetry={() => void buildings.refetch()} /> : null}
      {buildings.data && items.length === 0 ? (
        <EmptyState title="没有楼宇">楼宇是园区或社区之下的单位，由管理员在“单位”里新增。</EmptyState>
      ) : null}
      {items.length > 0 ? (
        <table className="field-table">
          <thead>
            <tr>
              <th scope="col">楼宇</th>
              {FINDING_CATEGORIES.map((category) => (
                <th key={category} scope="col">
                  {category}
                </th>
              ))}
              <th scope="col">未办结诉求</th>
              <th scope="col">最近查到</th>
            </tr>
          </thead>
          <tbody>
            {items.map(({ unit, risks, openDemands, lastFoundAt }) => (
              <tr key={unit.id}>
                <th scope="row">
                  <Link to="/buildings/$unit" params={{ unit: unit.id }}>
                    {unit.name}
                  </Link>
                </th>
                {FINDING_CATEGORIES.map((category) => (
                  <td key={category} data-label={category}>
                    <RiskTag risk={risks.find((each) => each.category === category)?.risk ?? null} />
                  </td>
                ))}
                <td className="number" data-label="未办结诉求">
                  {openDemands} 件
                </td>
                <td className="number" data-label="最近查到">
                  {lastFoundAt ? dayText(lastFoundAt) : '还没有'}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </section>
  );
}
