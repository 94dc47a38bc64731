import { useQuery } from '@tanstack/react-query';
import { AutoComplete, Button, Checkbox, DatePicker, Input, InputNumber, Radio, Select } from 'antd';
import dayjs from 'dayjs';
import { useId, useState } from 'react';
import type { Attachment, Case, Demand, Unit, User } from '../../../../src/api/contract';
import type { Dimensions } from '../../../../src/domain/rating';
import { RESULTS, STAGES, type Action, type Kind } from '../../../../src/domain/vocabulary';
import { get } from '../../api/request';
import { RESULT_LABELS } from '../../words/labels';
import { awayWords } from '../absences/away-words';
import { categoriesQuery } from '../filing/categories';
import { AttachmentUpload } from '../parts/attachments';
import { DimensionsInput } from '../parts/dimensions-input';
import { BallotCount, MomentInput, PollOptions } from '../polls/poll-fields';
import { PromiseInput, type PromiseGiven } from '../promises/promise-input';
import { UnitSelect } from '../parts/unit-select';
import { EvidenceUpload, type EvidenceFiles } from '../reply/evidence-upload';
import { LiveInput, type Live } from '../reply/live-input';
import { FORMS, type Field, type Option } from './forms';

export type Values = Record<string, unknown>;

interface FieldsProps {
  action: Action;
  values: Values;
  onChange: (values: Values) => void;
  /** Whose handlers may take it over. */
  leadUnit: Unit | null;
  /** The unit that dispatches: what it dispatches to lies under it. */
  holderUnit?: Unit | null;
  kind?: Kind;
  number: string | null;
  /** What the case holds already. */
  files?: Case['attachments'];
  /** Hears of every place for files whether one is still on its way. */
  onBusy?: (place: string, isBusy: boolean) => void;
  /** What the service said of a field, by its name. */
  errors?: Record<string, string>;
}

/** The fields of an action's body, as the form of the action has them. */
export function ActionFields(props: FieldsProps) {
  const { action, values } = props;
  const fields: readonly Field[] = FORMS[action].fields;
  return (
    <div className="fields">
      {fields
        .filter(({ when }) => when?.(values) ?? true)
        .map((field) => (
          <FieldRow key={field.name} field={field} {...props} />
        ))}
    </div>
  );
}

function FieldRow({ field, ...props }: FieldsProps & { field: Field }) {
  const id = useId();
  const error = props.errors?.[field.name];
  const isGroup = ['choice', 'reasons', 'dimensions', 'result', 'parts', 'options', 'attachments', 'evidence'].includes(
    field.kind,
  );
  const label = (
    <>
      {field.label}
      {field.isRequired || field.kind === 'evidence' ? '' : <span className="muted">（选填）</span>}
    </>
  );
  return (
    <div className="field" role={isGroup ? 'group' : undefined} aria-labelledby={isGroup ? `${id}-label` : undefined}>
      {isGroup ? (
        <span id={`${id}-label`}>{label}</span>
      ) : field.kind === 'switch' ? null : (
        <label htmlFor={id}>{label}</label>
      )}
      <Control id={id} field={field} {...props} />
      {field.help ? <span className="small muted">{field.help}</span> : null}
      {error ? (
        <span className="field-error" role="alert">
          {error}
        </span>
      ) : null}
    </div>
  );
}

function Control({
  id,
  field,
  values,
  onChange,
  leadUnit,
  holderUnit,
  kind,
  number,
  files,
  onBusy,
}: FieldsProps & { id: string; field: Field }) {
  const value = values[field.name];
  const set = (next: unknown) => onChange({ ...values, [field.name]: next === '' || next === null ? undefined : next });
  const text = typeof value === 'string' ? value : '';
  switch (field.kind) {
    case 'line':
      return <Input id={id} value={text} maxLength={500} onChange={({ target }) => set(target.value)} />;
    case 'area':
      return (
        <Input.TextArea
          id={id}
          value={text}
          autoSize={{ minRows: 2, maxRows: 10 }}
          maxLength={5000}
          onChange={({ target }) => set(target.value)}
        />
      );
    case 'unit':
      return (
        <UnitSelect id={id} value={text || undefined} onChange={set} under={holderUnit?.id} placeholder="选择单位" />
      );
    case 'units':
      return (
        <UnitSelect
          id={id}
          multiple
          value={(value as string[] | undefined) ?? []}
          onChange={set}
          placeholder="可选多个"
        />
      );
    case 'place-below':
      return (
        <UnitSelect
          id={id}
          value={text || undefined}
          onChange={set}
          under={holderUnit?.id}
          allow={(unit) => unit.id !== holderUnit?.id && ['street', 'park', 'community'].includes(unit.kind)}
          placeholder="选择下级"
        />
      );
    case 'choice':
      return <Choice options={field.options!} value={value as Option['value'] | undefined} onChange={set} />;
    case 'result':
      return <Choice options={resultsOf(kind)} value={text || undefined} onChange={set} />;
    case 'reasons':
      return (
        <Checkbox.Group
          options={field.options as { value: string; label: string }[]}
          value={(value as string[]) ?? []}
          onChange={set}
        />
      );
    case 'dimensions':
      return <DimensionsInput value={(value as Dimensions) ?? {}} onChange={set} />;
    case 'days':
      return (
        <InputNumber
          id={id}
          min={1}
          max={250}
          precision={0}
          value={value as number | undefined}
          onChange={set}
          suffix="个工作日"
          style={{ width: 160 }}
        />
      );
    case 'date':
      return (
        <DatePicker
          id={id}
          value={text ? dayjs(text) : null}
          onChange={(day) => set(day?.format('YYYY-MM-DD'))}
          disabledDate={(day) => day.isBefore(dayjs(), 'day')}
        />
      );
    case 'handler':
      return <HandlerSelect id={id} unit={leadUnit} value={text || undefined} onChange={set} />;
    case 'demand':
      return <DemandSelect id={id} except={number} value={text || undefined} onChange={set} />;
    case 'switch':
      return (
        <Checkbox id={id} checked={value === true} onChange={({ target }) => set(target.checked)}>
          {field.label}
        </Checkbox>
      );
    case 'parts':
      return <Parts value={(value as Part[]) ?? [emptyPart, emptyPart]} onChange={set} />;
    case 'options':
      return <PollOptions value={(value as string[]) ?? ['', '']} onChange={set} />;
    case 'ballots':
      return <BallotCount id={id} value={value as number | undefined} onChange={set} />;
    case 'moment':
      return <MomentInput id={id} value={text} onChange={set} />;
    case 'evidence':
      return (
        <EvidenceUpload
          value={(value as Partial<EvidenceFiles>) ?? {}}
          onChange={set}
          known={files}
          number={number}
          onBusy={onBusy}
        />
      );
    case 'live':
      return <LiveInput id={id} value={(value as Live) ?? {}} onChange={set} />;
    case 'promise':
      return <PromiseInput id={id} value={(value as PromiseGiven) ?? {}} onChange={set} />;
    case 'attachments':
      return (
        <AttachmentUpload
          value={(value as Attachment[]) ?? []}
          onChange={set}
          onBusy={(isBusy) => onBusy?.(field.name, isBusy)}
        />
      );
  }
}

function Choice({
  options,
  value,
  onChange,
}: {
  options: Option[];
  value: Option['value'] | undefined;
  onChange: (value: Option['value']) => void;
}) {
  return (
    <Radio.Group
      options={options as never}
      value={value}
      onChange={({ target }) => onChange(target.value as Option['value'])}
    />
  );
}

/** A suggestion is adopted or noted, everything else solved or explained. */
function resultsOf(kind: Kind | undefined): Option[] {
  const ofSuggestion = ['adopted', 'partly_adopted', 'noted'];
  return RESULTS.filter(
    (result) => kind === undefined || ofSuggestion.includes(result) === (kind === 'suggestion'),
  ).map((value) => ({
    value,
    label: RESULT_LABELS[value],
  }));
}

interface SelectProps {
  id: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}

function HandlerSelect({ id, unit, value, onChange }: SelectProps & { unit: Unit | null }) {
  const people = useQuery({
    queryKey: ['users', unit?.id, 'handler'],
    queryFn: () => get<{ items: User[] }>('/users', { unit: unit?.id, role: 'handler', limit: 200 }),
    staleTime: 60_000,
  });
  return (
    <Select
      id={id}
      showSearch={{ optionFilterProp: 'label' }}
      value={value}
      onChange={onChange}
      loading={people.isPending}
      placeholder={unit ? `${unit.name}的经办人` : '选择经办人'}
      options={people.data?.items.map(({ username, name, away }) => ({
        value: username,
        label: `${name}（${username}）${away ? `，${awayWords(away)}` : ''}`,
        disabled: away !== undefined,
      }))}
      notFoundContent="没有可选的经办人"
    />
  );
}

/** A demand by its number or words. */
function DemandSelect({ id, value, onChange, except }: SelectProps & { except: string | null }) {
  const [q, setQ] = useState('');
  const found = useQuery({
    queryKey: ['demands', 'choose', q],
    queryFn: () => get<{ items: Demand[] }>('/demands', { q: q || undefined, open: true, limit: 20 }),
    staleTime: 10_000,
  });
  return (
    <Select
      id={id}
      showSearch={{ filterOption: false, onSearch: setQ }}
      value={value}
      onChange={onChange}
      placeholder="输入编号或标题中的文字"
      loading={found.isFetching}
      options={found.data?.items
        .filter(({ number }) => number !== except)
        .map(({ number, title, stage }) => ({ value: number, label: `${number} ${title}（${STAGES[stage]}）` }))}
      notFoundContent="没有找到在办的诉求"
    />
  );
}

interface Part {
  title: string;
  body: string;
  category?: string;
}
const emptyPart: Part = { title: '', body: '' };

function Parts({ value, onChange }: { value: Part[]; onChange: (parts: Part[]) => void }) {
  const categories = useQuery(categoriesQuery).data ?? [];
  const put = (at: number, part: Part) => onChange(value.map((each, i) => (i === at ? part : each)));
  return (
    <div className="parts">
      {value.map((part, i) => (
        <div key={i} className="part" role="group" aria-label={`第 ${i + 1} 件`}>
          <Input
            value={part.title}
            onChange={({ target }) => put(i, { ...part, title: target.value })}
            placeholder={`第 ${i + 1} 件的标题`}
            aria-label={`第 ${i + 1} 件的标题`}
            maxLength={200}
          />
          <Input.TextArea
            value={part.body}
            onChange={({ target }) => put(i, { ...part, body: target.value })}
            autoSize={{ minRows: 2 }}
            placeholder="内容"
            aria-label={`第 ${i + 1} 件的内容`}
          />
          <AutoComplete
            value={part.category}
            onChange={(category?: string) => put(i, { ...part, category: category?.trim() ? category : undefined })}
            options={categories.map((category) => ({ value: category }))}
            placeholder="类别，不填随原件"
            aria-label={`第 ${i + 1} 件的类别`}
            maxLength={50}
            allowClear
          />
          {value.length > 2 ? (
            <Button size="small" onClick={() => onChange(value.filter((_, at) => at !== i))}>
              去掉这一件
            </Button>
          ) : null}
        </div>
      ))}
      <Button size="small" onClick={() => onChange([...value, emptyPart])} disabled={value.length >= 20}>
        再加一件
      </Button>
    </div>
  );
}
