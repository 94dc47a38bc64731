import { InputNumber, Select, Space } from 'antd';
import { useState } from 'react';
import type { Scope } from '../../../../../src/domain/policy';
import { AMOUNT_LABELS, AMOUNT_UNITS, fromMinutes, toMinutes, unitFor, type AmountUnit } from './amounts';

interface AmountInputProps {
  /** Minutes of the scope. */
  value: number;
  scope: Scope;
  label: string;
  isWrong?: boolean;
  onChange: (minutes: number) => void;
}

/** An amount of time in the unit in which people think of it; the service counts minutes. */
export function AmountInput({ value, scope, label, isWrong, onChange }: AmountInputProps) {
  const [unit, setUnit] = useState<AmountUnit>(() => unitFor(value, scope));
  const count = fromMinutes(value, unit, scope);
  return (
    <Space.Compact>
      <InputNumber
        className="admin-amount number"
        aria-label={label}
        status={isWrong ? 'error' : undefined}
        min={0}
        step={1}
        value={Math.round(count * 100) / 100}
        onChange={(next) => onChange(toMinutes(next ?? 0, unit, scope))}
      />
      <Select
        aria-label={`${label}的单位`}
        value={unit}
        options={AMOUNT_UNITS.map((each) => ({ value: each, label: AMOUNT_LABELS[scope][each] }))}
        onChange={(next) => {
          setUnit(next);
          onChange(toMinutes(count, next, scope));
        }}
      />
    </Space.Compact>
  );
}
