import { Button, Segmented } from 'antd';
import type { DayRule, Span } from '../../../../../src/domain/calendar';
import { ClockTimeInput } from '../clock-time-input';
import { dayName, WEEKDAYS, type Day, type DayKind } from './day-kinds';

type Choice = 'plain' | 'work' | 'off' | 'hours';
const CHOICES: Record<DayKind, Choice> = {
  work: 'plain',
  weekend: 'plain',
  makeup: 'work',
  holiday: 'off',
  hours: 'hours',
};
const HALF_DAY: Span[] = [[540, 720]];

interface DayEditorProps {
  day: Day;
  onChange: (rule: DayRule | undefined) => void;
  /** What the service found wrong with this day. */
  error?: string;
}

/** The one day that was clicked last: as its weekday, at work, at rest, or with hours of its own. */
export function DayEditor({ day, onChange, error }: DayEditorProps) {
  const isWeekend = day.weekday % 6 === 0;
  return (
    <div className="admin-day-editor" role="group" aria-label={`${dayName(day)}怎样安排`}>
      <strong>
        {dayName(day)} 周{WEEKDAYS[day.weekday]}
      </strong>
      <Segmented<Choice>
        aria-label="这一天"
        value={CHOICES[day.kind]}
        options={[
          { value: 'plain', label: isWeekend ? '按周末休息' : '按平日上班' },
          isWeekend ? { value: 'work', label: '调休上班' } : { value: 'off', label: '放假' },
          { value: 'hours', label: '自定时段' },
        ]}
        onChange={(next) => onChange(next === 'plain' ? undefined : next === 'hours' ? HALF_DAY : next)}
      />
      {Array.isArray(day.rule) ? <Spans spans={day.rule} onChange={onChange} /> : null}
      {error ? (
        <span className="admin-field-error" role="alert">
          {error}
        </span>
      ) : null}
    </div>
  );
}

function Spans({ spans, onChange }: { spans: Span[]; onChange: (spans: Span[]) => void }) {
  const set = (at: number, span: Span) => onChange(spans.map((each, i) => (i === at ? span : each)));
  const last = spans.at(-1)![1];
  return (
    <>
      {spans.map(([from, to], i) => (
        <span key={i} className="admin-span">
          <ClockTimeInput label={`第 ${i + 1} 段开始`} value={from} onChange={(at) => set(i, [at, to])} />–
          <ClockTimeInput label={`第 ${i + 1} 段结束`} value={to} onChange={(at) => set(i, [from, at])} />
          {spans.length > 1 ? (
            <Button
              size="small"
              onClick={() => onChange(spans.filter((_, at) => at !== i))}
              aria-label={`删去第 ${i + 1} 段`}
            >
              删去
            </Button>
          ) : null}
        </span>
      ))}
      {last < 1380 ? (
        <Button size="small" onClick={() => onChange([...spans, [last + 60, Math.min(1440, last + 120)]])}>
          添一段
        </Button>
      ) : null}
    </>
  );
}
