import { Button } from 'antd';
import { WORKING_DAY, type BudgetRow } from '../../../../../src/domain/policy';
import { CLOCK_NAMES, CLOCKS, type ClockName } from '../../../../../src/domain/vocabulary';
import type { FieldErrors } from '../../parts/field-errors';
import { BudgetLine } from './budget-line';
import { isShadowed, placedRows, replaced, swapped } from './budget-rows';
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
      <p className="muted">同一个时限从上往下，第一条符合的算数；最后一条应当什么都不限，免得有诉求没有时限。</p>
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
        <p className="admin-clock-right muted">由督办人在督办时给定工作日数，不在这里设。</p>
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
