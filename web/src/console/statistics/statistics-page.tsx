import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Select } from 'antd';
import { useMemo } from 'react';
import type { Figures } from '../../../../src/api/contract';
import { FIGURES } from '../../../../src/domain/figures';
import { RATE_NAMES, RATES, type RateName } from '../../../../src/domain/rates';
import { GROUPING_NAMES, GROUPINGS, type Grouping } from '../../../../src/domain/grouping';
import { queryString } from '../../api/request';
import { moment } from '../../time/format';
import { useNow } from '../../time/now';
import { ChartFigure, type Chart } from '../charts/chart';
import { FigureLink } from '../overview/figure-link';
import { periodOf, periodWords } from '../overview/period';
import { PeriodPicker } from '../overview/period-picker';
import '../overview/overview.css';
import { useWatchedUnits } from '../overview/watched-units';
import { DemoHint } from '../parts/demo-hint';
import { PageHeader } from '../parts/page-header';
import { EmptyState, ErrorState, LoadingRows } from '../parts/states';
import { UnitSelect } from '../parts/unit-select';
import { usePageSearch } from '../search';
import { useMe } from '../session';
import { figuresQuery } from './queries';
import { RateTable } from './rate-table';
import './statistics.css';

const USUAL: readonly RateName[] = [
  'response',
  'resolution',
  'satisfaction',
  'on_time',
  'on_time_own',
  'returns',
  'redos',
];
const isRate = (name: string): name is RateName => name in RATES;
const isGrouping = (name: string | undefined): name is Grouping => name !== undefined && name in GROUPINGS;

/** 统计: every rate, by what one wants to compare, each number with the demands behind it. */
export function StatisticsPage() {
  const [search, change] = usePageSearch();
  const now = useNow();
  const units = useWatchedUnits(useMe());
  const period = periodOf(search.from, search.to, now);
  const by = isGrouping(search.by) ? search.by : search.by === 'none' ? undefined : 'unit';
  const chosen = (search.rates ?? '').split(',').filter(isRate);
  const rates = chosen.length > 0 ? chosen : USUAL;
  const asked = { unit: search.unit, ...period, by, rates };
  const found = useQuery(figuresQuery(asked));
  const figures = found.data;
  return (
    <div className="page" aria-busy={found.isPlaceholderData}>
      <PageHeader title="统计" note={figures ? `${figures.unit.name}及下级 · ${periodWords(period, now)}` : ' '}>
        <UnitSelect
          aria-label="单位"
          style={{ width: 208 }}
          allow={units.isWatched}
          value={figures?.unit.id ?? search.unit}
          onChange={(unit) => change({ unit }, { replace: false })}
        />
        <PeriodPicker period={period} onChange={(days) => change({ ...days })} />
      </PageHeader>
      <div className="stats-choices">
        <label>
          <span>分组</span>
          <Select
            style={{ width: 128 }}
            value={by ?? 'none'}
            options={[
              ...GROUPING_NAMES.map((value) => ({ value, label: GROUPINGS[value] })),
              { value: 'none', label: '不分组' },
            ]}
            onChange={(value: string) => change({ by: value })}
          />
        </label>
        <label className="stats-rates">
          <span>比率</span>
          <Select
            mode="multiple"
            style={{ flex: 1 }}
            maxTagCount="responsive"
            value={[...rates]}
            options={RATE_NAMES.map((value) => ({ value, label: RATES[value].label }))}
            onChange={(names: RateName[]) => change({ rates: names.length > 0 ? names.join(',') : undefined })}
          />
        </label>
        {(['xlsx', 'csv'] as const).map((format) => (
          <Button
            key={format}
            href={`/api/v1/statistics/figures/export${queryString({ ...asked, rates: rates.join(','), format })}`}
            download
          >
            {format === 'xlsx' ? '下载 Excel' : '下载 CSV'}
          </Button>
        ))}
      </div>
      {found.isError ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.isPending ? <LoadingRows rows={8} /> : null}
      {figures && !found.isError ? <Shown figures={figures} /> : null}
    </div>
  );
}

function Shown({ figures }: { figures: Figures }) {
  const chart = useMemo(() => chartOf(figures), [figures]);
  const { set, periods, asOf, rows, by, unit, omitted } = figures;
  return (
    <>
      {rows.length === 0 && by !== null ? (
        <EmptyState title="这段时间没有可以统计的诉求">
          换一个时段或单位看看；有诉求登记、办结或评价以后，这里就有数字。
          <DemoHint />
        </EmptyState>
      ) : null}
      <RateTable figures={figures} />
      {omitted > 0 ? (
        <p className="stats-note">还有 {omitted} 组件数较少，没有列出；下载的 Excel 和 CSV 里全部都有。</p>
      ) : null}
      <p className="stats-note muted small">
        只计{unit.name}及下级承办的，每项一件诉求只计一次，既有好也有坏的按坏的计。分母不足 {set.small}{' '}
        件的标“样本少”。上期为 {periods.previous.from} 至 {periods.previous.to}，去年同期为 {periods.lastYear.from} 至{' '}
        {periods.lastYear.to}。{moment(asOf)} 所计。{' '}
        <Link to="/statistics/definitions">统计口径第 {set.version} 版</Link>
        {set.confirmed ? null : <span className="tag">示例</span>}
      </p>
      {chart ? (
        <section className="section" aria-labelledby="stats-drawing">
          <h2 id="stats-drawing">{chart.caption}</h2>
          <ChartFigure caption={`${chart.caption}（数字见上表）`} chart={chart.chart} />
        </section>
      ) : null}
      <Beside figures={figures} />
    </>
  );
}

/** What stands beside the rates so that nothing hides there: what is parked, and how people rate the four sides. */
function Beside({ figures: { parked, dimensions, unit, additions, total, set } }: { figures: Figures }) {
  return (
    <section className="section" aria-labelledby="stats-beside">
      <h2 id="stats-beside">挂账、追评与四个方面</h2>
      <dl className="stats-beside panel">
        <div>
          <dt>现有挂账</dt>
          <dd className="number">
            {parked.count === 0 ? (
              '0 件'
            ) : (
              <Link to="/demands" search={{ unit: unit.id, figure: 'deferred' }}>
                {parked.count} 件
              </Link>
            )}
          </dd>
          {parked.count > 0 ? (
            <dd className="small muted">
              平均 {parked.average} 天，最长 {parked.longest} 天
            </dd>
          ) : null}
        </div>
        <div>
          <dt>{FIGURES.turned_dissatisfied}</dt>
          <dd className="number">
            <FigureLink
              count={additions.turned}
              of={FIGURES.turned_dissatisfied}
              search={{ ...total.search, figure: 'turned_dissatisfied' }}
            >
              {additions.turned} 件
            </FigureLink>
          </dd>
          <dd className="small muted">共追评 {additions.count} 件；满意率仍按原评价</dd>
        </div>
        {dimensions.map(({ name, label, average, count }) => (
          <div key={name}>
            <dt>{label}</dt>
            <dd className="number">{average === null ? '—' : `${average.toFixed(2)} 分`}</dd>
            <dd className="small muted">
              {count} 次评价{average !== null && count < set.small ? <span className="tag">样本少</span> : null}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

const MOST_BARS = 12;
const MOST_LINES = 3;

function chartOf({ by, rows, definitions }: Figures): { caption: string; chart: Chart } | null {
  if (by === null || rows.length < 2) return null;
  const isTime = by === 'day' || by === 'week' || by === 'month';
  const shown = isTime ? rows : rows.slice(0, MOST_BARS);
  const names = definitions.slice(0, isTime ? MOST_LINES : 2);
  const series = names.map(({ name, label }) => ({
    ...{ name: label, kind: isTime ? ('line' as const) : ('bar' as const) },
    data: shown.map(({ rates }) => {
      const value = rates.find((each) => each.name === name)?.value ?? null;
      return value === null ? null : Math.round(1000 * value) / 10;
    }),
  }));
  const isFew = ({ rates }: Figures['total']) =>
    names.some((each) => rates.some(({ name, value, isSmall }) => name === each.name && isSmall && value !== null));
  const labels = shown.map((row) => (!isTime && isFew(row) ? `${row.label}*` : row.label));
  const caption = `按${GROUPINGS[by]}：${names.map(({ label }) => label).join('、')}`;
  const mark = !isTime && shown.some(isFew) ? '（带 * 的样本少）' : '';
  return { caption: `${caption}${mark}`, chart: { labels, series, unit: '%', isSideways: !isTime } };
}
