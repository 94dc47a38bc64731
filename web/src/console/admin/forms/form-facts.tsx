import { useQuery } from '@tanstack/react-query';
import { Checkbox, Input, Radio, Select } from 'antd';
import { useId, type ReactNode } from 'react';
import { KIND_LABELS, FILED_KINDS, SUBJECT_LABELS, SUBJECT_TYPES } from '../../../../../src/domain/vocabulary';
import { channelsQuery } from '../../collection/queries';
import { UnitSelect } from '../../parts/unit-select';
import type { FormDraft } from './form-draft';

const optionsOf = <Word extends string>(words: readonly Word[], labels: Record<Word, string>) =>
  words.map((value) => ({ value, label: labels[value] }));
interface PartProps {
  form: FormDraft;
  change: (changes: Partial<FormDraft>) => void;
  errors: Readonly<Record<string, string>>;
}

export function Identity({ form, change, errors, allow }: PartProps & { allow: (unit: string) => boolean }) {
  const id = useId();
  return (
    <div className="forms-pair">
      <Labelled
        label="编号"
        id={`${id}-code`}
        error={errors['/code']}
        note="小写字母、数字或横线，出现在网址里，定了不能再改。"
      >
        <Input
          id={`${id}-code`}
          value={form.code}
          maxLength={40}
          onChange={({ target }) => change({ code: target.value })}
        />
      </Labelled>
      <Labelled label="单位" id={`${id}-unit`} error={errors['/unit']} note="这个单位和它的下级都可以使用。">
        <UnitSelect
          id={`${id}-unit`}
          value={form.unit}
          allow={(unit) => allow(unit.id)}
          onChange={(unit) => change({ unit: unit ?? '' })}
        />
      </Labelled>
    </div>
  );
}

export function Data({ form, change, errors }: PartProps) {
  const id = useId();
  const channels = useQuery(channelsQuery).data ?? [];
  return (
    <>
      <Labelled label="标题" id={`${id}-title`} error={errors['/title']}>
        <Input
          id={`${id}-title`}
          value={form.title}
          maxLength={100}
          onChange={({ target }) => change({ title: target.value })}
        />
      </Labelled>
      <Labelled label="说明" id={`${id}-intro`} error={errors['/intro']}>
        <Input.TextArea
          id={`${id}-intro`}
          value={form.intro}
          maxLength={2_000}
          autoSize={{ minRows: 2, maxRows: 6 }}
          onChange={({ target }) => change({ intro: target.value })}
        />
      </Labelled>
      <Group label="谁填写" error={errors['/subjectTypes']}>
        <Checkbox.Group
          value={form.subjectTypes}
          options={optionsOf(SUBJECT_TYPES, SUBJECT_LABELS)}
          onChange={(subjectTypes) => change({ subjectTypes })}
        />
      </Group>
      <Group label="收哪些类型" error={errors['/kinds']}>
        <Checkbox.Group
          value={form.kinds}
          options={optionsOf(FILED_KINDS, KIND_LABELS)}
          onChange={(kinds) => change({ kinds })}
        />
      </Group>
      <Group label="联系方式">
        <Radio.Group
          value={form.asksContact}
          options={[
            { value: 'required', label: '必填' },
            { value: 'optional', label: '选填' },
            { value: 'no', label: '不收集' },
          ]}
          onChange={({ target }) => change({ asksContact: target.value as FormDraft['asksContact'] })}
        />
      </Group>
      <div className="forms-pair">
        <Labelled label="可选的类别" id={`${id}-categories`} error={errors['/categories']} note="不填则不限，也不问。">
          <Select
            id={`${id}-categories`}
            mode="tags"
            value={form.categories}
            onChange={(categories: string[]) => change({ categories })}
            placeholder="输入后回车"
          />
        </Labelled>
        <Labelled label="用于哪些渠道" id={`${id}-channels`} error={errors['/channels']} note="不填则不限。">
          <Select
            id={`${id}-channels`}
            mode="multiple"
            value={form.channels}
            options={channels.map((value) => ({ value, label: value }))}
            onChange={(chosen: string[]) => change({ channels: chosen })}
          />
        </Labelled>
      </div>
    </>
  );
}

function Labelled({
  label,
  id,
  note,
  error,
  children,
}: {
  label: string;
  id: string;
  note?: string;
  error?: string;
  children: ReactNode;
}) {
  return (
    <div className="forms-labelled">
      <label htmlFor={id}>{label}</label>
      {children}
      {error ? <p className="forms-wrong">{error}</p> : note ? <p className="muted small">{note}</p> : null}
    </div>
  );
}

function Group({ label, error, children }: { label: string; error?: string; children: ReactNode }) {
  return (
    <fieldset className="forms-labelled forms-group">
      <legend>{label}</legend>
      {children}
      {error ? <p className="forms-wrong">{error}</p> : null}
    </fieldset>
  );
}
