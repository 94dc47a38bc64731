import { Button, Checkbox, Input, Select } from 'antd';
import { useId } from 'react';
import type { FormField } from '../../../../../src/domain/form';
import type { FieldErrors } from '../../parts/field-errors';
import { KIND_OPTIONS } from './form-draft';

interface FieldEditorProps {
  index: number;
  count: number;
  field: FormField;
  categories: readonly string[];
  errors: FieldErrors;
  onChange: (changes: Partial<FormField>) => void;
  onMove: (by: 1 | -1) => void;
  onRemove: () => void;
}

const WHAT: Record<string, string> = { label: '名称', name: '代号', options: '选项', help: '提示', categories: '类别' };

/** One field of a form that is being edited. */
export function FieldEditor({ index, count, field, categories, errors, onChange, onMove, onRemove }: FieldEditorProps) {
  const id = useId();
  const isChoice = field.kind === 'choice' || field.kind === 'choices';
  const wrong = Object.entries(errors).filter(([path]) => path.startsWith(`/fields/${index}/`));
  const named = field.label || `第 ${index + 1} 栏`;
  return (
    <fieldset className="forms-field">
      <legend className="visually-hidden">{named}</legend>
      <div className="forms-field-line">
        <label className="forms-grow">
          名称
          <Input
            value={field.label}
            maxLength={100}
            onChange={({ target }) => onChange({ label: target.value })}
            data-field-label={index}
          />
        </label>
        <label htmlFor={`${id}-kind`}>
          填法
          <Select
            id={`${id}-kind`}
            value={field.kind}
            options={KIND_OPTIONS}
            onChange={(kind) => onChange({ kind })}
            style={{ width: 112 }}
          />
        </label>
        <Checkbox checked={field.required} onChange={({ target }) => onChange({ required: target.checked })}>
          必填
        </Checkbox>
        <span className="forms-field-acts">
          <Button size="small" disabled={index === 0} onClick={() => onMove(-1)} aria-label={`${named}上移`}>
            上移
          </Button>
          <Button size="small" disabled={index === count - 1} onClick={() => onMove(1)} aria-label={`${named}下移`}>
            下移
          </Button>
          <Button size="small" onClick={onRemove} aria-label={`删除${named}`}>
            删除
          </Button>
        </span>
      </div>
      {isChoice ? (
        <label>
          选项，一行一个
          <Input.TextArea
            autoSize={{ minRows: 2, maxRows: 10 }}
            value={(field.options ?? []).join('\n')}
            onChange={({ target }) => onChange({ options: target.value.split('\n') })}
          />
        </label>
      ) : null}
      <div className="forms-field-line">
        <label className="forms-grow">
          提示（可不写）
          <Input value={field.help ?? ''} maxLength={200} onChange={({ target }) => onChange({ help: target.value })} />
        </label>
        <label className="forms-grow" htmlFor={`${id}-categories`}>
          只在这些类别出现
          <Select
            id={`${id}-categories`}
            mode={categories.length > 0 ? 'multiple' : 'tags'}
            value={field.categories ?? []}
            options={categories.map((value) => ({ value, label: value }))}
            onChange={(chosen: string[]) => onChange({ categories: chosen })}
            placeholder="总是出现"
          />
        </label>
      </div>
      {wrong.map(([path, message]) => (
        <p key={path} className="forms-wrong" role="alert">
          {WHAT[path.split('/')[3] ?? ''] ?? '这一栏'}：{message}
        </p>
      ))}
      <p className="muted small">代号 {field.name}</p>
    </fieldset>
  );
}
