import type { ReactNode } from 'react';
import type { AssignRule, ClassifyRule } from '../../../../../src/domain/routing';
import type { Finding } from '../../../../../src/domain/rule-finding';
import { assignParts, classifyParts, conditionParts, type Part, type UnitName } from './rule-words';

export type AnyRule = ClassifyRule | AssignRule;

interface RuleTableProps {
  table: 'classify' | 'assign';
  rules: readonly AnyRule[];
  unitName: UnitName;
  findings?: readonly Finding[];
  /** What can be done with a row. */
  actions?: (rule: AnyRule, at: number) => ReactNode;
}

/** Rules as people read them: names instead of ids, one row a rule, in the order in which they are asked. */
export function RuleTable({ table, rules, unitName, findings = [], actions }: RuleTableProps) {
  const wrong = new Set(findings.flatMap((each) => (each.severity === 'error' ? (each.rules.at(-1) ?? []) : [])));
  return (
    <div className="rules-scroll">
      <table className="admin-table rules-table">
        <thead>
          <tr>
            <th scope="col">理由和编号</th>
            <th scope="col">条件（须全部符合）</th>
            <th scope="col">结果</th>
            {actions ? <th scope="col">操作</th> : null}
          </tr>
        </thead>
        <tbody>
          {rules.map((rule, at) => (
            <tr key={`${at} ${rule.id}`} id={`rule-${table}-${rule.id}`} data-wrong={wrong.has(rule.id) || undefined}>
              <th scope="row">
                <span className="number muted">{at + 1}</span> {rule.reason}{' '}
                <span className="small muted">{rule.id}</span>
                {wrong.has(rule.id) ? <span className="tag">有错误</span> : null}
              </th>
              <td>
                <Parts parts={conditionParts(rule.when, unitName)} none="不限" />
              </td>
              <td>
                <Parts parts={resultParts(table, rule, unitName)} none="没有写结果" />
              </td>
              {actions ? <td>{actions(rule, at)}</td> : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const resultParts = (table: 'classify' | 'assign', { then }: AnyRule, unitName: UnitName): Part[] =>
  table === 'classify'
    ? classifyParts(then as ClassifyRule['then'])
    : assignParts(then as AssignRule['then'], unitName);

function Parts({ parts, none }: { parts: readonly Part[]; none: string }) {
  if (parts.length === 0) return <span className="muted">{none}</span>;
  return (
    <ul className="rules-parts">
      {parts.map(({ name, words }) => (
        <li key={name} className="rules-chip">
          <span className="muted">{name}</span> {words}
        </li>
      ))}
    </ul>
  );
}
