import { Link } from '@tanstack/react-router';
import type { CollectedDemand } from '../../../../src/api/contract';
import { STAGES } from '../../../../src/domain/vocabulary';
import { dayText } from '../../time/format';
import { ClockBadge } from '../parts/clock-badge';

/** Demands that came from a visit or a round: number, where it stands, and its clock. */
export function CollectedList({ demands }: { demands: readonly CollectedDemand[] }) {
  return (
    <ul className="field-list">
      {demands.map((demand) => (
        <li key={demand.number}>
          <CollectedLine demand={demand} />
        </li>
      ))}
    </ul>
  );
}

export function CollectedLine({ demand }: { demand: CollectedDemand }) {
  const { number, title, stage, urgency, clocks, createdAt } = demand;
  const running = clocks.find(({ state }) => state === 'running' || state === 'breached');
  return (
    <Link to="/demands/$number" params={{ number }} className="field-row">
      <span className="field-row-title">{title}</span>
      <span className="field-row-line small">
        <span className="number">{number}</span>
        <span>
          {STAGES[stage]}
          {urgency === 'urgent' ? ' · 加急' : ''}
        </span>
        {running ? <ClockBadge clock={running} /> : <span className="muted">{dayText(createdAt)} 登记</span>}
      </span>
    </Link>
  );
}
