import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import type { AnalysisData } from '../../../../src/api/contract';
import type { Chart } from '../charts/chart';
import type { Search } from '../search';
import type { Subject } from './improvement-form';

export interface PartProps {
  data: AnalysisData;
  /** Null where nothing can be asked for. */
  onAsk: ((subject: Subject) => void) | null;
}

/** The list of what is meant, among what concerns the unit. */
export const searchIn = ({ unit, days }: AnalysisData, more: Search): Search => ({ unit: unit.id, ...days, ...more });

/** The list behind a figure of the report: of what the unit and those under it did. */
export const searchOf = (data: AnalysisData, more: Search): Search =>
  searchIn(data, { answerable: data.unit.id, ...more });

/** A second row of bars, where there is anything to show. */
export const beside = (name: string, data: (number | null)[]): Chart['series'] =>
  data.some((value) => value !== null && value !== 0) ? [{ name, kind: 'bar', data }] : [];

export function Section({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section className="section" aria-labelledby={`analysis-${id}`}>
      <h2 id={`analysis-${id}`}>{title}</h2>
      {children}
    </section>
  );
}

export function Table({ head, children }: { head: ReactNode[]; children: ReactNode }) {
  return (
    <table className="analysis-table">
      <thead>
        <tr>
          {head.map((title, i) => (
            <th key={i} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

export function Ask({
  onAsk,
  section,
  of,
  title,
  unit,
}: Pick<PartProps, 'onAsk'> & { section: string; of: string; title: string; unit?: string }) {
  if (!onAsk) return null;
  return (
    <Button
      size="small"
      className="analysis-ask not-printed"
      aria-label={`要求整改：${title}`}
      onClick={() => {
        onAsk({ about: [{ section, key: of }], title, unit });
        document.getElementById('analysis-improvements')?.scrollIntoView({ block: 'start' });
      }}
    >
      要求整改
    </Button>
  );
}

export const Numbers = ({ numbers }: { numbers: readonly string[] }) => (
  <span className="analysis-numbers number">
    {numbers.map((number) => (
      <Link key={number} to="/demands/$number" params={{ number }}>
        {number}
      </Link>
    ))}
  </span>
);
