import { FINDING_RISKS } from '../../../../src/domain/inspection';
import type { Risk } from '../../../../src/domain/vocabulary';

/** Said in words and weight, because colours say time here. Null: not looked at yet. */
export function RiskTag({ risk }: { risk: Risk | null }) {
  if (risk === null) return <span className="muted small">未查</span>;
  return (
    <span className="risk-tag" data-risk={risk}>
      {FINDING_RISKS[risk].label}
    </span>
  );
}
