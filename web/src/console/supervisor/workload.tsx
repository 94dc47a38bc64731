import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { Workload } from '../../../../src/api/contract';
import { get } from '../../api/request';
import { ASK_AGAIN } from '../live';
import { NotRead } from '../parts/failures';
import { LoadingRows } from '../parts/states';

interface Props {
  unit: string | undefined;
  onChoose: (unit: string) => void;
}

/** How much lies with each unit and each person, the latest first. A click narrows the desk to the unit. */
export function WorkloadTables({ unit, onChoose }: Props) {
  const workload = useQuery({
    queryKey: ['workload', unit ?? ''],
    queryFn: () => get<Workload>('/statistics/workload', { unit }),
    refetchInterval: ASK_AGAIN,
  });
  return (
    <section className="section" aria-labelledby="desk-workload">
      <h2 id="desk-workload">谁手上有多少</h2>
      {workload.isPending ? <LoadingRows rows={4} height={40} /> : null}
      {workload.isLoadingError ? <NotRead /> : null}
      {workload.data ? (
        <div className="desk-two">
          <UnitLoads loads={workload.data.units} onChoose={onChoose} />
          <PersonLoads loads={workload.data.people} onChoose={onChoose} />
        </div>
      ) : null}
    </section>
  );
}

function UnitLoads({ loads, onChoose }: { loads: Workload['units']; onChoose: Props['onChoose'] }) {
  const { shown, more } = useFirst(loads);
  return (
    <div className="panel">
      <table className="overview-table">
        <caption className="visually-hidden">各单位的待办</caption>
        <Head names={['单位', '待办', '无人认领', '即将超时', '已超时']} />
        <tbody>
          {shown.map((load) => (
            <tr key={load.unit.id}>
              <th scope="row">
                <UnitButton unit={load.unit} onChoose={onChoose} />
              </th>
              <Count of={load.open} />
              <Count of={load.unclaimed} />
              <Count of={load.dueSoon} />
              <Count of={load.overdue} isLate />
            </tr>
          ))}
        </tbody>
      </table>
      {more ?? (loads.length === 0 ? <Nothing /> : null)}
    </div>
  );
}

function PersonLoads({ loads, onChoose }: { loads: Workload['people']; onChoose: Props['onChoose'] }) {
  const { shown, more } = useFirst(loads);
  return (
    <div className="panel">
      <table className="overview-table">
        <caption className="visually-hidden">各人手上的待办</caption>
        <Head names={['谁', '手上', '即将超时', '已超时']} />
        <tbody>
          {shown.map((load) => (
            <tr key={`${load.user.username}@${load.unit.id}`}>
              <th scope="row">
                {load.user.name} <UnitButton unit={load.unit} onChoose={onChoose} />
              </th>
              <Count of={load.held} />
              <Count of={load.dueSoon} />
              <Count of={load.overdue} isLate />
            </tr>
          ))}
        </tbody>
      </table>
      {more ?? (loads.length === 0 ? <Nothing /> : null)}
    </div>
  );
}

const AT_FIRST = 10;

function useFirst<Load>(loads: readonly Load[]) {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? loads : loads.slice(0, AT_FIRST);
  const left = loads.length - shown.length;
  const more =
    left === 0 ? null : (
      <Button type="text" block onClick={() => setWhole(true)}>
        显示其余 {left} 行
      </Button>
    );
  return { shown, more };
}

const Head = ({ names }: { names: string[] }) => (
  <thead>
    <tr>
      {names.map((name, i) => (
        <th key={name} scope="col" className={i > 0 ? 'overview-count' : undefined}>
          {name}
        </th>
      ))}
    </tr>
  </thead>
);

const UnitButton = ({ unit, onChoose }: { unit: { id: string; name: string }; onChoose: Props['onChoose'] }) => (
  <button type="button" className="overview-unit" onClick={() => onChoose(unit.id)}>
    {unit.name}
  </button>
);

const Nothing = () => <p className="muted overview-none">现在没有待办。</p>;

function Count({ of, isLate = false }: { of: number; isLate?: boolean }) {
  const late = isLate && of > 0;
  return (
    <td className="overview-count">
      <span className={late ? 'clock' : of === 0 ? 'number muted' : 'number'} data-time={late ? 'late' : undefined}>
        {of}
      </span>
    </td>
  );
}
