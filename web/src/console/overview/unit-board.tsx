import { Button } from 'antd';
import { useState } from 'react';
import type { Overview, TreeUnit } from '../../../../src/api/contract';
import { FIGURES } from '../../../../src/domain/figures';
import { FigureLink, LateLink } from './figure-link';
import type { WatchedUnits } from './watched-units';

type Row = Overview['units'][number];

interface Props {
  rows: readonly Row[];
  units: WatchedUnits;
  unit: string;
  onChoose: (id: string) => void;
}

/** The units right under the one that is shown, the latest first; a click goes down into one, the path leads up again. */
export function UnitBoard({ rows, units, unit, onChoose }: Props) {
  const [isWhole, setWhole] = useState(false);
  const path = units.pathOf(unit);
  const below = rows.filter((row) => row.parentId === unit).sort((a, b) => b.overdue - a.overdue || b.open - a.open);
  const busy = below.filter(({ open }) => open > 0);
  const shown = isWhole || busy.length === 0 ? below : busy;
  return (
    <div className="panel">
      <UnitPath path={path} onChoose={onChoose} />
      <table className="overview-table">
        <caption className="visually-hidden">各单位在办和超时</caption>
        <thead>
          <tr>
            <th scope="col">单位（含下级）</th>
            {(['open', 'overdue', 'due_soon', 'supervised'] as const).map((figure) => (
              <th key={figure} scope="col" className="overview-count">
                {FIGURES[figure]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <UnitRow key={row.unit.id} row={row} onChoose={onChoose} />
          ))}
        </tbody>
      </table>
      {below.length > shown.length ? (
        <Button type="text" block onClick={() => setWhole(true)}>
          显示没有在办的 {below.length - shown.length} 个单位
        </Button>
      ) : null}
      {below.length === 0 ? (
        <p className="muted overview-none">没有下级单位。</p>
      ) : (
        <p className="small muted overview-none">
          一件诉求在所在地、收集、主办、协办和反馈的单位各计一次，上提后仍计入原单位，所以各行相加会多于合计。
        </p>
      )}
    </div>
  );
}

function UnitPath({ path, onChoose }: { path: readonly TreeUnit[]; onChoose: Props['onChoose'] }) {
  if (path.length < 2) return null;
  return (
    <nav aria-label="上级单位" className="overview-path">
      <ol>
        {path.map(({ id, name }, i) => (
          <li key={id}>
            {i === path.length - 1 ? (
              <span aria-current="true">{name}</span>
            ) : (
              <button type="button" className="overview-unit" onClick={() => onChoose(id)}>
                {name}
              </button>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

function UnitRow({ row, onChoose }: { row: Row; onChoose: Props['onChoose'] }) {
  const { id, name } = row.unit;
  const of = (figure: 'open' | 'overdue' | 'due_soon' | 'supervised') => ({
    of: `${name}${FIGURES[figure]}`,
    search: { unit: id, figure },
  });
  return (
    <tr>
      <th scope="row">
        <button type="button" className="overview-unit" onClick={() => onChoose(id)}>
          {name}
        </button>
      </th>
      <td className="overview-count">
        <FigureLink count={row.open} {...of('open')} />
      </td>
      <td className="overview-count">
        <LateLink count={row.overdue} {...of('overdue')} />
      </td>
      <td className="overview-count">
        <FigureLink count={row.dueSoon} {...of('due_soon')} />
      </td>
      <td className="overview-count">
        <FigureLink count={row.supervised} {...of('supervised')} />
      </td>
    </tr>
  );
}
