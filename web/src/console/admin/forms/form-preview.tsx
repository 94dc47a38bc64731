import { Select } from 'antd';
import { useState } from 'react';
import { answersWanted } from '../../../phone/filing/answers';
import { FormFields } from '../../../phone/filing/form-fields';
import '../../../phone/phone.css';
import type { Draft } from '../../../phone/filing/draft-content';
import { publishedFields, type FormDraft } from './form-draft';

/** The form's own fields as the phone shows them; what is typed here goes nowhere. */
export function FormPreview({ form }: { form: FormDraft }) {
  const [draft, setDraft] = useState<Pick<Draft, 'category' | 'answers'>>({ category: null, answers: {} });
  const fields = publishedFields(form.fields).map((field) => ({ ...field, label: field.label || '（没有名称）' }));
  // A form without categories of its own leaves them to the rules: here one may still see what each brings up.
  const named = [...new Set(fields.flatMap(({ categories }) => categories ?? []))];
  const shown = { ...form, fields };
  return (
    <section className="forms-preview panel" aria-label="手机上的样子">
      <p className="muted small">手机上的样子，可以试填</p>
      {form.categories.length === 0 && named.length > 0 ? (
        <Select
          aria-label="假设类别为"
          allowClear
          placeholder="假设类别为"
          value={draft.category ?? undefined}
          options={named.map((value) => ({ value, label: value }))}
          onChange={(category) => setDraft({ ...draft, category: category ?? null })}
        />
      ) : null}
      <div className="m-page">
        <div className="m-form-head">
          <p>{form.title || '（没有标题）'}</p>
          <p className="small muted words">{form.intro}</p>
        </div>
        {fields.length === 0 && form.categories.length === 0 ? <p className="muted">还没有自己的栏目。</p> : null}
        <FormFields
          form={shown}
          categories={form.categories}
          category={draft.category}
          answers={draft.answers}
          change={(changes) => setDraft({ ...draft, ...changes })}
          faults={Object.keys(draft.answers).length > 0 ? answersWanted(asPublic(form, fields), draft) : {}}
        />
      </div>
    </section>
  );
}

const asPublic = (form: FormDraft, fields: FormDraft['fields']): Parameters<typeof answersWanted>[0] => ({
  ...{ code: '', unit: { id: '', name: '', kind: 'district', level: 'A' }, places: [], kinds: [], subjectTypes: [] },
  ...{ channels: [], categories: form.categories, campaign: null },
  form: { code: '', version: 1, title: form.title, intro: form.intro, fields, asksContact: form.asksContact },
});
