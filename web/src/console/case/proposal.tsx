import type { Case } from '../../../../src/api/contract';
import { RULE_TABLES } from '../../../../src/domain/routing';
import { LEVEL_LABELS, RISK_LABELS, URGENCY_LABELS } from '../../words/labels';

type Proposed = NonNullable<Case['proposal']>;

/** What the rules propose to the dispatcher, by which rule of which version, and why. */
export function Proposal({ demand: { proposal, stage } }: { demand: Case }) {
  if (!proposal || stage !== 'dispatching') return null;
  const { level, urgency, risk, category, rules } = proposal;
  return (
    <section className="case-note" aria-label="分拨建议">
      <h3>
        建议：{unitsText(proposal)} · {LEVEL_LABELS[level]} · {category} · {URGENCY_LABELS[urgency]} ·{' '}
        {RISK_LABELS[risk]}
      </h3>
      {rules.length === 0 ? (
        <p className="muted">没有规则命中：按所在地的层级，由本级党委分拨。</p>
      ) : (
        <ul>
          {rules.map(({ table, id, version, reason }, at) => (
            <li key={`${at} ${id}`}>
              {table === 'fallback' ? `${RULE_TABLES.fallback}：` : ''}
              {reason}
              <span className="muted">（规则第 {version} 版）</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function unitsText({ leadUnit, coUnits, replyingUnit }: Proposed): string {
  return [
    leadUnit ? `由 ${leadUnit.name} 主办` : '由本级党委甄别',
    ...(coUnits.length > 0 ? [`${coUnits.map(({ name }) => name).join('、')} 协办`] : []),
    ...(replyingUnit ? [`${replyingUnit.name} 反馈`] : []),
  ].join('，');
}

/** The fields of the dispatch form as the rules would fill them. */
export const proposedValues = ({ leadUnit, coUnits, replyingUnit, urgency }: Proposed): Record<string, unknown> => ({
  leadUnit: leadUnit?.id,
  urgency,
  ...(coUnits.length > 0 ? { coUnits: coUnits.map(({ id }) => id) } : {}),
  ...(replyingUnit ? { replyingUnit: replyingUnit.id } : {}),
});
