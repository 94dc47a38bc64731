import { Button, Select } from 'antd';
import type { BudgetRow, Scope } from '../../../../../src/domain/policy';
import { KIND_LABELS, KINDS, LEVELS, URGENCIES } from '../../../../../src/domain/vocabulary';
import { LEVEL_LABELS, URGENCY_LABELS } from '../../../words/labels';
import type { FieldErrors } from '../../parts/field-errors';
import { AmountInput } from './amount-input';
import { fromMinutes, SCOPE_LABELS, toMinutes, unitFor } from './amounts';
import type { PlacedRow } from './budget-rows';
import { FieldError } from './field';

interface BudgetLineProps {
  name: string;
  placed: PlacedRow;
  errors: FieldErrors;
  isUseless: boolean;
  onChange: (row: BudgetRow) => void;
  onUp?: () => void;
  onRemove: () => void;
}

/** For which demands, how long, and how it is counted. */
export function BudgetLine({
  name,
  placed: { at, row },
  errors,
  isUseless,
  onChange,
  onUp,
  onRemove,
}: BudgetLineProps) {
  const found = Object.entries(errors).find(([path]) => path.startsWith(`/budgets/${at}/`))?.[1];
  return (
    <div className="admin-budget-line" role="group" aria-label={name}>
      <Condition
        label={`${name}的类型`}
        any="类型不限"
        value={row.kind}
        options={KINDS.map((kind) => ({ value: kind, label: KIND_LABELS[kind] }))}
        onChange={(kind) => onChange({ ...row, kind })}
      />
      <Condition
        label={`${name}的层级`}
        any="层级不限"
        value={row.level}
        options={LEVELS.map((level) => ({ value: level, label: LEVEL_LABELS[level] }))}
        onChange={(level) => onChange({ ...row, level })}
      />
      <Condition
        label={`${name}的缓急`}
        any="缓急不限"
        value={row.urgency}
        options={URGENCIES.map((urgency) => ({ value: urgency, label: URGENCY_LABELS[urgency] }))}
        onChange={(urgency) => onChange({ ...row, urgency })}
      />
      <AmountInput
        key={`${row.scope}`}
        label={`${name}多长`}
        value={row.minutes}
        scope={row.scope}
        isWrong={found !== undefined}
        onChange={(minutes) => onChange({ ...row, minutes })}
      />
      <Select<Scope>
        aria-label={`${name}怎样计时`}
        value={row.scope}
        options={(Object.keys(SCOPE_LABELS) as Scope[]).map((scope) => ({ value: scope, label: SCOPE_LABELS[scope] }))}
        onChange={(scope) => onChange(inScope(row, scope))}
      />
      <Button disabled={!onUp} onClick={onUp} aria-label={`把${name}上移`}>
        上移
      </Button>
      <Button onClick={onRemove} aria-label={`删去${name}`}>
        删去
      </Button>
      {isUseless ? <p className="admin-budget-note muted small">上面的条目已经包含这一条，它永远用不到。</p> : null}
      <div className="admin-budget-note">
        <FieldError message={found} />
      </div>
    </div>
  );
}

interface ConditionProps<Word extends string> {
  label: string;
  any: string;
  value: Word | undefined;
  options: { value: Word; label: string }[];
  onChange: (value: Word | undefined) => void;
}

const ANY = '';

function Condition<Word extends string>({ label, any, value, options, onChange }: ConditionProps<Word>) {
  return (
    <Select<string>
      aria-label={label}
      value={value ?? ANY}
      options={[{ value: ANY, label: any }, ...options]}
      onChange={(next) => onChange(next === ANY ? undefined : (next as Word))}
    />
  );
}

/** Counting time in another way keeps the number: two working days become two days, not fourteen hours. */
function inScope(row: BudgetRow, scope: Scope): BudgetRow {
  const unit = unitFor(row.minutes, row.scope);
  return { ...row, scope, minutes: toMinutes(fromMinutes(row.minutes, unit, row.scope), unit, scope) };
}
