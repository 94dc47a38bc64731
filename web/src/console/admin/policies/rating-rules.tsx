import { Checkbox, InputNumber } from 'antd';
import { DEFAULT_APPEAL } from '../../../../../src/domain/policy';
import { ADDITION_DAYS, reasonsOf } from '../../../../../src/domain/rating';
import { DISSATISFACTION_REASONS } from '../../../../../src/domain/vocabulary';
import type { FieldErrors } from '../../parts/field-errors';
import { AmountInput } from './amount-input';
import { Field } from './field';
import type { Rules } from './policy-words';

interface RatingRulesProps {
  rules: Rules;
  errors: FieldErrors;
  onChange: (change: Partial<Rules>) => void;
}

/** Which reasons reopen a case, how long a rating may be added to, and the time of appeals. */
export function RatingRules({ rules, errors, onChange }: RatingRulesProps) {
  const reasons = reasonsOf(rules);
  const appeal = rules.appeal ?? DEFAULT_APPEAL;
  return (
    <>
      <Field label="核实后重新办理的不满意原因" error={errors['/reasons']}>
        <Checkbox.Group
          value={reasons.filter(({ reopens }) => reopens).map(({ code }) => code)}
          options={reasons.map(({ code }) => ({ value: code, label: DISSATISFACTION_REASONS[code] }))}
          onChange={(chosen) =>
            onChange({ reasons: reasons.map(({ code }) => ({ code, reopens: chosen.includes(code) })) })
          }
        />
      </Field>
      <Field label="评价后多少天内可以追评" error={errors['/additionDays']}>
        <InputNumber
          className="number"
          aria-label="评价后多少天内可以追评"
          min={1}
          max={ADDITION_DAYS}
          precision={0}
          suffix="天"
          value={rules.additionDays ?? ADDITION_DAYS}
          onChange={(days) => onChange({ additionDays: days ?? ADDITION_DAYS })}
        />
      </Field>
      <Field label="申诉提出期限" error={errors['/appeal/fileWithin']}>
        <AmountInput
          label="申诉提出期限"
          scope="working"
          value={appeal.fileWithin}
          onChange={(fileWithin) => onChange({ appeal: { ...appeal, fileWithin } })}
        />
      </Field>
      <Field label="申诉裁定期限" error={errors['/appeal/ruleWithin']}>
        <AmountInput
          label="申诉裁定期限"
          scope="working"
          value={appeal.ruleWithin}
          onChange={(ruleWithin) => onChange({ appeal: { ...appeal, ruleWithin } })}
        />
      </Field>
    </>
  );
}
