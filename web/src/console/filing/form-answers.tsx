import { useQuery } from '@tanstack/react-query';
import { Form } from 'antd';
import type { CollectionForm } from '../../../../src/api/contract';
import { fieldsAsked } from '../../../../src/domain/form';
import { AnswerControl } from '../collection/answer-control';
import { FormSelect } from '../collection/form-select';
import { formsQuery } from '../collection/queries';
import type { Filing } from './filing';

const { Item } = Form;

/** The form that was chosen, as far as it can be used at the place that was chosen. */
export function useChosenForm(): CollectionForm | null {
  const form = Form.useFormInstance<Filing>();
  const unit = Form.useWatch('unit', form);
  const code = Form.useWatch('form', form);
  const forms = useQuery(formsQuery(unit)).data;
  return forms?.find((each) => each.code === code) ?? null;
}

/** Which form is filled in, if any. */
export function FormChoice() {
  const form = Form.useFormInstance<Filing>();
  const unit = Form.useWatch('unit', form);
  return (
    <Item name="form" label="征集表" extra="按征集表登记时，下面会多出它的栏目。">
      <FormSelect unit={unit} />
    </Item>
  );
}

/** The chosen form's own fields: those that are asked for the category. */
export function FormAnswers({ chosen }: { chosen: CollectionForm }) {
  const form = Form.useFormInstance<Filing>();
  const category = Form.useWatch('category', form);
  const fields = fieldsAsked(chosen, category?.trim() || null);
  if (fields.length === 0) return null;
  return (
    <section className="filing-part" aria-labelledby="filing-answers">
      <h2 id="filing-answers">{chosen.title}</h2>
      {fields.map((field) => (
        <Item
          key={field.name}
          name={['answers', field.name]}
          label={field.label}
          extra={field.help}
          rules={field.required ? [{ required: true, message: `请填写“${field.label}”。` }] : []}
        >
          <AnswerControl field={field} />
        </Item>
      ))}
    </section>
  );
}
