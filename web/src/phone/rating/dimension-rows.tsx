import { useId } from 'react';
import { DIMENSIONS, withDimension, type Dimension, type Dimensions } from '../../../../src/domain/rating';
import type { Grade } from '../../../../src/domain/vocabulary';
import { GRADE_LABELS } from '../../words/labels';
import './rating.css';

const NAMES = Object.keys(DIMENSIONS) as Dimension[];
const SCALE: readonly Grade[] = [1, 2, 3, 4, 5];

interface DimensionRowsProps {
  values: Dimensions;
  onChange: (values: Dimensions) => void;
}

/** Speed, effect, service and reply, each from 1 to 5; folded away, because none is asked for. */
export function DimensionRows({ values, onChange }: DimensionRowsProps) {
  return (
    <details className="m-fold">
      <summary>
        分项评价<span className="muted">（选填）</span>
      </summary>
      <p className="small muted">1 分最差，5 分最好；只评您想评的。</p>
      {NAMES.map((name) => (
        <Scale
          key={name}
          name={name}
          value={values[name]}
          onChange={(grade) => onChange(withDimension(values, name, grade))}
        />
      ))}
    </details>
  );
}

interface ScaleProps {
  name: Dimension;
  value: Grade | undefined;
  onChange: (grade: Grade | undefined) => void;
}

function Scale({ name, value, onChange }: ScaleProps) {
  const id = useId();
  return (
    <fieldset className="m-choices m-scale">
      <legend>
        {DIMENSIONS[name]}
        {value === undefined ? null : <span className="muted"> · {GRADE_LABELS[value]}</span>}
      </legend>
      <div className="m-scale-cells">
        {SCALE.map((grade) => (
          <label key={grade}>
            <input
              type="radio"
              className="visually-hidden"
              name={id}
              aria-label={`${grade} 分，${GRADE_LABELS[grade]}`}
              checked={value === grade}
              onChange={() => onChange(grade)}
            />
            <span className="number" aria-hidden="true">
              {grade}
            </span>
          </label>
        ))}
      </div>
      {value === undefined ? null : (
        <button type="button" className="m-take-back" onClick={() => onChange(undefined)}>
          不评{DIMENSIONS[name]}
        </button>
      )}
    </fieldset>
  );
}
