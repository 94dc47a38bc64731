import { Link } from '@tanstack/react-router';
import type { Visit } from '../../../../src/api/contract';
import { VISIT_STATES } from '../../../../src/domain/visit';
import { nearMoment } from '../../time/format';

/** One visit in a list: whom, when, where. The whole line is the target. */
export function VisitRow({ visit }: { visit: Visit }) {
  const { id, enterprise, plannedAt, doneAt, state, team, demands } = visit;
  return (
    <Link to="/visits/$id" params={{ id }} className="field-row">
      <span className="field-row-title">{enterprise.name}</span>
      <span className="field-row-line small">
        <VisitState visit={visit} />
        <span className="number">{nearMoment(state === 'done' && doneAt ? doneAt : plannedAt)}</span>
        {demands > 0 ? <span>登记诉求 {demands} 件</span> : null}
      </span>
      <span className="field-row-line small muted">
        <span>{enterprise.address || enterprise.unit.name}</span>
        <span>{team.name}</span>
      </span>
    </Link>
  );
}

/** The state in words; what is late has the colour of late clocks. */
export function VisitState({ visit: { state } }: { visit: Pick<Visit, 'state'> }) {
  if (state === 'missed')
    return (
      <span className="clock" data-time="late">
        {VISIT_STATES[state]}
      </span>
    );
  return <span>{VISIT_STATES[state]}</span>;
}
