import type { FigureSet } from '../../../../src/api/contract';
import type { RateName } from '../../../../src/domain/rates';
import { combinedFormula, definitionsOf } from './rate-words';

interface Props {
  set: FigureSet;
  /** All of them when absent. */
  only?: readonly RateName[];
  className: string;
}

/** How each rate is counted, and what they are combined to. */
export function DefinitionList({ set, only, className }: Props) {
  return (
    <dl className={className}>
      {definitionsOf(set)
        .filter(({ name }) => only?.includes(name) ?? true)
        .map(({ name, label, formula, counted }) => (
          <div key={name}>
            <dt>{label}</dt>
            <dd>{formula}</dd>
            <dd className="muted">{counted}</dd>
          </div>
        ))}
      <div>
        <dt>综合</dt>
        <dd>{combinedFormula(set)}</dd>
      </div>
    </dl>
  );
}
