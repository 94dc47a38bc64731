import { fieldsAsked, LONGEST_ANSWER, type FormField } from '../../../../src/domain/form';
import { OneOf, SomeOf } from '../parts/choices';
import { TextField, WordsField } from '../parts/field';
import type { Faults } from './checks';
import type { Draft } from './draft-content';

interface FormFieldsProps {
  form: { fields: FormField[] };
  categories: readonly string[];
  category: Draft['category'];
  answers: Draft['answers'];
  change: (changes: Partial<Pick<Draft, 'category' | 'answers'>>) => void;
  faults: Faults;
}

/** What a form asks beyond what every demand says; some of it only for the category that was chosen. */
export function FormFields({ form, categories, category, answers, change, faults }: FormFieldsProps) {
  const choices = [{ value: '', label: '说不清，由工作人员判断' }];
  return (
    <>
      {categories.length > 0 ? (
        <OneOf
          legend="属于哪一类"
          isPaired
          choices={[...categories.map((value) => ({ value, label: value })), ...choices]}
          value={category ?? ''}
          onChange={(value) => change({ category: value || null })}
          error={faults.category}
        />
      ) : null}
      {fieldsAsked(form, category).map((field) => (
        <OwnField
          key={field.name}
          field={field}
          value={answers[field.name]}
          onChange={(value) => change({ answers: { ...answers, [field.name]: value } })}
          error={faults[`answers/${field.name}`]}
        />
      ))}
    </>
  );
}

interface OwnFieldProps {
  field: FormField;
  value: string | string[] | undefined;
  onChange: (value: string | string[]) => void;
  error?: string;
}

function OwnField({ field, value, onChange, error }: OwnFieldProps) {
  const { label, kind, help, required, options = [] } = field;
  const text = typeof value === 'string' ? value : '';
  const about = { label, hint: help, error, isOptional: !required, value: text, onChange };
  const choices = options.map((option) => ({ value: option, label: option }));
  const legend = required ? label : `${label}（选填）`;
  switch (kind) {
    case 'area':
      return <WordsField {...about} rows={3} maxLength={LONGEST_ANSWER.area} />;
    case 'number':
      return <TextField {...about} inputMode="decimal" maxLength={20} />;
    case 'date':
      return <TextField {...about} type="date" />;
    case 'choice':
      return <OneOf {...{ legend, choices, error, hint: help }} value={text || null} onChange={onChange} />;
    case 'choices':
      return (
        <SomeOf
          {...{ legend, choices, error, hint: help }}
          values={Array.isArray(value) ? value : []}
          onChange={onChange}
        />
      );
    case 'text':
      return <TextField {...about} maxLength={LONGEST_ANSWER.text} />;
  }
}
