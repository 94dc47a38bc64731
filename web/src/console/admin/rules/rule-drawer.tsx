import { Button, Checkbox, Drawer, Input, Radio, Select } from 'antd';
import { useState } from 'react';
import type { AssignRule, ClassifyRule, Conditions } from '../../../../../src/domain/routing';
import {
  KIND_LABELS,
  FILED_KINDS,
  LEVELS,
  RISKS,
  SUBJECT_LABELS,
  SUBJECT_TYPES,
  URGENCIES,
} from '../../../../../src/domain/vocabulary';
import { LEVEL_LABELS, RISK_LABELS, URGENCY_LABELS } from '../../../words/labels';
import { UnitSelect } from '../../parts/unit-select';
import { Labeled } from './labeled';
import type { AnyRule } from './rule-table';

interface RuleDrawerProps {
  table: 'classify' | 'assign';
  rule: AnyRule;
  isNew: boolean;
  /** Numbers that other rules have. */
  taken: readonly string[];
  categories: readonly string[];
  onSave: (rule: AnyRule) => void;
  onClose: () => void;
}

const options = <Word extends string>(words: readonly Word[], labels: Record<Word, string>) =>
  words.map((value) => ({ value, label: labels[value] }));

/** One rule: conditions that must all hold, what follows, and the reason that a dispatcher will read. */
export function RuleDrawer({ table, rule, isNew, taken, categories, onSave, onClose }: RuleDrawerProps) {
  const [edited, setEdited] = useState(rule);
  const [missing, setMissing] = useState<string | null>(null);
  const isAssign = table === 'assign';
  const setWhen = (when: Partial<Conditions>) => setEdited({ ...edited, when: cleaned({ ...edited.when, ...when }) });
  const save = () => {
    const wrong = faultOf(edited, taken);
    if (wrong) setMissing(wrong);
    else onSave({ ...edited, id: edited.id.trim(), reason: edited.reason.trim() });
  };
  return (
    <Drawer
      open
      size={640}
      title={`${isNew ? '新增' : '修改'}${isAssign ? '分派' : '识别'}规则`}
      onClose={onClose}
      footer={
        <div className="admin-drawer-foot">
          <Button onClick={onClose}>取消</Button>
          <Button type="primary" onClick={save}>
            确定
          </Button>
        </div>
      }
    >
      <div className="rules-fields">
        {missing ? (
          <p className="form-error" role="alert">
            {missing}
          </p>
        ) : null}
        <Labeled label="编号" help="记在每一次分拨上，发布后请不要再换意思。">
          <Input
            aria-label="编号"
            maxLength={40}
            value={edited.id}
            onChange={({ target }) => setEdited({ ...edited, id: target.value })}
          />
        </Labeled>
        <h3>条件：都符合才算，不填的不限</h3>
        <ConditionFields isAssign={isAssign} when={edited.when} categories={categories} onChange={setWhen} />
        <h3>结果</h3>
        {isAssign ? (
          <AssignFields
            then={edited.then as AssignRule['then']}
            onChange={(then) => setEdited({ ...edited, then: cleaned(then) })}
          />
        ) : (
          <ClassifyFields
            then={edited.then as ClassifyRule['then']}
            categories={categories}
            onChange={(then) => setEdited({ ...edited, then: cleaned(then) })}
          />
        )}
        <Labeled label="理由" help="命中时分拨员会看到这句话。">
          <Input.TextArea
            aria-label="理由"
            rows={2}
            maxLength={200}
            value={edited.reason}
            onChange={({ target }) => setEdited({ ...edited, reason: target.value })}
          />
        </Labeled>
      </div>
    </Drawer>
  );
}

/** Without what is empty: it would be a condition that nothing fulfils. */
function cleaned<Parts extends object>(parts: Parts): Parts {
  const kept = Object.entries(parts).filter(
    ([, value]) =>
      value !== undefined && value !== '' && value !== false && !(Array.isArray(value) && value.length === 0),
  );
  return Object.fromEntries(kept) as Parts;
}

function faultOf({ id, reason, then }: AnyRule, taken: readonly string[]): string | null {
  if (!/^[\p{L}\p{N}_-]{1,40}$/u.test(id.trim())) return '编号须为 1 到 40 个文字、数字、横线或下划线。';
  if (taken.includes(id.trim())) return '这个编号已有别的规则在用，请换一个。';
  if (Object.keys(then).length === 0) return '请至少填写一项结果。';
  return reason.trim() === '' ? '请写理由。' : null;
}

interface ConditionFieldsProps {
  isAssign: boolean;
  when: Conditions;
  categories: readonly string[];
  onChange: (when: Partial<Conditions>) => void;
}

function ConditionFields({ isAssign, when, categories, onChange }: ConditionFieldsProps) {
  return (
    <>
      <Labeled label="类别">
        <Words label="类别" value={when.category} known={categories} onChange={(category) => onChange({ category })} />
      </Labeled>
      <Labeled label="所在地" help="选中的单位及其下级。">
        <UnitSelect
          aria-label="所在地"
          multiple
          value={when.under ?? []}
          onChange={(under) => onChange({ under })}
          placeholder="不限"
        />
      </Labeled>
      <Choices
        label="所在地的层级"
        words={options(LEVELS, LEVEL_LABELS)}
        value={when.level}
        onChange={(level) => onChange({ level })}
      />
      <Choices
        label="诉求类型"
        words={options(FILED_KINDS, KIND_LABELS)}
        value={when.kind}
        onChange={(kind) => onChange({ kind })}
      />
      <Choices
        label="主体"
        words={options(SUBJECT_TYPES, SUBJECT_LABELS)}
        value={when.subject}
        onChange={(subject) => onChange({ subject })}
      />
      {isAssign ? (
        <>
          <Choices
            label="缓急"
            words={options(URGENCIES, URGENCY_LABELS)}
            value={when.urgency}
            onChange={(urgency) => onChange({ urgency })}
          />
          <Choices
            label="风险"
            words={options(RISKS, RISK_LABELS)}
            value={when.risk}
            onChange={(risk) => onChange({ risk })}
          />
        </>
      ) : null}
      <Labeled label="文字提到" help="标题或内容里有其中一个词就算；输入后按回车。">
        <Words label="文字提到" value={when.words} known={[]} onChange={(words) => onChange({ words })} />
      </Labeled>
    </>
  );
}

function ClassifyFields({
  then,
  categories,
  onChange,
}: {
  then: ClassifyRule['then'];
  categories: readonly string[];
  onChange: (then: ClassifyRule['then']) => void;
}) {
  return (
    <>
      <Labeled label="定为类别" help="诉求人自己选了类别时，以他选的为准。">
        <Words
          label="定为类别"
          value={then.category ? [then.category] : []}
          known={categories}
          onChange={(words) => onChange({ ...then, category: words.at(-1) })}
        />
      </Labeled>
      <One
        label="定为缓急"
        words={options(URGENCIES, URGENCY_LABELS)}
        value={then.urgency}
        onChange={(urgency) => onChange({ ...then, urgency })}
      />
      <One
        label="定为风险"
        words={options(RISKS, RISK_LABELS)}
        value={then.risk}
        onChange={(risk) => onChange({ ...then, risk })}
      />
    </>
  );
}

function AssignFields({ then, onChange }: { then: AssignRule['then']; onChange: (then: AssignRule['then']) => void }) {
  const unit = (label: string, name: 'lead' | 'replying', placeholder: string) => (
    <Labeled label={label}>
      <UnitSelect
        aria-label={label}
        value={then[name]}
        onChange={(id) => onChange({ ...then, [name]: id })}
        placeholder={placeholder}
      />
    </Labeled>
  );
  return (
    <>
      <One
        label="定为层级"
        words={options(LEVELS, LEVEL_LABELS)}
        value={then.level}
        none="所在地的层级"
        onChange={(level) => onChange({ ...then, level })}
      />
      {unit('主办单位', 'lead', '不定，由该级党委分拨')}
      <Labeled label="协办单位">
        <UnitSelect
          aria-label="协办单位"
          multiple
          value={then.co ?? []}
          onChange={(co) => onChange({ ...then, co })}
          placeholder="没有"
        />
      </Labeled>
      {unit('反馈单位', 'replying', '由主办单位反馈')}
      <Checkbox checked={then.direct ?? false} onChange={({ target }) => onChange({ ...then, direct: target.checked })}>
        直通：不经人工，登记后直接分拨给主办单位
      </Checkbox>
    </>
  );
}

interface WordsProps {
  label: string;
  value: string[] | undefined;
  known: readonly string[];
  onChange: (words: string[]) => void;
}

const Words = ({ label, value, known, onChange }: WordsProps) => (
  <Select
    aria-label={label}
    mode="tags"
    style={{ width: '100%' }}
    value={value ?? []}
    onChange={(words: string[]) => onChange(words.map((word) => word.trim()).filter((word) => word !== ''))}
    options={known.map((word) => ({ value: word, label: word }))}
    tokenSeparators={['、', ',', '，']}
    placeholder="不限"
  />
);

interface ChoicesProps<Word extends string> {
  label: string;
  words: { value: Word; label: string }[];
  value: Word[] | undefined;
  onChange: (value: Word[]) => void;
}

const Choices = <Word extends string>({ label, words, value, onChange }: ChoicesProps<Word>) => (
  <Labeled label={label}>
    <Checkbox.Group aria-label={label} options={words} value={value ?? []} onChange={(chosen) => onChange(chosen)} />
  </Labeled>
);

interface OneProps<Word extends string> {
  label: string;
  words: { value: Word; label: string }[];
  value: Word | undefined;
  none?: string;
  onChange: (value: Word | undefined) => void;
}

const One = <Word extends string>({ label, words, value, none = '不定', onChange }: OneProps<Word>) => (
  <Labeled label={label}>
    <Radio.Group
      aria-label={label}
      options={[{ value: '' as Word, label: none }, ...words]}
      value={value ?? ''}
      onChange={({ target }) => onChange((target.value as Word | '') || undefined)}
    />
  </Labeled>
);
