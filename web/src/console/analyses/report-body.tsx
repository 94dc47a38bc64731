import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useMemo, type ReactNode } from 'react';
import type { AnalysisData } from '../../../../src/api/contract';
import { CONCERNS, IMPROVEMENT_STATES } from '../../../../src/domain/improvement';
import { figuresOfRate } from '../../../../src/domain/rates';
import { GRADE_LABELS } from '../../words/labels';
import { ChartFigure, type Chart } from '../charts/chart';
import { FigureLink } from '../overview/figure-link';
import { percent } from '../overview/rate-words';
import type { Search } from '../search';
import type { Subject } from './improvement-form';

interface Props {
  data: AnalysisData;
  /** Null where nothing can be asked for. */
  onAsk: ((subject: Subject) => void) | null;
}

/** A report as it was kept. Links open what the figures count now: later checks and redos may have moved a number. */
export function ReportBody({ data, onAsk }: Props) {
  const { findings, compared, figures, days } = data;
  return (
    <>
      <section className="section" aria-labelledby="analysis-findings">
        <h2 id="analysis-findings">主要发现</h2>
        <ol className="analysis-findings">
          {findings.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ol>
        <p className="muted small">
          时段 {days.from} 至 {days.to};与{compared.title ?? '上期'}({compared.from} 至 {compared.to})比较;统计口径第{' '}
          {figures.version} 版{figures.confirmed ? '' : '(示例)'}。
          {compared.reportId ? (
            <>
              {' '}
              <Link to={`/analyses/${compared.reportId}`}>看上次分析</Link>
            </>
          ) : null}
        </p>
      </section>
      <Rates data={data} />
      <Dissatisfied data={data} onAsk={onAsk} />
      <Units data={data} onAsk={onAsk} />
      <Repeats data={data} />
      <Checks data={data} />
      <Cases data={data} />
      <LastTime data={data} />
    </>
  );
}

const searchOf = ({ unit, days }: AnalysisData, more: Search): Search => ({ unit: unit.id, ...days, ...more });

/** A second row of bars, where there is anything to show. */
const beside = (name: string, data: (number | null)[]): Chart['series'] =>
  data.some((value) => value !== null && value !== 0) ? [{ name, kind: 'bar', data }] : [];

function Section({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section className="section" aria-labelledby={`analysis-${id}`}>
      <h2 id={`analysis-${id}`}>{title}</h2>
      {children}
    </section>
  );
}

function Table({ head, children }: { head: ReactNode[]; children: ReactNode }) {
  return (
    <table className="analysis-table">
      <thead>
        <tr>
          {head.map((title, i) => (
            <th key={i} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

function Rates({ data }: { data: AnalysisData }) {
  const chart = useMemo<Chart>(() => {
    const shown = data.rates.filter(({ value }) => value !== null);
    const points = (value: number | null) => (value === null ? null : Math.round(1000 * value) / 10);
    return {
      ...{ labels: shown.map(({ label }) => label), unit: '%', isSideways: true },
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
          {data.rates.map(({ name, label, value, numerator, denominator, before, isSmall }) => {
            const figures = figuresOfRate(name);
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
                </td>
                <td className="number muted">{percent(before)}</td>
              </tr>
            );
          })}
          <tr>
            <th scope="row">综合</th>
            <td className="number">{percent(data.combined.value)}</td>
            <td />
            <td className="number muted">{percent(data.combined.before)}</td>
          </tr>
        </Table>
        {chart.labels.length > 0 ? <ChartFigure caption="各项比率,本期与上期(数字见左表)" chart={chart} /> : null}
      </div>
    </Section>
  );
}

function Dissatisfied({ data, onAsk }: Props) {
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
          <ChartFigure caption="不满意的类别,本期与上期(数字见左表)" chart={chart} />
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

function Ask({
  onAsk,
  section,
  of,
  title,
  unit,
}: Pick<Props, 'onAsk'> & { section: string; of: string; title: string; unit?: string }) {
  if (!onAsk) return null;
  return (
    <Button
      size="small"
      className="analysis-ask not-printed"
      aria-label={`要求整改:${title}`}
      onClick={() => {
        onAsk({ about: [{ section, key: of }], title, unit });
        document.getElementById('analysis-improvements')?.scrollIntoView({ block: 'start' });
      }}
    >
      要求整改
    </Button>
  );
}

function Units({ data, onAsk }: Props) {
  const { standouts, units } = data;
  return (
    <Section id="units" title="承办单位">
      {standouts.length === 0 ? (
        <p className="muted">没有单位明显高于其他单位(件数太少的单位不比较)。</p>
      ) : (
        <Table head={['明显偏高', '什么', '比率', '件数', '其他单位合计', '']}>
          {standouts.map(({ unit, concern, numerator, denominator, value, overall }) => (
            <tr key={`${unit.id} ${concern}`}>
              <th scope="row">{unit.name}</th>
              <td>{CONCERNS[concern]}</td>
              <td className="number">{percent(value)}</td>
              <td className="number">
                {numerator} / {denominator}
              </td>
              <td className="number muted">{percent(overall)}</td>
              <td>
                <Ask
                  onAsk={onAsk}
                  section="standouts"
                  of={`${unit.id} ${concern}`}
                  title={`降低${CONCERNS[concern]}`}
                  unit={unit.id}
                />
              </td>
            </tr>
          ))}
        </Table>
      )}
      {units.length > 0 ? (
        <Table
          head={[
            '单位',
            '退单 / 签收或退回',
            '重办 / 已答复',
            '未按时 / 应办结',
            '其中本单位超时',
            '不满意 / 已评价',
            '抽查矛盾 / 可比对',
          ]}
        >
          {units.map((line) => (
            <tr key={line.unit.id}>
              <th scope="row">{line.unit.name}</th>
              <Pair
                data={data}
                unit={line.unit.id}
                part={['returned', line.returned]}
                whole={['assigned', line.assigned]}
              />
              <Pair
                data={data}
                unit={line.unit.id}
                part={['redone', line.redone]}
                whole={['answered', line.answered]}
              />
              <Pair
                data={data}
                unit={line.unit.id}
                part={['handle_late', line.handleLate]}
                whole={['handle_due', line.handleDue]}
              />
              <td className="analysis-count number">{line.ownLate}</td>
              <Pair
                data={data}
                unit={line.unit.id}
                part={['dissatisfied', line.dissatisfied]}
                whole={['rated', line.rated]}
              />
              <Pair
                data={data}
                unit={line.unit.id}
                part={['contradicted', line.contradicted]}
                whole={['checked', line.checked]}
              />
            </tr>
          ))}
        </Table>
      ) : null}
    </Section>
  );
}

type Counted = [figure: string, count: number];

function Pair({ data, unit, part, whole }: { data: AnalysisData; unit: string; part: Counted; whole: Counted }) {
  const search = (figure: string) => searchOf(data, { figure, answerable: `=${unit}` });
  return (
    <td className="analysis-count">
      <FigureLink count={part[1]} of={part[0]} search={search(part[0])} /> /{' '}
      <FigureLink count={whole[1]} of={whole[0]} search={search(whole[0])} />
    </td>
  );
}

function Repeats({ data }: { data: AnalysisData }) {
  const { places, people } = data;
  return (
    <Section id="repeats" title="重复的地点和诉求人">
      {places.length === 0 ? (
        <p className="muted">没有同一地点同一类别 3 件以上的。</p>
      ) : (
        <Table head={['地点', '类别', '本期', '不满意', '上期']}>
          {places.map(({ place, category, filed, dissatisfied, before }) => (
            <tr key={`${place.id} ${category}`}>
              <th scope="row">{place.name}</th>
              <td>{category}</td>
              <td>
                <FigureLink
                  count={filed}
                  of={`${place.name}${category}`}
                  search={searchOf(data, { figure: 'filed', place: `=${place.id}`, category })}
                />
              </td>
              <td className="number">{dissatisfied}</td>
              <td className="number muted">{before}</td>
            </tr>
          ))}
        </Table>
      )}
      {people.length === 0 ? (
        <p className="muted">没有同一电话本期提出 3 件以上的。</p>
      ) : (
        <Table head={['同一诉求人', '类别', '诉求']}>
          {people.map(({ count, categories, numbers }) => (
            <tr key={numbers[0]}>
              <th scope="row" className="number">
                {count} 件
              </th>
              <td>{categories.join('、')}</td>
              <td>
                <Numbers numbers={numbers} />
              </td>
            </tr>
          ))}
        </Table>
      )}
    </Section>
  );
}

const Numbers = ({ numbers }: { numbers: readonly string[] }) => (
  <span className="analysis-numbers number">
    {numbers.map((number) => (
      <Link key={number} to="/demands/$number" params={{ number }}>
        {number}
      </Link>
    ))}
  </span>
);

function Checks({ data: { checks, quality } }: { data: AnalysisData }) {
  const grade = (rating: number | null) => (rating === null ? '—' : GRADE_LABELS[rating as 1 | 2 | 3 | 4 | 5]);
  return (
    <Section id="checks" title="抽查发现">
      <p>
        可比对 {checks.checked} 件,与原评价矛盾 {checks.contradicted} 件;答复质量平均{' '}
        {quality.average === null ? '—' : `${quality.average} 分(${quality.count} 件)`}。
      </p>
      {checks.cases.length > 0 ? (
        <Table head={['编号', '承办单位', '原评价', '抽查时']}>
          {checks.cases.map(({ number, unit, rating, found }) => (
            <tr key={number}>
              <th scope="row">
                <Numbers numbers={[number]} />
              </th>
              <td>{unit?.name ?? '—'}</td>
              <td>{grade(rating)}</td>
              <td>{found === 'satisfied' ? '满意' : '不满意'}</td>
            </tr>
          ))}
        </Table>
      ) : null}
    </Section>
  );
}

function Cases({ data: { cases } }: { data: AnalysisData }) {
  return (
    <Section id="cases" title="值得一读的诉求">
      {cases.length === 0 ? (
        <p className="muted">本期没有特别值得一读的。</p>
      ) : (
        <Table head={['编号', '标题', '为什么']}>
          {cases.map(({ number, title, why }) => (
            <tr key={number}>
              <th scope="row">
                <Numbers numbers={[number]} />
              </th>
              <td>{title}</td>
              <td>{why.join(';')}</td>
            </tr>
          ))}
        </Table>
      )}
    </Section>
  );
}

function LastTime({ data: { improvements, compared } }: { data: AnalysisData }) {
  if (!compared.reportId) return null;
  return (
    <Section id="last" title="上次要求的整改">
      {improvements.length === 0 ? (
        <p className="muted">上次分析没有要求整改。</p>
      ) : (
        <Table head={['编号', '整改事项', '单位', '到本次分析时', '退回重改']}>
          {improvements.map(({ number, title, unit, state, sentBack }) => (
            <tr key={number}>
              <th scope="row">
                <Numbers numbers={[number]} />
              </th>
              <td>{title}</td>
              <td>{unit.name}</td>
              <td>{IMPROVEMENT_STATES[state]}</td>
              <td className="number">{sentBack}</td>
            </tr>
          ))}
        </Table>
      )}
    </Section>
  );
}
