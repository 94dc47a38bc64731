import { FINDING_SEVERITIES, type Finding, type FindingSeverity } from '../../../../../src/domain/rule-finding';

/** What the check found: errors keep the rules from being published, the rest is for whoever reviews them. */
export function Findings({ findings, linked = true }: { findings: readonly Finding[]; linked?: boolean }) {
  const of = (severity: FindingSeverity) => findings.filter((each) => each.severity === severity);
  const [errors, warnings, notes] = [of('error'), of('warning'), of('note')];
  return (
    <section className="rules-findings" aria-labelledby="rules-findings">
      <h2 id="rules-findings">检查</h2>
      <p role="status">
        {errors.length === 0 ? '没有错误' : <strong>{errors.length} 处错误，改好才能发布</strong>}
        {warnings.length > 0 ? `，${warnings.length} 处提醒` : ''}。
      </p>
      <FindingList severity="error" findings={errors} linked={linked} />
      <FindingList severity="warning" findings={warnings} linked={linked} />
      {notes.length > 0 ? (
        <details>
          <summary>{notes.length} 条说明</summary>
          <FindingList severity="note" findings={notes} linked={linked} />
        </details>
      ) : null}
    </section>
  );
}

interface FindingListProps {
  severity: FindingSeverity;
  findings: readonly Finding[];
  /** Whether the tables stand on the same page. */
  linked: boolean;
}

const MOST = 50;

function FindingList({ severity, findings, linked }: FindingListProps) {
  if (findings.length === 0) return null;
  return (
    <ul className="rules-finding-list">
      {findings.slice(0, MOST).map(({ code, table, rules, message }) => (
        <li key={`${code} ${rules.join(' ')} ${message}`} data-severity={severity}>
          <span className="tag">{FINDING_SEVERITIES[severity]}</span>{' '}
          {linked && rules.length > 0 ? <a href={`#rule-${table}-${rules.at(-1)!}`}>{message}</a> : message}
        </li>
      ))}
      {findings.length > MOST ? <li className="muted">另有 {findings.length - MOST} 处。</li> : null}
    </ul>
  );
}
