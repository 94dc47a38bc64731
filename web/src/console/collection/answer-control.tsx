import { Input, InputNumber, Select } from 'antd';
import { LONGEST_ANSWER, type FormField } from '../../../../src/domain/form';

interface AnswerControlProps {
  field: FormField;
  id?: string;
  value?: unknown;
  onChange?: (answer: unknown) => void;
}

/** What a field of a form is answered with; its label stands beside it. */
export function AnswerControl({ field: { kind, options = [] }, id, value, onChange }: AnswerControlProps) {
  const text = typeof value === 'string' ? value : '';
  const shared = { id, value: text, onChange: ({ target }: { target: { value: string } }) => onChange?.(target.value) };
  const choices = options.map((option) => ({ value: option, label: option }));
  switch (kind) {
    case 'text':
      return <Input {...shared} maxLength={LONGEST_ANSWER.text} />;
    case 'area':
      return <Input.TextArea {...shared} autoSize={{ minRows: 2, maxRows: 8 }} maxLength={LONGEST_ANSWER.area} />;
    case 'date':
      return <Input {...shared} type="date" />;
    case 'number':
      return (
        <InputNumber<number>
          id={id}
          value={typeof value === 'number' ? value : null}
          onChange={(number) => onChange?.(number ?? undefined)}
          style={{ width: '100%' }}
        />
      );
    case 'choice':
      return (
        <Select
          id={id}
          allowClear
          value={text || undefined}
          options={choices}
          onChange={(chosen) => onChange?.(chosen)}
        />
      );
    case 'choices':
      return (
        <Select
          id={id}
          mode="multiple"
          value={Array.isArray(value) ? (value as string[]) : []}
          options={choices}
          onChange={(chosen: string[]) => onChange?.(chosen)}
        />
      );
  }
}
