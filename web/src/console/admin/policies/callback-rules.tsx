import { Button, Select } from 'antd';
import { ClockTimeInput } from '../clock-time-input';
import type { FieldErrors } from '../../parts/field-errors';
import { Field } from './field';
import type { Rules } from './policy-words';
import { TimesInput } from './times-input';

type Callback = Rules['callback'];
type Windows = Callback['windows'];

interface CallbackRulesProps {
  callback: Callback;
  errors: FieldErrors;
  onChange: (callback: Callback) => void;
}

export function CallbackRules({ callback, errors, onChange }: CallbackRulesProps) {
  const ofWindows = Object.entries(errors).find(([path]) => path.startsWith('/callback/windows'))?.[1];
  return (
    <>
      <Field label="回访时段" error={ofWindows}>
        <WindowRows windows={callback.windows} onChange={(windows) => onChange({ ...callback, windows })} />
      </Field>
      <Field label="回访拨打次数上限" error={errors['/callback/attempts']}>
        <TimesInput
          label="回访拨打次数上限"
          unit="次"
          value={callback.attempts}
          onChange={(attempts) => onChange({ ...callback, attempts })}
        />
      </Field>
      <Field label="未接通或拒绝回访时" error={errors['/callback/unreachable']}>
        <Select
          aria-label="未接通或拒绝回访时"
          className="admin-choice"
          value={callback.unreachable}
          options={[
            { value: 'redo', label: '按不满意处理，重办' },
            { value: 'close', label: '办结' },
          ]}
          onChange={(unreachable) => onChange({ ...callback, unreachable })}
        />
      </Field>
    </>
  );
}

function WindowRows({ windows, onChange }: { windows: Windows; onChange: (windows: Windows) => void }) {
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
