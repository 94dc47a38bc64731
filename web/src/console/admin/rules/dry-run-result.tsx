import { Link } from '@tanstack/react-router';
import type { RuleDryRun } from '../../../../../src/api/contract';
import { LEVEL_LABELS, RISK_LABELS, URGENCY_LABELS } from '../../../words/labels';

type Change = RuleDryRun['changes'][number];
type Field = Change['changed'][number];

const FIELD_LABELS: Record<Field, string> = {
  level: '层级',
  lead: '主办',
  co: '协办',
  replying: '反馈',
  direct: '直通',
  category: '类别',
  urgency: '缓急',
  risk: '风险',
};

/** What the rules would have made of demands of the past: how often it would be another unit, and which demands. */
export function DryRunResult({ run }: { run: RuleDryRun }) {
  const { days, demands, dispatched, before, after, changed, byField, changes } = run;
  if (demands === 0) return <p className="muted">最近 {days} 天没有登记过诉求，无从试算。</p>;
  const fields = (Object.keys(FIELD_LABELS) as Field[]).filter((field) => byField[field] > 0);
  return (
    <>
      <p>
        试算了最近 {days} 天的 <span className="number">{demands}</span> 件诉求，
        {changed === 0 ? (
          '建议都不变。'
        ) : (
          <>
            <strong className="number">{changed}</strong> 件的建议会变：
            {fields.map((field) => `${FIELD_LABELS[field]} ${byField[field]}`).join('、')}。
          </>
        )}
      </p>
      {dispatched > 0 ? (
        <p className="muted">
          其中 <span className="number">{dispatched}</span> 件已由人分拨：原来的建议点出主办 {before.named}{' '}
          件，与实际相同 {before.followed} 件；新规则点出 {after.named} 件，相同 {after.followed} 件。
        </p>
      ) : null}
      {changes.length > 0 ? <ChangeRows changes={changes} /> : null}
      {changed > changes.length ? <p className="muted">只列出前 {changes.length} 件。</p> : null}
    </>
  );
}

function ChangeRows({ changes }: { changes: readonly Change[] }) {
  return (
    <div className="rules-scroll">
      <table className="admin-table rules-changes">
        <thead>
          <tr>
            <th scope="col">诉求</th>
            <th scope="col">所在地</th>
            <th scope="col">登记时的建议</th>
            <th scope="col">按新规则</th>
            <th scope="col">实际分拨</th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <tr key={change.number}>
              <th scope="row">
                <Link to="/demands/$number" params={{ number: change.number }} className="number">
                  {change.number}
                </Link>{' '}
                <span className="rules-title">{change.title}</span>
              </th>
              <td>{change.unit.name}</td>
              <td className="words">{saidWords(change.before, change.changed)}</td>
              <td className="words">
                {saidWords(change.after, change.changed)}
                <span className="muted small"> 规则 {change.rule.id}</span>
              </td>
              <td>{change.dispatched ? change.dispatched.leadUnit.name : <span className="muted">还没有</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function saidWords(said: Change['before'], changed: readonly Field[]): string {
  const words: Record<Field, string> = {
    level: LEVEL_LABELS[said.level],
    lead: said.leadUnit ? `主办 ${said.leadUnit.name}` : '由本级党委分拨',
    co: said.coUnits.length > 0 ? `协办 ${said.coUnits.map(({ name }) => name).join('、')}` : '没有协办',
    replying: `反馈 ${said.replyingUnit?.name ?? '由主办单位'}`,
    direct: said.direct ? '直通' : '不直通',
    category: said.category,
    urgency: URGENCY_LABELS[said.urgency],
    risk: RISK_LABELS[said.risk],
  };
  return changed.map((field) => words[field]).join('；');
}
