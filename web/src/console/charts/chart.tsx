import { lazy, Suspense } from 'react';
import './charts.css';

const Drawing = lazy(() => import('./drawing'));

export interface Chart {
  labels: string[];
  series: { name: string; kind: 'bar' | 'line'; data: (number | null)[] }[];
  /** «%» or what is counted. */
  unit: string;
  /** Bars from left to right, for long names. */
  isSideways?: boolean;
}

const ROW = 28;

/** A chart for the eye; what it shows stands in a table on the same page, or else in `children`. */
export function ChartFigure({ caption, chart }: { caption: string; chart: Chart }) {
  const height = chart.isSideways
    ? Math.max(120, chart.labels.length * ROW * Math.max(1, chart.series.length * 0.75) + 56)
    : 240;
  return (
    <figure className="chart panel">
      <figcaption className="small muted">{caption}</figcaption>
      <div style={{ minHeight: height }} aria-hidden="true">
        <Suspense fallback={null}>
          <Drawing chart={chart} height={height} />
        </Suspense>
      </div>
    </figure>
  );
}
