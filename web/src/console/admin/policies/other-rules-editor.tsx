import { Button, Checkbox, InputNumber, Select } from 'antd';
import { ClockTimeInput } from '../clock-time-input';
import type { FieldErrors } from '../field-errors';
import { AmountInput } from './amount-input';
import { Field } from './field';
import type { Rules } from './policy-words';

interface OtherRulesEditorProps {
  rules: Rules;
  errors: FieldErrors;
  onChange: (rules: Rules) => void;
}

export function OtherRulesEditor({ rules, errors, onChange }: OtherRulesEditorProps) {
  const { callback, redo, urgeInterval, quietHours } = rules;
  const set = (change: Partial<Rules>) => onChange({ ...rules, ...change });
  const times = (label: string, value: number, put: (times: number) => void, unit: string) => (
    <>
      <InputNumber
        className="admin-amount number"
        aria-label={label}
        min={1}
        max={10}
        precision={0}
        value={value}
        onChange={(next) => put(next ?? 1)}
      />{' '}
      {unit}
    </>
  );
  return (
    <section className="section" aria-labelledby="edit-rules">
      <h2 id="edit-rules">其他规则</h2>
      <div className="admin-fields">
        <Field label="退单次数上限" error={errors['/returnLimit']}>
          {times('退单次数上限', rules.returnLimit, (returnLimit) => set({ returnLimit }), '次')}
        </Field>
        <Field label="等待补充材料最多" error={errors['/informationWait']}>
          <AmountInput
            label="等待补充材料最多"
            scope="working"
            value={rules.informationWait}
            onChange={(informationWait) => set({ informationWait })}
          />
        </Field>
        <Field label="协办单位的时限占主办时限" error={errors['/coUnitShare']}>
          <InputNumber
            className="admin-percent number"
            aria-label="协办单位的时限占主办时限的百分比"
            min={1}
            max={100}
            precision={0}
            suffix="%"
            value={Math.round(rules.coUnitShare * 100)}
            onChange={(percent) => set({ coUnitShare: (percent ?? 100) / 100 })}
          />
        </Field>
        <Field label="诉求人两次催办至少隔" error={errors['/urgeInterval/reporter']}>
          <AmountInput
            label="诉求人两次催办至少隔"
            scope="elapsed"
            value={urgeInterval.reporter}
            onChange={(reporter) => set({ urgeInterval: { ...urgeInterval, reporter } })}
          />
        </Field>
        <Field label="工作人员两次催办至少隔" error={errors['/urgeInterval/staff']}>
          <AmountInput
            label="工作人员两次催办至少隔"
            scope="elapsed"
            value={urgeInterval.staff}
            onChange={(staff) => set({ urgeInterval: { ...urgeInterval, staff } })}
          />
        </Field>
        <Field label="回访时段" error={errors['/callback/windows'] ?? windowError(errors)}>
          <Windows windows={callback.windows} onChange={(windows) => set({ callback: { ...callback, windows } })} />
        </Field>
        <Field label="回访拨打次数上限" error={errors['/callback/attempts']}>
          {times(
            '回访拨打次数上限',
            callback.attempts,
            (attempts) => set({ callback: { ...callback, attempts } }),
            '次',
          )}
        </Field>
        <Field label="始终未接通时" error={errors['/callback/unreachable']}>
          <Select
            aria-label="始终未接通时"
            className="admin-choice"
            value={callback.unreachable}
            options={[
              { value: 'redo', label: '按不满意处理,重办' },
              { value: 'close', label: '办结' },
            ]}
            onChange={(unreachable) => set({ callback: { ...callback, unreachable } })}
          />
        </Field>
        <Field label="由上一级重办" error={errors['/redo/levelUpAfter']}>
          {times(
            '几轮不满意后由上一级重办',
            redo.levelUpAfter,
            (levelUpAfter) => set({ redo: { ...redo, levelUpAfter } }),
            '轮不满意之后',
          )}
        </Field>
        <Field label="列入督办" error={errors['/redo/superviseAfter']}>
          {times(
            '几轮不满意后列入督办',
            redo.superviseAfter,
            (superviseAfter) => set({ redo: { ...redo, superviseAfter } }),
            '轮不满意之后',
          )}
        </Field>
        <Field label="安静时段(不响铃)" error={errors['/quietHours/from'] ?? errors['/quietHours/to']}>
          <span className="admin-span">
            <ClockTimeInput
              label="安静时段开始"
              value={quietHours.from}
              onChange={(from) => set({ quietHours: { ...quietHours, from } })}
            />
            至
            <ClockTimeInput
              label="安静时段结束"
              value={quietHours.to}
              onChange={(to) => set({ quietHours: { ...quietHours, to } })}
            />
          </span>
          <span className="muted small">可以跨零点;两个时间相同就是没有安静时段。</span>
        </Field>
        <Field label="效力" error={errors['/confirmed']}>
          <Checkbox checked={rules.confirmed} onChange={({ target }) => set({ confirmed: target.checked })}>
            已经主管部门确认(不勾选则处处标“示例”)
          </Checkbox>
        </Field>
      </div>
    </section>
  );
}

const windowError = (errors: FieldErrors): string | undefined =>
  Object.entries(errors).find(([path]) => path.startsWith('/callback/windows/'))?.[1];

type Windows = Rules['callback']['windows'];

function Windows({ windows, onChange }: { windows: Windows; onChange: (windows: Windows) => void }) {
  const set = (at: number, window: [number, number]) => onChange(windows.map((each, i) => (i === at ? window : each)));
  const last = windows.at(-1)![1];
  return (
    <div className="admin-windows">
      {windows.map(([from, to], i) => (
        <span key={i} className="admin-span">
          <ClockTimeInput label={`第 ${i + 1} 个时段开始`} value={from} onChange={(at) => set(i, [at, to])} />至
          <ClockTimeInput label={`第 ${i + 1} 个时段结束`} value={to} onChange={(at) => set(i, [from, at])} />
          {windows.length > 1 ? (
            <Button onClick={() => onChange(windows.filter((_, at) => at !== i))} aria-label={`删去第 ${i + 1} 个时段`}>
              删去
            </Button>
          ) : null}
        </span>
      ))}
      {last <= 1380 ? (
        <Button size="small" onClick={() => onChange([...windows, [last, last + 60]])}>
          添一个时段
        </Button>
      ) : null}
    </div>
  );
}
