import { Input } from 'antd';
import { useState } from 'react';
import { clockTime } from '../../../../src/domain/local-time';

interface ClockTimeInputProps {
  /** Minutes of the day, 0 to 1440. */
  value: number;
  onChange: (minutes: number) => void;
  label: string;
}

/** A time of the day as it is typed: 9:30, 0930, 09:30; «24:00» is the end of the day, which no picker offers. */
export function ClockTimeInput({ value, onChange, label }: ClockTimeInputProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const isWrong = typed !== null && minutesOf(typed) === null;
  const leave = () => {
    if (!isWrong) setTyped(null);
  };
  return (
    <Input
      className="admin-clock-time number"
      value={typed ?? clockTime(value)}
      status={isWrong ? 'error' : undefined}
      aria-label={isWrong ? `${label}，写作 09:30 这样的时间` : label}
      aria-invalid={isWrong}
      maxLength={5}
      placeholder="09:30"
      onChange={({ target }) => {
        setTyped(target.value);
        const minutes = minutesOf(target.value);
        if (minutes !== null) onChange(minutes);
      }}
      onBlur={leave}
    />
  );
}

/** Null for what is no time. Takes the wide colon of Chinese keyboards, too. */
function minutesOf(text: string): number | null {
  const [, hours, minutes] = /^(\d{1,2})[:：]?(\d{2})$/.exec(text.trim()) ?? [];
  if (hours === undefined) return null;
  const [h, m] = [Number(hours), Number(minutes)];
  return m < 60 && h * 60 + m <= 1440 ? h * 60 + m : null;
}
