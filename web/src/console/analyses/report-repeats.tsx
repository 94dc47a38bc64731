import type { AnalysisData } from '../../../../src/api/contract';
import { FigureLink } from '../overview/figure-link';
import { Numbers, Section, searchIn, Table } from './report-parts';

export function Repeats({ data }: { data: AnalysisData }) {
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
                  search={searchIn(data, { figure: 'filed', place: `=${place.id}`, category })}
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
