import type { Policy } from '../../../../../src/api/contract';
import { policyChanges, type PolicyChange } from './policy-changes';

/** What the later of two versions says differently. */
export function PolicyCompare({ before, after }: { before: Policy; after: Policy }) {
  const changes = policyChanges(before, after);
  return (
    <section className="section" aria-labelledby="policy-compare">
      <h2 id="policy-compare">
        第 {after.version} 版与第 {before.version} 版的不同
      </h2>
      {changes.length === 0 ? (
        <p className="muted">两个版本内容相同。</p>
      ) : (
        <ChangeTable changes={changes} before={`第 ${before.version} 版`} after={`第 ${after.version} 版`} />
      )}
    </section>
  );
}

export function ChangeTable({ changes, before, after }: { changes: PolicyChange[]; before: string; after: string }) {
  return (
    <table className="admin-table admin-changes">
      <thead>
        <tr>
          <th scope="col">哪一条</th>
          <th scope="col">{before}</th>
          <th scope="col">{after}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ group, name, ...words }) => (
          <tr key={`${group} ${name}`}>
            <th scope="row">
              <span className="muted small">{group}</span> {name}
            </th>
            <td>{words.before === null ? <span className="muted">没有这一条</span> : <del>{words.before}</del>}</td>
            <td>{words.after === null ? <span className="muted">删去</span> : <ins>{words.after}</ins>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
