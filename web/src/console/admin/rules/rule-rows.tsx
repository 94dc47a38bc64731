import { Button } from 'antd';
import { useState } from 'react';
import type { Finding } from '../../../../../src/domain/rule-finding';
import { RuleDrawer } from './rule-drawer';
import { RuleTable, type AnyRule } from './rule-table';
import type { UnitName } from './rule-words';

interface RuleRowsProps<Rule extends AnyRule> {
  table: 'classify' | 'assign';
  title: string;
  rules: readonly Rule[];
  unitName: UnitName;
  findings: readonly Finding[];
  categories: readonly string[];
  /** The numbers of all rules, this table's and the other's. */
  taken: readonly string[];
  onChange: (rules: Rule[]) => void;
}

const SAYS = {
  classify: '先看诉求说的是什么：符合的规则都算，风险和缓急取重的；诉求人写明的不会被降低。',
  assign: '再定由谁办：从上到下，第一条符合的算。都不符合时由所在地的党委分拨（兜底）。',
};

/** One of the tables with what can be done with its rows. */
export function RuleRows<Rule extends AnyRule>({
  table,
  title,
  rules,
  onChange,
  taken,
  ...shown
}: RuleRowsProps<Rule>) {
  const [edited, setEdited] = useState<{ rule: AnyRule; at: number | null } | null>(null);
  const put = (rule: AnyRule, at: number | null) =>
    onChange((at === null ? [...rules, rule] : rules.with(at, rule as Rule)) as Rule[]);
  const move = (at: number, by: number) => {
    const next = [...rules];
    next.splice(at + by, 0, ...next.splice(at, 1));
    onChange(next);
  };
  const add = () => setEdited({ rule: { id: freeId(table, taken), when: {}, then: {}, reason: '' }, at: null });
  return (
    <section className="rules-part" aria-labelledby={`rules-${table}`}>
      <div className="admin-section-head">
        <h2 id={`rules-${table}`}>
          {title} <span className="number muted">{rules.length}</span>
        </h2>
        <Button onClick={add}>新增{title}规则</Button>
      </div>
      <p className="muted">{SAYS[table]}</p>
      <RuleTable
        table={table}
        rules={rules}
        unitName={shown.unitName}
        findings={shown.findings}
        actions={(rule, at) => (
          <span className="admin-row-actions">
            <Button size="small" onClick={() => setEdited({ rule, at })} aria-label={`修改 ${rule.id}`}>
              修改
            </Button>
            {table === 'assign' ? (
              <>
                <Button size="small" disabled={at === 0} onClick={() => move(at, -1)} aria-label={`上移 ${rule.id}`}>
                  上移
                </Button>
                <Button
                  size="small"
                  disabled={at === rules.length - 1}
                  onClick={() => move(at, 1)}
                  aria-label={`下移 ${rule.id}`}
                >
                  下移
                </Button>
              </>
            ) : null}
            <Button size="small" onClick={() => onChange(rules.toSpliced(at, 1))} aria-label={`删除 ${rule.id}`}>
              删除
            </Button>
          </span>
        )}
      />
      {edited ? (
        <RuleDrawer
          table={table}
          rule={edited.rule}
          isNew={edited.at === null}
          taken={taken.filter((id) => id !== (edited.at === null ? null : edited.rule.id))}
          categories={shown.categories}
          onClose={() => setEdited(null)}
          onSave={(rule) => {
            put(rule, edited.at);
            setEdited(null);
          }}
        />
      ) : null}
    </section>
  );
}

function freeId(table: 'classify' | 'assign', taken: readonly string[]): string {
  const prefix = table === 'classify' ? 's' : 'f';
  for (let number = 1; ; number += 1) if (!taken.includes(`${prefix}${number}`)) return `${prefix}${number}`;
}
