import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input } from 'antd';
import type { Policy } from '../../../../../src/api/contract';
import { put } from '../../../api/request';
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
}

/** A draft belongs to the version it began from. */
export const policyDraft = (base: Policy): string => `policy:${base.version}`;

function draftOf({ version: _version, note: _note, publishedAt: _at, publishedBy: _by, ...rules }: Policy): Draft {
  return { rules, note: '' };
}

interface PolicyEditorProps {
  base: Policy;
  onDone: (published?: Policy) => void;
}

/** A copy of the version in force, changed field by field and published as the next version. */
export function PolicyEditor({ base, onDone }: PolicyEditorProps) {
  const { modal } = App.useApp();
  const client = useQueryClient();
  const draft = useDraft(policyDraft(base), draftOf(base));
  const { rules, note } = draft.content;
  const publish = useMutation({
    mutationFn: () =>
      put<Policy>('/policies', { ...rules, version: base.version, ...(note.trim() ? { note: note.trim() } : {}) }),
    onSuccess: async (published) => {
      draft.forget();
      await client.invalidateQueries({ queryKey: ['policies'] });
      onDone(published);
    },
    onError: () => document.getElementById('page')?.scrollTo({ top: 0 }),
  });
  const errors = fieldErrorsOf(publish.error);
  const changes = policyChanges(base, rules);
  const setRules = (next: Partial<Rules>) => {
    // Errors name rows by their place: after a change they would point at others.
    if (next.budgets && areMoved(rules.budgets, next.budgets)) publish.reset();
    draft.change({ rules: { ...rules, ...next } });
  };

  const ask = () =>
    void modal.confirm({
      icon: null,
      title: `发布第 ${base.version + 1} 版?`,
      content: `改动 ${changes.length} 处。发布后登记的诉求按新版本计时;在办的诉求沿用登记时的版本,时限不变。`,
      okText: '发布',
      onOk: () => publish.mutate(),
    });

  const giveUp = () => {
    draft.forget();
    onDone();
  };

  return (
    <section aria-label="修改为新版本">
      <p className="admin-note">
        您正在以第 {base.version} 版为底稿修改。只影响发布以后登记的诉求;在办的诉求沿用原来的版本,时限不变。
      </p>
      <FormError error={publish.error} />
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
        <div className="page-actions">
          <Button type="primary" disabled={changes.length === 0} loading={publish.isPending} onClick={ask}>
            发布新版本
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
      <Field label="为什么改,依据是什么" error={error}>
        <Input.TextArea
          aria-label="为什么改,依据是什么"
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
