import type { Overview } from '../../../../src/api/contract';
import { FIGURES, type Figure } from '../../../../src/domain/figures';
import { LEVEL_LABELS } from '../../words/labels';
import { FigureLink, LateLink } from './figure-link';

type Open = Overview['open'];

/** What stands so now, whatever the period. */
export function StandingNow({ open, unit }: { open: Open; unit: string }) {
  const figures: [Figure, number][] = [
    ['open', open.total],
    ['overdue', open.overdue],
    ['due_soon', open.dueSoon],
    ['supervised', open.supervised],
    ['provisional', open.provisional],
  ];
  return (
    <dl className="figures">
      {figures.map(([figure, count]) => (
        <div key={figure} className="figure">
          <dt>{FIGURES[figure]}</dt>
          <dd data-time={sense(figure, count)} className="overview-figure">
            <FigureLink count={count} of={FIGURES[figure]} search={{ unit, figure }} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

const sense = (figure: Figure, count: number): string | undefined =>
  count === 0 ? undefined : figure === 'overdue' ? 'late' : figure === 'due_soon' ? 'soon' : undefined;

export function ByStage({ open, unit }: { open: Open; unit: string }) {
  return (
    <Spread
      caption="各环节在办"
      head="环节"
      rows={open.byStage.map(({ stage, label, count, overdue }) => ({
        key: 'stage',
        word: stage,
        label,
        count,
        overdue,
      }))}
      unit={unit}
    />
  );
}

export function ByLevel({ open, unit }: { open: Open; unit: string }) {
  return (
    <Spread
      caption="各层级在办"
      head="层级"
      rows={open.byLevel.map(({ level, count, overdue }) => ({
        ...{ key: 'level' as const, word: level, label: LEVEL_LABELS[level], count, overdue },
      }))}
      unit={unit}
    />
  );
}

interface Row {
  /** The filter of the list, and its word. */
  key: 'stage' | 'level';
  word: string;
  label: string;
  count: number;
  overdue: number;
}

/** Where the open cases are, and how many of them are late; the bar is their share of the longest row. */
function Spread({ caption, head, rows, unit }: { caption: string; head: string; rows: Row[]; unit: string }) {
  const longest = Math.max(1, ...rows.map(({ count }) => count));
  return (
    <div className="panel">
      <table className="overview-table">
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{head}</th>
            <td className="overview-bar" aria-hidden="true" />
            <th scope="col" className="overview-count">
              {FIGURES.open}
            </th>
            <th scope="col" className="overview-count">
              {FIGURES.overdue}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, word, label, count, overdue }) => (
            <tr key={word}>
              <th scope="row">{label}</th>
              <td className="overview-bar" aria-hidden="true">
                <span style={{ width: `${(100 * count) / longest}%` }} />
              </td>
              <td className="overview-count">
                <FigureLink count={count} of={`${label}在办`} search={{ unit, figure: 'open', [key]: word }} />
              </td>
              <td className="overview-count">
                <LateLink count={overdue} of={`${label}已超时`} search={{ unit, figure: 'overdue', [key]: word }} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
