import { InputNumber } from 'antd';
import { promiseRules } from '../../../../../src/domain/promise-keeping';
import type { FieldErrors } from '../../parts/field-errors';
import { AmountInput } from './amount-input';
import { Field } from './field';
import type { Rules } from './policy-words';

interface PromiseRulesProps {
  rules: Rules;
  errors: FieldErrors;
  onChange: (change: Partial<Rules>) => void;
}

/** How promises kept for later are reported on. */
export function PromiseRules({ rules, errors, onChange }: PromiseRulesProps) {
  const promise = promiseRules(rules);
  const set = (change: Partial<typeof promise>) => onChange({ promise: { ...promise, ...change } });
  return (
    <>
      <Field label="承诺到期后多久内报告" error={errors['/promise/reportWithin']}>
        <AmountInput
          label="承诺到期后多久内报告"
          scope="elapsed"
          value={promise.reportWithin}
          onChange={(reportWithin) => set({ reportWithin })}
        />
      </Field>
      <Field label="一项承诺最多推迟" error={errors['/promise/postponements']}>
        <InputNumber
          className="number"
          aria-label="一项承诺最多推迟几次"
          min={0}
          max={10}
          precision={0}
          suffix="次"
          value={promise.postponements}
          onChange={(postponements) => set({ postponements: postponements ?? 0 })}
        />
      </Field>
      <Field label="采纳的建议没有写明时间的，多久后报告" error={errors['/promise/adoptedAfter']}>
        <AmountInput
          label="采纳的建议没有写明时间的，多久后报告"
          scope="elapsed"
          value={promise.adoptedAfter}
          onChange={(adoptedAfter) => set({ adoptedAfter })}
        />
      </Field>
    </>
  );
}
