import { useQuery } from '@tanstack/react-query';
import type { Overview } from '../../../../src/api/contract';
import { get } from '../../api/request';
import { ASK_AGAIN } from '../live';
import { NotRead } from '../parts/failures';
import { LoadingRows } from '../parts/states';
import { UnitBoard } from '../overview/unit-board';
import { ByLevel } from '../overview/standing-now';
import type { WatchedUnits } from '../overview/watched-units';

interface Props {
  unit: string | undefined;
  units: WatchedUnits;
  onChoose: (unit: string) => void;
}

/** Overdue by unit and by level; every figure opens its list. */
export function WhereLate({ unit, units, onChoose }: Props) {
  const overview = useQuery({
    queryKey: ['overview', 'desk', unit ?? ''],
    queryFn: () => get<Overview>('/statistics/overview', { unit }),
    refetchInterval: ASK_AGAIN,
  });
  return (
    <section className="section" aria-labelledby="desk-where">
      <h2 id="desk-where">哪里超时</h2>
      {overview.isPending ? <LoadingRows rows={4} height={40} /> : null}
      {overview.isLoadingError ? <NotRead /> : null}
      {overview.data ? (
        <div className="desk-two">
          <UnitBoard rows={overview.data.units} units={units} unit={overview.data.unit.id} onChoose={onChoose} />
          <ByLevel open={overview.data.open} unit={overview.data.unit.id} />
        </div>
      ) : null}
    </section>
  );
}
