import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Overview } from '../../../../src/api/contract';
import { FIGURES } from '../../../../src/domain/figures';
import { get } from '../../api/request';
import { useNow } from '../../time/now';
import { ASK_AGAIN } from '../live';
import { PageHeader } from '../parts/page-header';
import { ErrorState, LoadingRows } from '../parts/states';
import { UnitSelect } from '../parts/unit-select';
import { usePageSearch, type Search } from '../search';
import { useMe } from '../session';
import { Categories } from './categories';
import { FigureLink } from './figure-link';
import './overview.css';
import { ownSearch } from './own-search';
import { periodOf, periodWords, type Period } from './period';
import { PeriodPicker } from './period-picker';
import { RateDefinitions, Rates } from './rates';
import { ByLevel, ByStage, StandingNow } from './standing-now';
import { Trend } from './trend';
import { UnitBoard } from './unit-board';
import { useWatchedUnits, type WatchedUnits } from './watched-units';

/** The board of a unit: what stands open now, how the period went, and where it is late. Every figure opens its list. */
export function OverviewPage() {
  const [search, change] = usePageSearch();
  const now = useNow();
  const units = useWatchedUnits(useMe());
  const period = periodOf(search.from, search.to, now);
  const { from, to } = period;
  const overview = useQuery({
    queryKey: ['overview', search.unit ?? '', from, to],
    queryFn: () => get<Overview>('/statistics/overview', { unit: search.unit, from, to }),
    refetchInterval: ASK_AGAIN,
    placeholderData: keepPreviousData,
  });
  const unit = overview.data?.unit.id ?? search.unit;
  const choose = (id: string) => change({ unit: id }, { replace: false });
  return (
    <div className="page overview" aria-busy={overview.isPlaceholderData}>
      <PageHeader
        title="概览"
        note={overview.data ? `${overview.data.unit.name}及下级 · ${periodWords(period, now)}` : ' '}
      >
        <UnitSelect
          aria-label="单位"
          style={{ width: 208 }}
          allow={units.isWatched}
          value={unit}
          onChange={(id) => change({ unit: id }, { replace: false })}
        />
        <PeriodPicker period={period} onChange={(chosen) => change({ ...chosen })} />
      </PageHeader>
      {overview.isError ? <ErrorState error={overview.error} onRetry={() => void overview.refetch()} /> : null}
      {overview.isPending ? <LoadingRows rows={8} /> : null}
      {overview.data && !overview.isError ? (
        <Board overview={overview.data} units={units} period={period} onChoose={choose} />
      ) : null}
    </div>
  );
}

interface BoardProps {
  overview: Overview;
  units: WatchedUnits;
  period: Period;
  onChoose: (id: string) => void;
}

function Board({ overview, units, period, onChoose }: BoardProps) {
  const unit = overview.unit.id;
  const own = ownSearch(overview.unit, period);
  return (
    <>
      <section aria-labelledby="overview-now">
        <h2 id="overview-now" className="visually-hidden">
          现在
        </h2>
        <StandingNow open={overview.open} unit={unit} />
      </section>
      <section className="section overview-near" aria-labelledby="overview-rates">
        <div className="overview-head">
          <h2 id="overview-rates">本期办得怎么样</h2>
          <RateDefinitions />
        </div>
        <Rates overview={overview} search={own} />
      </section>
      <section className="section overview-near" aria-labelledby="overview-where">
        <h2 id="overview-where">现在卡在哪里</h2>
        <div className="overview-two">
          <div className="overview-stack">
            <UnitBoard rows={overview.units} units={units} unit={unit} onChoose={onChoose} />
            <ByLevel open={overview.open} unit={unit} />
          </div>
          <ByStage open={overview.open} unit={unit} />
        </div>
      </section>
      <section className="section" aria-labelledby="overview-flow">
        <h2 id="overview-flow">本期来了什么</h2>
        <PeriodFigures overview={overview} search={own} />
        <div className="overview-two">
          <Trend trend={overview.trend} />
          <Categories categories={overview.categories} unit={unit} search={own} />
        </div>
      </section>
    </>
  );
}

function PeriodFigures({ overview, search }: { overview: Overview; search: Search }) {
  return (
    <dl className="figures overview-period">
      {(['filed', 'closed', 'unrated'] as const).map((figure) => (
        <div key={figure} className="figure">
          <dt>{FIGURES[figure]}</dt>
          <dd>
            <FigureLink count={overview[figure]} of={FIGURES[figure]} search={{ ...search, figure }} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
