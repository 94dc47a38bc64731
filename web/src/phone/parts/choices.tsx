import { useId, type ReactNode } from 'react';

export interface Choice<Value extends string | number> {
  value: Value;
  label: string;
  note?: string;
}

interface ChoicesProps<Value extends string | number> {
  legend: string;
  choices: readonly Choice<Value>[];
  error?: string;
  hint?: ReactNode;
  isLegendHidden?: boolean;
  /** Two beside each other where there is room. */
  isPaired?: boolean;
  /** Many: the rows scroll, so that what follows is not pages away. */
  isScrolled?: boolean;
}

/** One of several, as native radio buttons in rows that a thumb can hit. */
export function OneOf<Value extends string | number>({
  value,
  onChange,
  ...props
}: ChoicesProps<Value> & { value: Value | null; onChange: (value: Value) => void }) {
  return <Rows {...props} type="radio" isChosen={(each) => each === value} onToggle={onChange} />;
}

export function SomeOf<Value extends string | number>({
  values,
  onChange,
  ...props
}: ChoicesProps<Value> & { values: readonly Value[]; onChange: (values: Value[]) => void }) {
  const toggle = (value: Value) =>
    onChange(values.includes(value) ? values.filter((each) => each !== value) : [...values, value]);
  return <Rows {...props} type="checkbox" isChosen={(each) => values.includes(each)} onToggle={toggle} />;
}

function Rows<Value extends string | number>({
  legend,
  choices,
  error,
  hint,
  isLegendHidden,
  isPaired,
  isScrolled,
  type,
  isChosen,
  onToggle,
}: ChoicesProps<Value> & {
  type: 'radio' | 'checkbox';
  isChosen: (value: Value) => boolean;
  onToggle: (value: Value) => void;
}) {
  const id = useId();
  return (
    <fieldset
      className="m-choices"
      role={type === 'radio' ? 'radiogroup' : undefined}
      data-paired={isPaired || undefined}
      data-scrolled={isScrolled || undefined}
      aria-describedby={error ? `${id}-error` : undefined}
      aria-invalid={type === 'radio' && error ? true : undefined}
    >
      <legend className={isLegendHidden ? 'visually-hidden' : undefined}>{legend}</legend>
      {hint ? <p className="small muted">{hint}</p> : null}
      <div className="m-choice-rows">
        {choices.map(({ value, label, note }) => (
          <label key={value} className="m-choice">
            <input type={type} name={id} checked={isChosen(value)} onChange={() => onToggle(value)} />
            <span>
              {label}
              {note ? <span className="small muted m-choice-note">{note}</span> : null}
            </span>
          </label>
        ))}
      </div>
      {error ? (
        <p id={`${id}-error`} className="m-field-error">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
