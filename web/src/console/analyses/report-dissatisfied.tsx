import { useMemo } from 'react';
import { ChartFigure, type Chart } from '../charts/chart';
import { FigureLink } from '../overview/figure-link';
import { Ask, beside, Section, searchOf, Table, type PartProps } from './report-parts';

export function Dissatisfied({ data, onAsk }: PartProps) {
  const { topics, reasons } = data;
  const chart = useMemo<Chart>(
    () => ({
      ...{ labels: topics.map(({ category }) => category), unit: '件', isSideways: true },
      series: [
        { name: '本期不满意', kind: 'bar', data: topics.map(({ dissatisfied }) => dissatisfied) },
        ...beside(
          '上期不满意',
          topics.map(({ before }) => before),
        ),
      ],
    }),
    [topics],
  );
  return (
    <Section id="topics" title="不满意集中在哪里">
      {topics.length === 0 ? (
        <p className="muted">本期没有不满意的评价。</p>
      ) : (
        <div className="analysis-two">
          <Table head={['类别', '不满意', '已评价', '常说到', '']}>
            {topics.map(({ category, dissatisfied, rated, words }) => (
              <tr key={category}>
                <th scope="row">{category}</th>
                <td>
                  <FigureLink
                    count={dissatisfied}
                    of={`${category}不满意`}
                    search={searchOf(data, { figure: 'dissatisfied', category })}
                  />
                </td>
                <td>
                  <FigureLink
                    count={rated}
                    of={`${category}已评价`}
                    search={searchOf(data, { figure: 'rated', category })}
                  />
                </td>
                <td>{words.join('、') || '—'}</td>
                <td>
                  <Ask onAsk={onAsk} section="topics" of={category} title={`减少“${category}”类诉求的不满意`} />
                </td>
              </tr>
            ))}
          </Table>
          <ChartFigure caption="不满意的类别，本期与上期（数字见左表）" chart={chart} />
        </div>
      )}
      {reasons.length > 0 ? (
        <Table head={['不满意的原因', '本期', '上期']}>
          {reasons.map(({ code, label, count, before }) => (
            <tr key={code}>
              <th scope="row">{label}</th>
              <td className="number">{count}</td>
              <td className="number muted">{before}</td>
            </tr>
          ))}
        </Table>
      ) : null}
    </Section>
  );
}
