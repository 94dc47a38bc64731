import { queryOptions, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import type { Case, DemandDuties, Duty } from '../../../../src/api/contract';
import { get } from '../../api/request';
import { proposedValues } from './proposal';

const dutiesQuery = (number: string) =>
  queryOptions({
    queryKey: ['duties', 'of demand', number],
    queryFn: () => get<DemandDuties>(`/demands/${number}/duties`, { limit: 5 }),
    staleTime: 60_000,
  });

interface SuggestionsProps {
  demand: Case;
  values: Record<string, unknown>;
  onTake: (values: Record<string, unknown>) => void;
}

/** Beside the dispatch form: the rules' proposal to take over, and the duty list searched by the demand's own text. */
export function DutySuggestions({ demand, values, onTake }: SuggestionsProps) {
  const { items: duties = [], above = [] } = useQuery(dutiesQuery(demand.number)).data ?? {};
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
          <DutyList duties={duties}>
            {({ unit }) =>
              values.leadUnit === unit.id ? (
                <span className="tag">已选</span>
              ) : (
                <Button
                  size="small"
                  onClick={() => onTake({ leadUnit: unit.id })}
                  aria-label={`用这个单位：${unit.name}`}
                >
                  用这个单位
                </Button>
              )
            }
          </DutyList>
        </section>
      ) : null}
      {above.length > 0 ? (
        <section className="case-note case-duties-box" aria-label="上级的职责">
          <h3>不在本级管辖，需上报</h3>
          <p className="small muted">这些事项由上级的单位负责。确属其职责的，请用“上报”并写明理由，由上级分拨。</p>
          <DutyList duties={above} />
        </section>
      ) : null}
    </>
  );
}

function DutyList({ duties, children }: { duties: readonly Duty[]; children?: (duty: Duty) => ReactNode }) {
  return (
    <ul className="case-duties">
      {duties.map((duty) => (
        <li key={duty.id}>
          <p>
            <strong>{duty.unit.name}</strong>
            {children?.(duty)}
          </p>
          <p>
            {duty.code} {duty.name}
          </p>
          <p className="small muted">
            对上了：{duty.because?.join('、')}
            {duty.basis ? `；依据 ${duty.basis}` : ''}
          </p>
        </li>
      ))}
    </ul>
  );
}
