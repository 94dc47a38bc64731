import { Button, Select } from 'antd';
import { WORKING_DAY, type BudgetRow, type Scope } from '../../../../../src/domain/policy';
import {
  CLOCK_NAMES,
  CLOCKS,
  KIND_LABELS,
  KINDS,
  LEVELS,
  URGENCIES,
  type ClockName,
} from '../../../../../src/domain/vocabulary';
import { LEVEL_LABELS, URGENCY_LABELS } from '../../../words/labels';
import type { FieldErrors } from '../field-errors';
import { AmountInput } from './amount-input';
import { fromMinutes, SCOPE_LABELS, toMinutes, unitFor } from './amounts';
import { isShadowed, placedRows, replaced, swapped, type PlacedRow } from './budget-rows';
import { FieldError } from './field';

interface BudgetsEditorProps {
  budgets: BudgetRow[];
  errors: FieldErrors;
  onChange: (budgets: BudgetRow[]) => void;
}

export function BudgetsEditor({ budgets, errors, onChange }: BudgetsEditorProps) {
  return (
    <section className="section" aria-labelledby="edit-budgets">
      <h2 id="edit-budgets">时限</h2>
      <p className="muted">同一个时限从上往下,第一条符合的算数;最后一条应当什么都不限,免得有诉求没有时限。</p>
      <FieldError message={errors['/budgets']} />
      {CLOCK_NAMES.map((clock) => (
        <ClockBudgets key={clock} clock={clock} budgets={budgets} errors={errors} onChange={onChange} />
      ))}
    </section>
  );
}

function ClockBudgets({ clock, budgets, errors, onChange }: BudgetsEditorProps & { clock: ClockName }) {
  const rows = placedRows(budgets, clock);
  const scope = rows[0]?.row.scope ?? 'working';
  const add = () => onChange([...budgets, { clock, scope, minutes: scope === 'working' ? WORKING_DAY : 1440 }]);
  if (clock === 'supervision' && rows.length === 0)
    return (
      <div className="admin-clock-rows">
        <h3>{CLOCKS[clock]}</h3>
        <p className="admin-clock-right muted">由督办人在督办时给定工作日数,不在这里设。</p>
      </div>
    );
  return (
    <div className="admin-clock-rows">
      <h3>{CLOCKS[clock]}</h3>
      <div className="admin-clock-right">
        {rows.map(({ at, row }, i) => (
          <BudgetLine
            key={at}
            name={`${CLOCKS[clock]}第 ${i + 1} 条`}
            placed={{ at, row }}
            errors={errors}
            isUseless={isShadowed(
              rows.slice(0, i).map((each) => each.row),
              row,
            )}
            onChange={(next) => onChange(replaced(budgets, at, next))}
            onUp={i === 0 ? undefined : () => onChange(swapped(budgets, at, rows[i - 1]!.at))}
            onRemove={() => onChange(budgets.filter((_, index) => index !== at))}
          />
        ))}
        <Button size="small" onClick={add}>
          添一条
        </Button>
      </div>
    </div>
  );
}

interface BudgetLineProps {
  name: string;
  placed: PlacedRow;
  errors: FieldErrors;
  isUseless: boolean;
  onChange: (row: BudgetRow) => void;
  onUp?: () => void;
  onRemove: () => void;
}

function BudgetLine({ name, placed: { at, row }, errors, isUseless, onChange, onUp, onRemove }: BudgetLineProps) {
  const found = Object.entries(errors).find(([path]) => path.startsWith(`/budgets/${at}/`))?.[1];
  // Changing how time is counted keeps the number: two working days become two days, not fourteen hours.
  const setScope = (scope: Scope) => {
    const unit = unitFor(row.minutes, row.scope);
    onChange({ ...row, scope, minutes: toMinutes(fromMinutes(row.minutes, unit, row.scope), unit, scope) });
  };
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
        label={`${name}的紧急程度`}
        any="紧急程度不限"
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
        onChange={setScope}
      />
      <Button disabled={!onUp} onClick={onUp} aria-label={`把${name}上移`}>
        上移
      </Button>
      <Button onClick={onRemove} aria-label={`删去${name}`}>
        删去
      </Button>
      {isUseless ? <p className="admin-budget-note muted small">上面的条目已经包含这一条,它永远用不到。</p> : null}
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
