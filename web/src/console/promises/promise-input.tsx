import { Input } from 'antd';
import type { ActionBodies } from '../../../../src/api/contract';
import './promises.css';

export type PromiseGiven = Partial<NonNullable<ActionBodies['reply']['promise']>>;

interface PromiseInputProps {
  id: string;
  value: PromiseGiven;
  onChange: (promise: PromiseGiven | null) => void;
}

/** What is promised for later with the reply, and the day on which somebody must report. */
export function PromiseInput({ id, value, onChange }: PromiseInputProps) {
  const change = (changes: PromiseGiven) => {
    const next = { ...value, ...changes };
    onChange(next.text || next.dueOn ? next : null);
  };
  return (
    <div className="promise-form">
      <Input.TextArea
        id={id}
        value={value.text ?? ''}
        maxLength={1000}
        autoSize={{ minRows: 1, maxRows: 6 }}
        placeholder="例如：下季度开通摆渡车"
        onChange={({ target }) => change({ text: target.value })}
      />
      {value.text || value.dueOn ? (
        <>
          <label htmlFor={`${id}-due`}>何时兑现</label>
          <Input
            id={`${id}-due`}
            type="date"
            style={{ width: 180 }}
            value={value.dueOn ?? ''}
            onChange={({ target }) => change({ dueOn: target.value })}
          />
        </>
      ) : null}
    </div>
  );
}
