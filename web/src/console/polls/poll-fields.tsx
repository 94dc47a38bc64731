import { Button, Input, InputNumber } from 'antd';
import './polls.css';

/** Two to ten options, in the order in which people will see them. */
export function PollOptions({ value, onChange }: { value: string[]; onChange: (options: string[]) => void }) {
  const put = (at: number, text: string) => onChange(value.map((each, i) => (i === at ? text : each)));
  return (
    <div className="poll-options-field">
      {value.map((option, i) => (
        <div key={i} className="poll-option">
          <Input
            value={option}
            maxLength={100}
            aria-label={`选项 ${i + 1}`}
            placeholder={`选项 ${i + 1}`}
            onChange={({ target }) => put(i, target.value)}
          />
          {value.length > 2 ? (
            <Button onClick={() => onChange(value.filter((_, at) => at !== i))} aria-label={`去掉选项 ${i + 1}`}>
              去掉
            </Button>
          ) : null}
        </div>
      ))}
      <Button size="small" disabled={value.length >= 10} onClick={() => onChange([...value, ''])}>
        再加一个选项
      </Button>
    </div>
  );
}

export const BallotCount = ({
  id,
  value,
  onChange,
}: {
  id: string;
  value: number | undefined;
  onChange: (count: number | null) => void;
}) => (
  <InputNumber
    id={id}
    min={1}
    max={2_000}
    precision={0}
    value={value}
    onChange={onChange}
    suffix="份"
    style={{ width: 160 }}
  />
);

/** A moment in Beijing time, as the service writes it: with its offset. */
export const MomentInput = ({
  id,
  value,
  onChange,
}: {
  id: string;
  value: string;
  onChange: (moment: string) => void;
}) => (
  <Input
    id={id}
    type="datetime-local"
    style={{ width: 240 }}
    value={value.slice(0, 16)}
    onChange={({ target }) => onChange(target.value ? `${target.value}:00+08:00` : '')}
  />
);
