import type { Overview } from '../../../../src/api/contract';
import { FIGURES } from '../../../../src/domain/figures';
import { FigureLink } from './figure-link';
import type { Search } from '../search';

interface Props {
  categories: Overview['categories'];
  unit: string;
  /** Of figures of the period. */
  search: Search;
}

/** What people ask for most in the period. */
export function Categories({ categories, unit, search }: Props) {
  return (
    <div className="panel">
      <table className="overview-table">
        <caption className="visually-hidden">类别</caption>
        <thead>
          <tr>
            <th scope="col">类别</th>
            <th scope="col" className="overview-count">
              {FIGURES.filed}
            </th>
            <th scope="col" className="overview-count">
              {FIGURES.open}
            </th>
            <th scope="col" className="overview-count">
              {FIGURES.dissatisfied}
            </th>
          </tr>
        </thead>
        <tbody>
          {categories.map(({ category, filed, open, dissatisfied }) => (
            <tr key={category}>
              <th scope="row">{category}</th>
              <td className="overview-count">
                <FigureLink count={filed} of={`${category}新登记`} search={{ ...search, category, figure: 'filed' }} />
              </td>
              <td className="overview-count">
                <FigureLink count={open} of={`${category}在办`} search={{ unit, category, figure: 'open' }} />
              </td>
              <td className="overview-count">
                <FigureLink
                  count={dissatisfied}
                  of={`${category}不满意`}
                  search={{ ...search, category, figure: 'dissatisfied' }}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {categories.length === 0 ? <p className="muted overview-none">本期没有登记诉求。</p> : null}
    </div>
  );
}
