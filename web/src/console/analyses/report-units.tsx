import type { AnalysisData } from '../../../../src/api/contract';
import { CONCERNS } from '../../../../src/domain/improvement';
import { FigureLink } from '../overview/figure-link';
import { percent } from '../overview/rate-words';
import { Ask, Section, searchIn, Table, type PartProps } from './report-parts';

/** Each unit alone: the figures of all under it are in 统计. */
export function Units({ data, onAsk }: PartProps) {
  const { standouts, units } = data;
  return (
    <Section id="units" title="承办单位">
      {standouts.length === 0 ? (
        <p className="muted">没有单位明显高于其他单位（件数太少的单位不比较）。</p>
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
  const search = (figure: string) => searchIn(data, { figure, answerable: `=${unit}` });
  return (
    <td className="analysis-count">
      <FigureLink count={part[1]} of={part[0]} search={search(part[0])} /> /{' '}
      <FigureLink count={whole[1]} of={whole[0]} search={search(whole[0])} />
    </td>
  );
}
