import { InputNumber } from 'antd';

interface TimesInputProps {
  label: string;
  unit: string;
  value: number;
  onChange: (times: number) => void;
}

/** How often something may happen: one to ten times. */
export function TimesInput({ label, unit, value, onChange }: TimesInputProps) {
  return (
    <>
      <InputNumber
        className="admin-amount number"
        aria-label={label}
        min={1}
        max={10}
        precision={0}
        value={value}
        onChange={(next) => onChange(next ?? 1)}
      />
      {unit}
    </>
  );
}
