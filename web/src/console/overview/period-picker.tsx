import { DatePicker, Segmented } from 'antd';
import dayjs from 'dayjs';
import { dayNumber } from '../../../../src/domain/local-time';
import { useNow } from '../../time/now';
import { PRESETS, presetOf, type Period } from './period';

/** Days; the service counts no longer periods. */
const LONGEST = 400;

export function PeriodPicker({ period, onChange }: { period: Period; onChange: (period: Period) => void }) {
  const now = useNow();
  return (
    <>
      <Segmented
        aria-label="统计时段"
        options={PRESETS.map(({ label }) => label)}
        value={presetOf(period, now) ?? ''}
        onChange={(label) => {
          const preset = PRESETS.find((each) => each.label === label);
          if (preset) onChange(preset.of(dayNumber(now)));
        }}
      />
      <DatePicker.RangePicker
        allowClear={false}
        aria-label="起止日期"
        className="overview-range"
        value={[dayjs(period.from), dayjs(period.to)]}
        disabledDate={(day, { from }) =>
          day.isAfter(dayjs(), 'day') || (from !== undefined && Math.abs(day.diff(from, 'day')) >= LONGEST)
        }
        onChange={(days) => {
          const [from, to] = days ?? [];
          if (from && to) onChange({ from: from.format('YYYY-MM-DD'), to: to.format('YYYY-MM-DD') });
        }}
      />
    </>
  );
}
