import { useDeferredValue, useMemo, useState } from 'react';
import { Button, Checkbox, Input } from 'antd';
import type { DraftDetail, Rules, RuleSet } from '../../../../../src/api/contract';
import { lintRules } from '../../../../../src/domain/rule-lint';
import { categoriesIn, RULE_TABLES } from '../../../../../src/domain/routing';
import { useDraft } from '../../parts/draft';
import { FormError } from '../../parts/form-error';
import { ChangeTable } from '../policies/policy-compare';
import { useSaveDraft } from '../drafts/use-save-draft';
import { DryRun } from './dry-run';
import { DutyPicker } from './duty-picker';
import { Findings } from './findings';
import { RuleRows } from './rule-rows';
import { ruleChanges } from './rule-words';
import { useRuleUnits } from './rule-units';
import { SheetUpload } from './sheet-upload';

interface Content {
  rules: Rules;
  note: string;
}

/** What is being written belongs to the draft that it changes, or to the version it began from. */
export const rulesDraft = (base: RuleSet, draft: DraftDetail | null): string =>
  draft ? `rules:${draft.id}:${draft.revision}` : `rules:${base.version}`;

const rulesOf = ({ confirmed, classify, assign }: RuleSet | Rules): Rules => ({ confirmed, classify, assign });

interface RulesEditorProps {
  base: RuleSet;
  draft: DraftDetail | null;
  onDone: (draft?: DraftDetail) => void;
}

/** Both tables, changed row by row or as a sheet, with the check beside them; kept as a draft for another person's review. */
export function RulesEditor({ base, draft, onDone }: RulesEditorProps) {
  const { units, unitName, isPending } = useRuleUnits();
  const initial: Content = { rules: draft ? (draft.data as Rules) : rulesOf(base), note: draft?.note ?? '' };
  const { content, change, forget } = useDraft<Content>(rulesDraft(base, draft), initial);
  const { rules, note } = content;
  const [isPicking, setPicking] = useState(false);
  const [missing, setMissing] = useState<string | null>(null);
  const checked = useDeferredValue(rules);
  const findings = useMemo(() => (isPending ? [] : lintRules(checked, units)), [checked, units, isPending]);
  const categories = useMemo(() => categoriesIn(rules), [rules]);
  const changes = ruleChanges(rulesOf(base), rules, unitName);
  const save = useSaveDraft({
    kind: 'rules',
    draft: draft ?? undefined,
    onSaved: (saved) => {
      forget();
      onDone(saved);
    },
  });
  const set = (next: Partial<Rules>) => change({ rules: { ...rules, ...next } });
  const send = () => {
    if (note.trim() === '') return setMissing('请写为什么改、依据是什么，再存为草案。');
    setMissing(null);
    save.mutate({ data: rules, note: note.trim(), baseVersion: base.version });
  };
  const rows = { unitName, findings, categories, taken: [...rules.classify, ...rules.assign].map(({ id }) => id) };

  return (
    <section aria-label="修改分拨规则">
      <p className="admin-note">
        您正在以第 {base.version} 版为底稿修改。存为草案后送审，由另一位区级管理员批准才会发布；在办的诉求不受影响。
      </p>
      <div className="rules-tools">
        <Button onClick={() => setPicking(true)}>从职责清单添加</Button>
        <SheetUpload onRead={(read) => set({ ...read, confirmed: rules.confirmed })} />
      </div>
      <div className="rules-beside">
        <div>
          <RuleRows
            table="assign"
            title={RULE_TABLES.assign}
            rules={rules.assign}
            {...rows}
            onChange={(assign) => set({ assign })}
          />
          <RuleRows
            table="classify"
            title={RULE_TABLES.classify}
            rules={rules.classify}
            {...rows}
            onChange={(classify) => set({ classify })}
          />
        </div>
        <Findings findings={findings} />
      </div>
      <DryRun rules={rules} />
      <section className="section" aria-labelledby="rules-edited">
        <h2 id="rules-edited">将要改变的内容</h2>
        {changes.length === 0 ? (
          <p className="muted">还没有改动。</p>
        ) : (
          <ChangeTable changes={changes} before={`第 ${base.version} 版`} after="草案" />
        )}
        <Checkbox checked={rules.confirmed} onChange={({ target }) => set({ confirmed: target.checked })}>
          已经主管部门确认（不确认的显示为示例）
        </Checkbox>
        <label className="rules-field rules-note">
          <span>为什么改，依据是什么</span>
          <Input.TextArea
            rows={2}
            maxLength={500}
            value={note}
            onChange={({ target }) => change({ note: target.value })}
          />
        </label>
        <FormError error={missing ?? save.error} />
        <div className="page-actions">
          <Button type="primary" disabled={changes.length === 0} loading={save.isPending} onClick={send}>
            存为草案
          </Button>
          <Button
            onClick={() => {
              forget();
              onDone();
            }}
          >
            放弃修改
          </Button>
          <span className="muted small">填写的内容会自动保存在本机，刷新不丢。</span>
        </div>
      </section>
      {isPicking ? (
        <DutyPicker
          onClose={() => setPicking(false)}
          onPick={(made) => {
            const fresh = made.filter(({ id }) => !rules.assign.some((rule) => rule.id === id));
            set({ assign: [...rules.assign, ...fresh] });
            setPicking(false);
          }}
        />
      ) : null}
    </section>
  );
}
