import { useQuery } from '@tanstack/react-query';
import { Button, Modal } from 'antd';
import { useState } from 'react';
import type { FigureSet, Overview } from '../../../../src/api/contract';
import { FIGURES } from '../../../../src/domain/figures';
import { MAIN_RATES } from '../../../../src/domain/rates';
import { ErrorState, LoadingRows } from '../parts/states';
import { figureSetsQuery } from '../statistics/queries';
import { DefinitionList } from './definition-list';
import { FigureLink } from './figure-link';
import type { Search } from '../search';
import { changeWords, percent, type ShownRate } from './rate-words';

interface Props {
  overview: Overview;
  search: Search;
}

export function Rates({ overview, search }: Props) {
  const { value, isSmall } = overview.combined;
  return (
    <dl className="overview-rates panel">
      {overview.rates.map((rate) => (
        <OneRate key={rate.name} rate={rate} search={search} />
      ))}
      <div className="overview-rate">
        <dt>综合</dt>
        <dd className="overview-value number">{percent(value)}</dd>
        <dd className="muted small">响应、解决、满意三率加权</dd>
        {value !== null && isSmall ? (
          <dd>
            <span className="tag">样本少</span>
          </dd>
        ) : null}
      </div>
    </dl>
  );
}

function OneRate({ rate, search }: { rate: ShownRate; search: Search }) {
  const { label, value, numerator, denominator, isSmall, lesser, previous, figures } = rate;
  const of = (figure: keyof typeof figures) => ({
    of: FIGURES[figures[figure]],
    search: { ...search, figure: figures[figure] },
  });
  const missed = denominator - numerator;
  return (
    <div className="overview-rate">
      <dt>{label}</dt>
      <dd className="overview-value number">{percent(value)}</dd>
      <dd className="small">
        <FigureLink count={numerator} {...of('numerator')} /> /{' '}
        <FigureLink count={denominator} {...of('denominator')} /> 件
        {isSmall && denominator > 0 ? <span className="tag">样本少</span> : null}
      </dd>
      {missed > 0 ? (
        <dd className="small">
          {FIGURES[figures.missed]} <FigureLink count={missed} {...of('missed')} />
        </dd>
      ) : null}
      {lesser && lesser.count > 0 ? (
        <dd className="small">
          {FIGURES[lesser.figure]}{' '}
          <FigureLink count={lesser.count} of={FIGURES[lesser.figure]} search={{ ...search, figure: lesser.figure }} />
          <span className="muted">，按 {lesser.counts} 计</span>
        </dd>
      ) : null}
      <dd className="muted small number">{changeWords(value, previous.value)}</dd>
    </div>
  );
}

/** «怎么算的»: what every rate counts. */
export function RateDefinitions() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button type="link" size="small" className="overview-how" onClick={() => setOpen(true)}>
        怎么算的
      </Button>
      <Modal
        title="各项比率怎么算"
        open={isOpen}
        onCancel={() => setOpen(false)}
        footer={null}
        width={640}
        destroyOnHidden
      >
        <DefinitionsInForce />
      </Modal>
    </>
  );
}

function DefinitionsInForce() {
  const found = useQuery(figureSetsQuery);
  const set = found.data?.items[0];
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  return set ? <Definitions set={set} /> : <LoadingRows rows={5} height={40} />;
}

function Definitions({ set }: { set: FigureSet }) {
  return (
    <>
      <DefinitionList set={set} only={MAIN_RATES} className="overview-definitions" />
      <p className="muted">
        一件诉求每项只计一次；本期内既有好也有坏的，按坏的计。只计本单位及下级承办的，别的单位在同一件诉求上做的算在那个单位。按统计口径第{' '}
        {set.version} 版{set.confirmed ? '' : '（示例，尚未经主管部门确认）'}。
      </p>
    </>
  );
}
