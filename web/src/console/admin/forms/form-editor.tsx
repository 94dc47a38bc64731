import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import type { CollectionForm } from '../../../../../src/api/contract';
import { post, put } from '../../../api/request';
import { useIntention } from '../../../api/use-intention';
import { useDraft } from '../../parts/draft';
import { fieldErrorsOf } from '../../parts/field-errors';
import { FormError } from '../../parts/form-error';
import { useUnits } from '../../parts/unit-select';
import { unitsWithRole, useMe } from '../../session';
import { FieldEditor } from './field-editor';
import { blankForm, changed, draftOf, moved, publishedFields, withNewField, type FormDraft } from './form-draft';
import { Data, Identity } from './form-facts';
import { FormPreview } from './form-preview';

export const formDraftName = (code: string | undefined): string => `form:${code ?? 'new'}`;

interface FormEditorProps {
  /** The version that is changed; without one a new form is made. */
  base: CollectionForm | null;
  onDone: (published: CollectionForm | null) => void;
}

/** Edits a form beside a view of it on the phone; the draft stays on this machine until it is published. */
export function FormEditor({ base, onDone }: FormEditorProps) {
  const me = useMe();
  const units = useUnits();
  const client = useQueryClient();
  const { keyFor } = useIntention();
  const own = unitsWithRole(me, 'administrator');
  const draft = useDraft<FormDraft>(formDraftName(base?.code), base ? draftOf(base) : blankForm(own[0]?.id ?? ''));
  const form = draft.content;
  const { fields } = form;

  const publish = useMutation({
    mutationFn: () => {
      const { code, unit, ...data } = { ...form, code: form.code.trim(), fields: publishedFields(fields) };
      if (base) return put<CollectionForm>(`/forms/${base.code}`, { ...data, version: base.version });
      const body = { ...data, code, unit };
      return post<CollectionForm>('/forms', body, keyFor(body));
    },
    onSuccess: async (published) => {
      draft.forget();
      await client.invalidateQueries({ queryKey: ['forms'] });
      onDone(published);
    },
  });
  const errors = fieldErrorsOf(publish.error);
  const setFields = (next: FormDraft['fields']) => draft.change({ fields: next });
  const giveUp = () => {
    draft.forget();
    onDone(null);
  };
  return (
    <div className="forms-editor">
      <div className="forms-editing">
        {base ? null : (
          <Identity
            form={form}
            change={draft.change}
            errors={errors}
            allow={(id) => own.some((unit) => units.isWithin(id, unit.id))}
          />
        )}
        <Data form={form} change={draft.change} errors={errors} />
        <h2>自己的栏目</h2>
        <p className="muted small">标题、内容、地点、诉求主体和联系方式每件诉求都有，不用再加。</p>
        {fields.map((field, i) => (
          <FieldEditor
            key={field.name}
            {...{ index: i, count: fields.length, field, categories: form.categories, errors }}
            onChange={(changes) => setFields(changed(fields, i, changes))}
            onMove={(by) => setFields(moved(fields, i, by))}
            onRemove={() => setFields(fields.filter((_, at) => at !== i))}
          />
        ))}
        <Button disabled={fields.length >= 40} onClick={() => setFields(withNewField(fields))}>
          加一栏
        </Button>
        <FormError
          error={Object.keys(errors).length > 0 ? '有填写不对的地方，已在各栏标出，改好再发布。' : publish.error}
        />
        <div className="page-actions forms-acts">
          <Button type="primary" loading={publish.isPending} onClick={() => publish.mutate()}>
            {base ? `发布第 ${base.version + 1} 版` : '发布'}
          </Button>
          <Popconfirm
            title="放弃修改？"
            description="没有发布的内容会丢掉。"
            okText="放弃"
            cancelText="接着改"
            onConfirm={giveUp}
          >
            <Button>放弃</Button>
          </Popconfirm>
          <span className="muted small">修改自动保存在本机。发布后不能再改，只能再发新版；登记过的诉求保留原版。</span>
        </div>
      </div>
      <FormPreview form={form} />
    </div>
  );
}
