import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useMemo, useState } from 'react';
import type { DraftDetail, RuleSet } from '../../../../src/api/contract';
import { lintRules } from '../../../../src/domain/rule-lint';
import { RULE_TABLES } from '../../../../src/domain/routing';
import { moment } from '../../time/format';
import { hasDraft } from '../parts/draft';
import { PageHeader } from '../parts/page-header';
import { ErrorState, LoadingRows } from '../parts/states';
import { usePageSearch, type Search } from '../search';
import { useMe } from '../session';
import './admin.css';
import { DraftsPanel } from './drafts/drafts-panel';
import { versionWords } from './policies/versions';
import './policies/policies.css';
import { isRootAdministrator } from './rights';
import { Findings } from './rules/findings';
import { RuleTable } from './rules/rule-table';
import { useRuleUnits } from './rules/rule-units';
import { RuleVersions } from './rules/rule-versions';
import { RulesDraftView } from './rules/rules-draft-view';
import { RulesEditor, rulesDraft } from './rules/rules-editor';
import { ruleSetQuery } from './rules/rules-query';
import './rules/rules.css';

export function RulesPage() {
  const current = useQuery(ruleSetQuery('current'));
  if (current.data) return <RulesOf current={current.data} />;
  return (
    <div className="page">
      <PageHeader title="分拨规则" />
      {current.isError ? (
        <ErrorState error={current.error} onRetry={() => void current.refetch()} />
      ) : (
        <LoadingRows rows={8} height={48} />
      )}
    </div>
  );
}

const NOTE = '先识别诉求是什么，再定由谁办；每一次分拨都记下是哪一版的哪一条规则、为什么。';

function RulesOf({ current }: { current: RuleSet }) {
  const me = useMe();
  const mayChange = isRootAdministrator(me);
  const [{ version, draft: opened }, change] = usePageSearch();
  // The version that somebody is changing stays the base, also when another one is published meanwhile.
  const [editing, setEditing] = useState<{ base: RuleSet; draft: DraftDetail | null } | null>(
    mayChange && hasDraft(me.username, rulesDraft(current, null)) ? { base: current, draft: null } : null,
  );

  if (editing)
    return (
      <div className="page">
        <PageHeader title="分拨规则" note={NOTE} />
        <RulesEditor
          {...editing}
          onDone={(saved) => {
            setEditing(null);
            if (saved) change({ draft: saved.id, version: undefined });
          }}
        />
      </div>
    );
  if (opened && mayChange)
    return (
      <div className="page">
        <PageHeader title="分拨规则：草案" note={NOTE} />
        <RulesDraftView
          id={opened}
          onEdit={(draft) => setEditing({ base: current, draft })}
          onClose={() => change({ draft: undefined })}
        />
      </div>
    );
  return (
    <div className="page">
      <PageHeader title="分拨规则" note={mayChange ? NOTE : `${NOTE}规则由区级管理员维护，您可以查看。`}>
        {version ? <Button onClick={() => change({ version: undefined })}>看现行版本</Button> : null}
        <Button href={`/api/v1/rules/${version ?? 'current'}/sheet`}>下载表格</Button>
        {mayChange ? (
          <Button type="primary" onClick={() => setEditing({ base: current, draft: null })}>
            修改规则
          </Button>
        ) : null}
      </PageHeader>
      {mayChange ? <DraftsPanel kind="rules" onOpen={(id) => change({ draft: id })} /> : null}
      <Reading current={current} version={version} mayChange={mayChange} onChange={change} />
    </div>
  );
}

interface ReadingProps {
  current: RuleSet;
  version?: string;
  mayChange: boolean;
  onChange: (change: Search) => void;
}

function Reading({ current, version, mayChange, onChange }: ReadingProps) {
  const shown = useQuery(ruleSetQuery(version ?? 'current'));
  const { units, unitName, isPending } = useRuleUnits();
  const rules = shown.data;
  const findings = useMemo(() => (rules && !isPending ? lintRules(rules, units) : []), [rules, units, isPending]);
  if (shown.isError) return <ErrorState error={shown.error} onRetry={() => void shown.refetch()} />;
  if (!rules) return <LoadingRows rows={8} height={48} />;
  return (
    <>
      <Publication rules={rules} current={current.version} />
      <section className="section" aria-labelledby="rules-assign">
        <h2 id="rules-assign">
          {RULE_TABLES.assign} <span className="number muted">{rules.assign.length}</span>
        </h2>
        <p className="muted">从上到下，第一条符合的算。都不符合时由所在地的党委分拨（兜底）。</p>
        <RuleTable table="assign" rules={rules.assign} unitName={unitName} findings={findings} />
      </section>
      <section className="section" aria-labelledby="rules-classify">
        <h2 id="rules-classify">
          {RULE_TABLES.classify} <span className="number muted">{rules.classify.length}</span>
        </h2>
        <p className="muted">符合的都算，风险和缓急取重的；诉求人写明的不会被降低。</p>
        <RuleTable table="classify" rules={rules.classify} unitName={unitName} findings={findings} />
      </section>
      {mayChange ? (
        <div className="section">
          <Findings findings={findings} />
        </div>
      ) : null}
      <RuleVersions
        shown={rules.version}
        current={current.version}
        onShow={(next) => onChange({ version: String(next) })}
      />
    </>
  );
}

function Publication({ rules, current }: { rules: RuleSet; current: number }) {
  const { version, confirmed, publishedAt, publishedBy, note } = rules;
  return (
    <div className="admin-publication section">
      <p>
        <strong>{versionWords(version, current)}</strong>
        {confirmed ? null : <span className="tag">示例</span>}
        <span className="muted">
          {moment(publishedAt)} · {publishedBy ? `由 ${publishedBy} 发布` : '随系统发布'}
        </span>
      </p>
      {note ? <p className="words muted">{note}</p> : null}
      {confirmed ? null : <p className="muted">标“示例”的规则没有经主管部门确认，正式使用前请核定，再发布新版本。</p>}
    </div>
  );
}
