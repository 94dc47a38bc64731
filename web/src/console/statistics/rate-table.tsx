import type { Figures } from '../../../../src/api/contract';
import { FIGURES } from '../../../../src/domain/figures';
import { lesserWords, RATES } from '../../../../src/domain/rates';
import { GROUPINGS } from '../../../../src/domain/grouping';
import { FigureLink } from '../overview/figure-link';
import { percent } from '../overview/rate-words';

type Row = Figures['total'];
type Value = Row['rates'][number];

/** One line per group; every number opens the list of what it counts. */
export function RateTable({ figures }: { figures: Figures }) {
  const { definitions, rows, total, by, elsewhere } = figures;
  return (
    <div className="stats-scroll panel" tabIndex={0} role="region" aria-label="统计表">
      <table className="stats-table">
        <thead>
          <tr>
            <th scope="col">{by === null ? '范围' : GROUPINGS[by]}</th>
            <th scope="col">{FIGURES.filed}</th>
            <th scope="col">{FIGURES.closed}</th>
            <th scope="col">综合</th>
            {definitions.map(({ name, label, weight }) => (
              <th key={name} scope="col">
                {label}
                {weight > 0 ? <span className="small"> ×{weight}</span> : null}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Line key={row.key} row={row} figures={figures} />
          ))}
        </tbody>
        <tfoot>
          <Line row={total} figures={figures} />
          {elsewhere ? <Line row={elsewhere} figures={figures} note="不在合计之内" /> : null}
        </tfoot>
      </table>
    </div>
  );
}

interface LineProps {
  row: Row;
  figures: Figures;
  note?: string;
}

function Line({ row, figures: { definitions, set }, note }: LineProps) {
  const { label, search, filed, closed, combined, isSmall, rates } = row;
  return (
    <tr>
      <th scope="row">
        {label}
        {note ? <span className="small muted">（{note}）</span> : null}
      </th>
      <td>
        <FigureLink count={filed} of={`${label}${FIGURES.filed}`} search={{ ...search, figure: 'filed' }} />
      </td>
      <td>
        <FigureLink count={closed} of={`${label}${FIGURES.closed}`} search={{ ...search, figure: 'closed' }} />
      </td>
      <td>
        <div className="stats-cell">
          <span className="number">{percent(combined)}</span>
          {isSmall && combined !== null ? <span className="tag">样本少</span> : null}
        </div>
      </td>
      {rates.map((value, i) => (
        <td key={value.name}>
          <Cell value={value} row={row} figures={definitions[i]!.figures} small={set.small} />
        </td>
      ))}
    </tr>
  );
}

interface CellProps {
  value: Value;
  row: Row;
  figures: Figures['definitions'][number]['figures'];
  /** Fewer cases than this are no measure for a change. */
  small: number;
}

function Cell({
  value: { name, value, numerator, denominator, isSmall, lesser, previous, lastYear },
  row,
  figures,
  small,
}: CellProps) {
  const of = (part: 'numerator' | 'denominator') => ({
    of: `${row.label}${RATES[name].label}：${FIGURES[figures[part]]}`,
    search: { ...row.search, figure: figures[part] },
  });
  const less = lesserWords(lesser);
  return (
    <div className="stats-cell">
      <span className="number">{percent(value)}</span>
      <span className="small">
        <FigureLink count={numerator} {...of('numerator')} /> /{' '}
        <FigureLink count={denominator} {...of('denominator')} />
      </span>
      {less ? <span className="small muted">{less}</span> : null}
      {isSmall && denominator > 0 ? <span className="tag">样本少</span> : null}
      <Change value={value} past={previous} what="上期" small={small} />
      <Change value={value} past={lastYear} what="去年" small={small} />
    </div>
  );
}

interface ChangeProps {
  value: number | null;
  past: Value['previous'];
  what: string;
  small: number;
}

/** In percentage points; nothing where there was too little to compare with. */
function Change({ value, past, what, small }: ChangeProps) {
  if (value === null || !past || past.value === null || past.denominator < small) return null;
  const points = Math.round(1000 * (value - past.value)) / 10;
  const words = points === 0 ? '持平' : `${points > 0 ? '+' : '−'}${Math.abs(points).toFixed(1)}`;
  return (
    <span className="small muted number">
      比{what} {words}
    </span>
  );
}
