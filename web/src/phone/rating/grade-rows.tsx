import { useId } from 'react';
import type { Grade } from '../../../../src/domain/vocabulary';
import { GRADE_LABELS, GRADES } from '../../words/labels';
import './rating.css';

interface GradeRowsProps {
  legend: string;
  value: Grade | null;
  onChange: (grade: Grade | null) => void;
  error?: string;
  /** A choice can be taken back: it is not asked for. */
  isOptional?: boolean;
}

/** Five grades as large rows, stars and words together; none is chosen beforehand. */
export function GradeRows({ legend, value, onChange, error, isOptional = false }: GradeRowsProps) {
  const id = useId();
  return (
    <fieldset
      className="m-choices"
      role="radiogroup"
      aria-describedby={error ? `${id}-error` : undefined}
      aria-invalid={error ? true : undefined}
    >
      <legend>
        {legend}
        {isOptional ? <span className="muted">（选填）</span> : null}
      </legend>
      <div className="m-choice-rows">
        {GRADES.map((grade) => (
          <label key={grade} className="m-choice m-grade">
            <input type="radio" name={id} checked={grade === value} onChange={() => onChange(grade)} />
            <span>{GRADE_LABELS[grade]}</span>
            <Stars grade={grade} />
          </label>
        ))}
      </div>
      {isOptional && value !== null ? (
        <button type="button" className="m-take-back" onClick={() => onChange(null)}>
          不选了
        </button>
      ) : null}
      {error ? (
        <p id={`${id}-error`} className="m-field-error">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}

/** For the eye only: the words beside it say the same. */
export const Stars = ({ grade }: { grade: Grade }) => (
  <span className="m-stars" aria-hidden="true">
    {'★'.repeat(grade)}
    {'☆'.repeat(5 - grade)}
  </span>
);
