import { queryOptions, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import type { Case, Duty } from '../../../../src/api/contract';
import { get } from '../../api/request';
import { proposedValues } from './proposal';

const dutiesQuery = (number: string) =>
  queryOptions({
    queryKey: ['duties', 'of demand', number],
    queryFn: () => get<{ items: Duty[] }>(`/demands/${number}/duties`, { limit: 5 }),
    staleTime: 60_000,
  });

interface SuggestionsProps {
  demand: Case;
  values: Record<string, unknown>;
  onTake: (values: Record<string, unknown>) => void;
}

/** Beside the dispatch form: the rules' proposal to take over, and the duty list searched by the demand's own text. */
export function DutySuggestions({ demand, values, onTake }: SuggestionsProps) {
  const duties = useQuery(dutiesQuery(demand.number)).data?.items ?? [];
  const proposed = demand.proposal?.leadUnit ? proposedValues(demand.proposal) : null;
  const isTaken =
    proposed !== null && Object.entries(proposed).every(([name, value]) => String(values[name]) === String(value));
  return (
    <>
      {proposed && !isTaken ? (
        <p>
          <Button size="small" onClick={() => onTake(proposed)}>
            按规则的建议填写
          </Button>{' '}
          <span className="muted">主办 {demand.proposal!.leadUnit!.name}</span>
        </p>
      ) : null}
      {duties.length > 0 ? (
        <section className="case-note case-duties-box" aria-label="职责清单">
          <h3>职责清单里相近的事项</h3>
          <ul className="case-duties">
            {duties.map((duty) => (
              <li key={duty.id}>
                <p>
                  <strong>{duty.unit.name}</strong>
                  {values.leadUnit === duty.unit.id ? (
                    <span className="tag">已选</span>
                  ) : (
                    <Button
                      size="small"
                      onClick={() => onTake({ leadUnit: duty.unit.id })}
                      aria-label={`用这个单位:${duty.unit.name}`}
                    >
                      用这个单位
                    </Button>
                  )}
                </p>
                <p>
                  {duty.code} {duty.name}
                </p>
                <p className="small muted">
                  对上了:{duty.because?.join('、')}
                  {duty.basis ? `;依据 ${duty.basis}` : ''}
                </p>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </>
  );
}
