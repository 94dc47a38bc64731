import { Checkbox, InputNumber } from 'antd';
import { DEFAULT_SUPERVISION_DAYS, WORKING_DAY } from '../../../../../src/domain/policy';
import { ClockTimeInput } from '../clock-time-input';
import type { FieldErrors } from '../../parts/field-errors';
import { AmountInput } from './amount-input';
import { CallbackRules } from './callback-rules';
import { Field } from './field';
import type { Rules } from './policy-words';
import { PromiseRules } from './promise-rules';
import { RatingRules } from './rating-rules';
import { TimesInput } from './times-input';

interface RulesProps {
  rules: Rules;
  errors: FieldErrors;
  onChange: (change: Partial<Rules>) => void;
}

export function OtherRulesEditor(props: RulesProps) {
  const { rules, errors, onChange } = props;
  return (
    <section className="section" aria-labelledby="edit-rules">
      <h2 id="edit-rules">其他规则</h2>
      <div className="admin-fields">
        <HandlingRules {...props} />
        <UrgeRules {...props} />
        <CallbackRules callback={rules.callback} errors={errors} onChange={(callback) => onChange({ callback })} />
        <RatingRules {...props} />
        <PromiseRules {...props} />
        <RedoRules {...props} />
        <QuietHours {...props} />
        <Field label="效力" error={errors['/confirmed']}>
          <Checkbox checked={rules.confirmed} onChange={({ target }) => onChange({ confirmed: target.checked })}>
            已经主管部门确认（不勾选则处处标“示例”）
          </Checkbox>
        </Field>
      </div>
    </section>
  );
}

function HandlingRules({ rules, errors, onChange }: RulesProps) {
  return (
    <>
      <Field label="退单次数上限" error={errors['/returnLimit']}>
        <TimesInput
          label="退单次数上限"
          unit="次"
          value={rules.returnLimit}
          onChange={(returnLimit) => onChange({ returnLimit })}
        />
      </Field>
      <Field label="分拨后多久内可以退单" error={errors['/returnWindow']}>
        {rules.returnWindow === undefined ? null : (
          <AmountInput
            label="分拨后多久内可以退单"
            scope="working"
            value={rules.returnWindow}
            onChange={(returnWindow) => onChange({ returnWindow })}
          />
        )}
        <Checkbox
          checked={rules.returnWindow === undefined}
          onChange={({ target }) => onChange({ returnWindow: target.checked ? undefined : WORKING_DAY })}
        >
          签收前都可以退单
        </Checkbox>
      </Field>
      <Field label="等待补充材料最多" error={errors['/informationWait']}>
        <AmountInput
          label="等待补充材料最多"
          scope="working"
          value={rules.informationWait}
          onChange={(informationWait) => onChange({ informationWait })}
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
          onChange={(percent) => onChange({ coUnitShare: (percent ?? 100) / 100 })}
        />
      </Field>
    </>
  );
}

function UrgeRules({ rules: { urgeInterval }, errors, onChange }: RulesProps) {
  return (
    <>
      <Field label="诉求人两次催办至少隔" error={errors['/urgeInterval/reporter']}>
        <AmountInput
          label="诉求人两次催办至少隔"
          scope="elapsed"
          value={urgeInterval.reporter}
          onChange={(reporter) => onChange({ urgeInterval: { ...urgeInterval, reporter } })}
        />
      </Field>
      <Field label="工作人员两次催办至少隔" error={errors['/urgeInterval/staff']}>
        <AmountInput
          label="工作人员两次催办至少隔"
          scope="elapsed"
          value={urgeInterval.staff}
          onChange={(staff) => onChange({ urgeInterval: { ...urgeInterval, staff } })}
        />
      </Field>
    </>
  );
}

function RedoRules({ rules: { redo, supervisionDays }, errors, onChange }: RulesProps) {
  return (
    <>
      <Field label="由上一级重办" error={errors['/redo/levelUpAfter']}>
        <TimesInput
          label="几轮不满意后由上一级重办"
          unit="轮不满意之后"
          value={redo.levelUpAfter}
          onChange={(levelUpAfter) => onChange({ redo: { ...redo, levelUpAfter } })}
        />
      </Field>
      <Field label="列入督办" error={errors['/redo/superviseAfter']}>
        <TimesInput
          label="几轮不满意后列入督办"
          unit="轮不满意之后"
          value={redo.superviseAfter}
          onChange={(superviseAfter) => onChange({ redo: { ...redo, superviseAfter } })}
        />
      </Field>
      <Field label="自动督办的答复期限" error={errors['/supervisionDays']}>
        <TimesInput
          label="因超时或多轮不满意列入的督办几个工作日内答复"
          unit="个工作日"
          value={supervisionDays ?? DEFAULT_SUPERVISION_DAYS}
          onChange={(days) => onChange({ supervisionDays: days })}
        />
      </Field>
    </>
  );
}

function QuietHours({ rules: { quietHours }, errors, onChange }: RulesProps) {
  return (
    <Field label="安静时段（不响铃）" error={errors['/quietHours/from'] ?? errors['/quietHours/to']}>
      <span className="admin-span">
        <ClockTimeInput
          label="安静时段开始"
          value={quietHours.from}
          onChange={(from) => onChange({ quietHours: { ...quietHours, from } })}
        />
        至
        <ClockTimeInput
          label="安静时段结束"
          value={quietHours.to}
          onChange={(to) => onChange({ quietHours: { ...quietHours, to } })}
        />
      </span>
      <span className="muted small">可以跨零点；两个时间相同就是没有安静时段。</span>
    </Field>
  );
}
