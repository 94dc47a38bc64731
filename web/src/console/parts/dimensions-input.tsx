import { Select } from 'antd';
import { DIMENSIONS, withDimension, type Dimension, type Dimensions } from '../../../../src/domain/rating';
import type { Grade } from '../../../../src/domain/vocabulary';
import { GRADE_OPTIONS } from '../../words/labels';
import './dimensions-input.css';

interface Props {
  value: Dimensions;
  onChange: (value: Dimensions) => void;
}

/** What somebody said of single points; nothing is preset, and nothing must be filled. */
export function DimensionsInput({ value, onChange }: Props) {
  return (
    <div className="dimensions-input">
      {(Object.keys(DIMENSIONS) as Dimension[]).map((name) => (
        <label key={name}>
          {DIMENSIONS[name]}
          <Select<Grade>
            aria-label={DIMENSIONS[name]}
            size="small"
            allowClear
            placeholder="未说"
            value={value[name]}
            options={GRADE_OPTIONS}
            onChange={(grade) => onChange(withDimension(value, name, grade))}
            popupMatchSelectWidth={false}
          />
        </label>
      ))}
    </div>
  );
}
