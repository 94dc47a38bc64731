import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { BuildingPage as Page } from '../../../../src/api/contract';
import { FINDING_CATEGORIES } from '../../../../src/domain/inspection';
import { dayText } from '../../time/format';
import { PageHeader } from '../parts/page-header';
import { EmptyState, ErrorState, LoadingRows } from '../parts/states';
import './field.css';
import { buildingQuery } from './queries';
import { RiskTag } from './risk-tag';

/** How the risks of a building went over its last rounds. */
export function BuildingPage() {
  const { unit = '' }: { unit?: string } = useParams({ strict: false });
  const building = useQuery(buildingQuery(unit));
  return (
    <div className="page field-page">
      <p className="small">
        <Link to="/inspections">全部巡查</Link>
      </p>
      {building.isPending ? <LoadingRows /> : null}
      {building.isError ? <ErrorState error={building.error} onRetry={() => void building.refetch()} /> : null}
      {building.data ? <Shown building={building.data} /> : null}
    </div>
  );
}

/** Amber that is nobody's demand, until a later round looks at its category again. */
function Unfollowed({ findings }: { findings: Page['unfollowed'] }) {
  if (findings.length === 0) return null;
  return (
    <section className="section" aria-labelledby="building-unfollowed">
      <h2 id="building-unfollowed">
        黄色，待跟进 <span className="muted number">{findings.length}</span>
      </h2>
      <p className="muted">没有转为诉求，以后的巡查也还没有再看过。</p>
      <ul className="field-list">
        {findings.map(({ id, inspection, category, place, description, createdAt }) => (
          <li key={id} className="finding">
            <p className="field-row-line">
              <RiskTag risk="amber" />
              <Link to="/inspections/$id" params={{ id: inspection }}>
                {category} {place}
              </Link>
              <span className="small muted number">{dayText(createdAt)}</span>
            </p>
            {description ? <p className="words">{description}</p> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Shown({ building }: { building: Page }) {
  const { unit, rounds, openRounds, openDemands, unfollowed } = building;
  return (
    <>
      <PageHeader
        title={unit.name}
        note={`正在巡查 ${openRounds} 轮，由巡查而来、尚未办结的诉求 ${openDemands} 件。`}
      />
      {rounds.length === 0 ? (
        <EmptyState title="还没有巡查过">第一轮巡查以后，各类别的风险会按轮次列在这里。</EmptyState>
      ) : (
        <table className="field-table">
          <caption className="visually-hidden">最近几轮巡查，各类别最重的风险</caption>
          <thead>
            <tr>
              <th scope="col">巡查</th>
              <th scope="col">日期</th>
              {FINDING_CATEGORIES.map((category) => (
                <th key={category} scope="col">
                  {category}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rounds.map(({ id, name, plannedAt, finishedAt, risks }) => (
              <tr key={id}>
                <th scope="row">
                  <Link to="/inspections/$id" params={{ id }}>
                    {name}
                  </Link>
                </th>
                <td className="number">
                  {dayText(plannedAt)}
                  {finishedAt ? '' : '（未结束）'}
                </td>
                {FINDING_CATEGORIES.map((category) => (
                  <td key={category} data-label={category}>
                    <RiskTag risk={risks.find((each) => each.category === category)?.risk ?? null} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Unfollowed findings={unfollowed} />
    </>
  );
}
