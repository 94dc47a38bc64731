import { useMemo } from 'react';
import type { AnalysisData } from '../../../../src/api/contract';
import { figuresOfRate, lesserWords } from '../../../../src/domain/rates';
import { ChartFigure, type Chart } from '../charts/chart';
import { FigureLink } from '../overview/figure-link';
import { percent } from '../overview/rate-words';
import { beside, Section, searchOf, Table } from './report-parts';

export function Rates({ data }: { data: AnalysisData }) {
  const chart = useMemo<Chart>(() => {
    const shown = data.rates.filter(({ value }) => value !== null);
    const points = (value: number | null) => (value === null ? null : Math.round(1000 * value) / 10);
    return {
      ...{ labels: shown.map(({ label, isSmall }) => (isSmall ? `${label}*` : label)), unit: '%', isSideways: true },
      series: [
        { name: '本期', kind: 'bar', data: shown.map(({ value }) => points(value)) },
        ...beside(
          '上期',
          shown.map(({ before }) => points(before)),
        ),
      ],
    };
  }, [data]);
  return (
    <Section id="rates" title="各项比率">
      <div className="analysis-two">
        <Table head={['比率', '本期', '件数', '上期']}>
          {data.rates.map(({ name, label, value, numerator, denominator, before, isSmall, lesser }) => {
            const figures = figuresOfRate(name);
            const less = lesserWords(lesser);
            return (
              <tr key={name}>
                <th scope="row">{label}</th>
                <td className="number">
                  {percent(value)} {isSmall && denominator > 0 ? <span className="tag">样本少</span> : null}
                </td>
                <td>
                  <FigureLink count={numerator} of={label} search={searchOf(data, { figure: figures.numerator })} /> /{' '}
                  <FigureLink
                    count={denominator}
                    of={`${label}的分母`}
                    search={searchOf(data, { figure: figures.denominator })}
                  />
                  {less ? <div className="small muted">{less}</div> : null}
                </td>
                <td className="number muted">{percent(before)}</td>
              </tr>
            );
          })}
          <tr>
            <th scope="row">综合</th>
            <td className="number">
              {percent(data.combined.value)}{' '}
              {data.combined.isSmall && data.combined.value !== null ? <span className="tag">样本少</span> : null}
            </td>
            <td />
            <td className="number muted">{percent(data.combined.before)}</td>
          </tr>
        </Table>
        {chart.labels.length > 0 ? (
          <ChartFigure caption="各项比率，本期与上期（数字见左表；带 * 的样本少）" chart={chart} />
        ) : null}
      </div>
    </Section>
  );
}
