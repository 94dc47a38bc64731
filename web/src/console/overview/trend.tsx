import { lazy, Suspense, useMemo } from 'react';
import type { Overview } from '../../../../src/api/contract';
import { FIGURES } from '../../../../src/domain/figures';
import { isByWeek, pointsOf } from './trend-points';

const TrendDrawing = lazy(() => import('./trend-drawing'));

/** What came in and what was finished, by day or by week: drawn for the eye, as a table for the ear. */
export function Trend({ trend }: { trend: Overview['trend'] }) {
  const points = useMemo(() => pointsOf(trend), [trend]);
  const per = isByWeek(trend) ? '周' : '日';
  return (
    <figure className="overview-trend panel">
      <figcaption className="small muted">
        <span className="overview-key" data-key="filed" aria-hidden="true" /> {FIGURES.filed}
        <span className="overview-key" data-key="closed" aria-hidden="true" /> {FIGURES.closed}
        <span>（件/{per}）</span>
      </figcaption>
      <div className="overview-drawing" aria-hidden="true">
        <Suspense fallback={null}>
          <TrendDrawing points={points} />
        </Suspense>
      </div>
      <div className="visually-hidden">
        <table>
          <caption>每{per}新登记和办结的件数</caption>
          <thead>
            <tr>
              <th scope="col">日期</th>
              <th scope="col">{FIGURES.filed}</th>
              <th scope="col">{FIGURES.closed}</th>
            </tr>
          </thead>
          <tbody>
            {points.map(({ label, filed, closed }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td>{filed}</td>
                <td>{closed}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}
