import { lazy, Suspense } from 'react';
import type { DayPoint } from './days-drawing';

const DaysDrawing = lazy(() => import('./days-drawing'));

/** Day by day, as it was and as it would have been: drawn for the eye, as a table for the ear. */
export function ByDay({ label, days }: { label: string; days: DayPoint[] }) {
  return (
    <figure className="rehearsal-days panel">
      <figcaption className="small muted">
        <span className="rehearsal-key" data-key="before" aria-hidden="true" /> 实际
        <span className="rehearsal-key" data-key="after" aria-hidden="true" /> 推演
        <span>{label}</span>
      </figcaption>
      <div className="rehearsal-drawing" aria-hidden="true">
        <Suspense fallback={null}>
          <DaysDrawing days={days} />
        </Suspense>
      </div>
      <div className="visually-hidden">
        <table>
          <caption>{label}</caption>
          <thead>
            <tr>
              <th scope="col">日期</th>
              <th scope="col">实际</th>
              <th scope="col">推演</th>
            </tr>
          </thead>
          <tbody>
            {days.map(({ day, before, after }) => (
              <tr key={day}>
                <th scope="row">{day}</th>
                <td>{before}</td>
                <td>{after}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}
