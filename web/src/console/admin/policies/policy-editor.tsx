import { Button, Checkbox, Input } from 'antd';
import type { DraftDetail, Policy } from '../../../../../src/api/contract';
import { underData } from '../drafts/under-data';
import { useSaveDraft } from '../drafts/use-save-draft';
import { fieldErrorsOf } from '../../parts/field-errors';
import { FormError } from '../../parts/form-error';
import { useDraft } from '../../parts/draft';
import { BudgetsEditor } from './budgets-editor';
import { Field } from './field';
import { LaddersEditor } from './ladders-editor';
import { OtherRulesEditor } from './other-rules-editor';
import { policyChanges } from './policy-changes';
import { areMoved } from './budget-rows';
import { ChangeTable } from './policy-compare';
import type { Rules } from './policy-words';

interface Draft {
  rules: Rules;
  note: string;
  appliesToRunning: boolean;
}

/** What somebody is writing belongs to the version it began from, or to the draft that is changed. */
export const policyDraft = (base: Policy, draft?: DraftDetail): string =>
  draft ? `policy-draft:${draft.id}:${draft.revision}` : `policy:${base.version}`;

function draftOf(
  { version: _version, note: _note, publishedAt: _at, publishedBy: _by, ...rules }: Policy,
  draft?: DraftDetail,
): Draft {
  if (draft) return { rules: draft.data as Rules, note: draft.note, appliesToRunning: draft.appliesToRunning };
  return { rules, note: '', appliesToRunning: false };
}

interface PolicyEditorProps {
  base: Policy;
  /** The draft of the service that is changed; without one a new one is made. */
  draft?: DraftDetail;
  onDone: (saved?: DraftDetail) => void;
}

/** A copy of the version in force, or a draft, changed field by field and kept as a draft for review. */
export function PolicyEditor({ base, draft: kept, onDone }: PolicyEditorProps) {
  const draft = useDraft(policyDraft(base, kept), draftOf(base, kept));
  const { rules, note, appliesToRunning } = draft.content;
  const save = useSaveDraft({
    kind: 'policy',
    draft: kept,
    onSaved: (saved) => {
      draft.forget();
      onDone(saved);
    },
  });
  const errors = underData(fieldErrorsOf(save.error));
  const changes = policyChanges(base, rules);
  const setRules = (next: Partial<Rules>) => {
    // Errors name rows by their place: after a change they would point at others.
    if (next.budgets && areMoved(rules.budgets, next.budgets)) save.reset();
    draft.change({ rules: { ...rules, ...next } });
  };
  const send = () =>
    save.mutate(
      { data: rules, note: note.trim(), appliesToRunning, baseVersion: base.version },
      { onError: () => document.getElementById('page')?.scrollTo({ top: 0 }) },
    );

  const giveUp = () => {
    draft.forget();
    onDone(kept);
  };

  return (
    <section aria-label="修改为新版本">
      <p className="admin-note">
        您正在以第 {base.version}{' '}
        版为底稿修改。保存为草案后，可以先看哪些在办诉求的到期时间会变；送审后由另一位区级管理员批准发布。
      </p>
      <FormError error={save.error} />
      <BudgetsEditor budgets={rules.budgets} errors={errors} onChange={(budgets) => setRules({ budgets })} />
      <LaddersEditor ladders={rules.ladders} errors={errors} onChange={(ladders) => setRules({ ladders })} />
      <OtherRulesEditor rules={rules} errors={errors} onChange={setRules} />
      <section className="section" aria-labelledby="edit-changes">
        <h2 id="edit-changes">将要改变的内容</h2>
        {changes.length === 0 ? (
          <p className="muted">还没有改动。</p>
        ) : (
          <ChangeTable changes={changes} before={`第 ${base.version} 版`} after="新版本" />
        )}
        <Note note={note} error={errors['/note']} onChange={(next) => draft.change({ note: next })} />
        <Checkbox
          className="drafts-check"
          checked={appliesToRunning}
          onChange={({ target }) => draft.change({ appliesToRunning: target.checked })}
        >
          在办的诉求也改按新版本（已经发生的提醒和升级不重复，已经过去的到期时间不变）
        </Checkbox>
        <div className="page-actions">
          <Button
            type="primary"
            disabled={changes.length === 0 || note.trim() === ''}
            loading={save.isPending}
            onClick={send}
          >
            保存草案
          </Button>
          <Button onClick={giveUp}>放弃修改</Button>
        </div>
      </section>
    </section>
  );
}

interface NoteProps {
  note: string;
  error?: string;
  onChange: (note: string) => void;
}

function Note({ note, error, onChange }: NoteProps) {
  return (
    <div className="admin-fields admin-policy-note">
      <Field label="为什么改，依据是什么" error={error}>
        <Input.TextArea
          aria-label="为什么改，依据是什么"
          rows={3}
          maxLength={500}
          showCount
          value={note}
          onChange={({ target }) => onChange(target.value)}
        />
      </Field>
    </div>
  );
}
