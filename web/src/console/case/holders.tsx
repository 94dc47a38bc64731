import { useQuery } from '@tanstack/react-query';
import { nearMoment } from '../../time/format';
import { holdersQuery } from './case-queries';
import { chargedWords, pingPongWords } from './holder-words';
import './holders.css';

/** Who held the case for how long, as the ledgers charge it; shown once more than one unit has had it. */
export function Holders({ number }: { number: string }) {
  const held = useQuery(holdersQuery(number)).data;
  if (!held || new Set(held.items.map(({ unit }) => unit?.id)).size < 2) return null;
  return (
    <section aria-label="谁持有了多久" className="case-holding">
      <h3>谁持有了多久</h3>
      {held.pingPong ? <p>{pingPongWords(held.pingPong)}。</p> : null}
      <table className="case-holders">
        <thead>
          <tr>
            <th scope="col">单位</th>
            <th scope="col">何时</th>
            <th scope="col">记在名下的时间</th>
          </tr>
        </thead>
        <tbody>
          {held.items.map((each) => (
            <tr key={`${each.from}:${each.unit?.id ?? ''}`}>
              <th scope="row">
                {each.unit?.name ?? '诉求人'} {each.returned ? <span className="tag">退单</span> : null}
              </th>
              <td>
                {nearMoment(each.from)} 至 {each.to ? nearMoment(each.to) : '现在'}
              </td>
              <td>{chargedWords(each.charged)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
