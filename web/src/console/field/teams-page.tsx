import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Team } from '../../../../src/api/contract';
import { PageHeader } from '../parts/page-header';
import { EmptyState, ErrorState, LoadingRows } from '../parts/states';
import { UnitSelect } from '../parts/unit-select';
import { useUnits } from '../parts/units';
import { usePageSearch } from '../search';
import './field.css';
import { teamsQuery } from './queries';

/** Every team under the caller: what it looks after, and how far it is this month. */
export function TeamsPage() {
  const [search, change] = usePageSearch();
  const units = useUnits();
  const teams = useQuery(teamsQuery);
  const items = (teams.data?.items ?? []).filter(({ unit }) => !search.unit || units.isWithin(unit.id, search.unit));
  const works = ({ enterprises, demands, overdueVisits }: Team) => enterprises + demands + overdueVisits > 0;
  const [busy, others] = [items.filter(works), items.filter((team) => !works(team))];
  const overdue = items.reduce((sum, team) => sum + team.overdueVisits, 0);
  return (
    <div className="page field-page">
      <PageHeader
        title="包干队伍"
        note={`一家企业由一支队伍包干，点对点走访。${overdue > 0 ? `现有 ${overdue} 次走访逾期。` : ''}`}
      >
        <UnitSelect
          aria-label="只看这个单位"
          placeholder="只看某个单位"
          style={{ width: 240 }}
          value={search.unit}
          onChange={(unit) => change({ unit })}
        />
      </PageHeader>
      {teams.isPending ? <LoadingRows /> : null}
      {teams.isError ? <ErrorState error={teams.error} onRetry={() => void teams.refetch()} /> : null}
      {teams.data && items.length === 0 ? (
        <EmptyState title="没有队伍">队伍是园区或社区之下的“办理队伍”单位，由管理员在“单位”里新增。</EmptyState>
      ) : null}
      {busy.length > 0 ? (
        <table className="field-table">
          <thead>
            <tr>
              <th scope="col">队伍</th>
              <th scope="col">园区、社区</th>
              <th scope="col">包干企业</th>
              <th scope="col">本月走访</th>
              <th scope="col">走访登记的诉求</th>
              <th scope="col">逾期未走访</th>
            </tr>
          </thead>
          <tbody>
            {busy.map(({ unit, place, enterprises, visitedThisMonth, demands, overdueVisits }) => (
              <tr key={unit.id}>
                <th scope="row">
                  <Link to="/teams/$unit" params={{ unit: unit.id }}>
                    {unit.name}
                  </Link>
                </th>
                <td>{place.name}</td>
                <td className="number" data-label="包干企业">
                  {enterprises} 家
                </td>
                <td className="number" data-label="本月走访">
                  {visitedThisMonth} 家
                </td>
                <td className="number" data-label="登记诉求">
                  {demands} 件
                </td>
                <td className="number" data-label="逾期未走访">
                  {overdueVisits > 0 ? (
                    <span className="clock" data-time="late">
                      {overdueVisits} 次
                    </span>
                  ) : (
                    '0 次'
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {others.length > 0 ? (
        <details className="field-others" open={busy.length === 0}>
          <summary>另有 {others.length} 支办理队伍没有包干企业</summary>
          <p className="muted">它们只办理诉求；要包干企业，打开队伍选定企业即可。</p>
          <ul>
            {others.map(({ unit, place }) => (
              <li key={unit.id}>
                <Link to="/teams/$unit" params={{ unit: unit.id }}>
                  {unit.name}
                </Link>{' '}
                <span className="muted">{place.name}</span>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </div>
  );
}
