import type { ReactNode } from 'react';
import type { RehearsalResult } from '../../../../src/api/contract';
import { CLOCKS } from '../../../../src/domain/vocabulary';
import { ByDay } from './by-day';
import { differenceWords } from './words';

type Result = NonNullable<RehearsalResult['result']>;
interface Line {
  before: number;
  after: number;
}

const LONGEST = 12;

/** Before, after, and the difference, line by line; the largest changes come first. */
function Compared<Each extends Line>({
  caption,
  head,
  lines,
  nameOf,
}: {
  caption: string;
  head: string;
  lines: readonly Each[];
  nameOf: (line: Each) => ReactNode;
}) {
  return (
    <table className="rehearsal-table">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{head}</th>
          <th scope="col" className="rehearsal-count">
            实际
          </th>
          <th scope="col" className="rehearsal-count">
            推演
          </th>
          <th scope="col" className="rehearsal-count">
            差
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.slice(0, LONGEST).map((line, i) => (
          <tr key={i}>
            <th scope="row">{nameOf(line)}</th>
            <td className="rehearsal-count number">{line.before}</td>
            <td className="rehearsal-count number">{line.after}</td>
            <td className="rehearsal-count number">{differenceWords(line)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function Lateness({ result: { breaches } }: { result: Result }) {
  return (
    <section className="section" aria-labelledby="rehearsal-lateness">
      <h2 id="rehearsal-lateness">超时</h2>
      {breaches.byClock.length === 0 ? <p className="muted">实际和推演都没有超时。</p> : null}
      <div className="rehearsal-two">
        {breaches.byClock.length > 0 ? (
          <Compared caption="按时限" head="时限" lines={breaches.byClock} nameOf={({ clock }) => CLOCKS[clock]} />
        ) : null}
        {breaches.byUnit.length > 0 ? (
          <Compared
            caption="按到期时持有的单位"
            head="单位"
            lines={breaches.byUnit}
            nameOf={({ unit }) => unit?.name ?? '没有单位持有'}
          />
        ) : null}
      </div>
    </section>
  );
}

export function Escalations({ result: { escalations, movedUp } }: { result: Result }) {
  if (escalations.byDay.length === 0) return null;
  return (
    <section className="section" aria-labelledby="rehearsal-escalations">
      <h2 id="rehearsal-escalations">升级</h2>
      <p>
        超时升级、上提和超时督办合计 <span className="number">{escalations.total.before}</span> →{' '}
        <span className="number">{escalations.total.after}</span> 次；上提一级的诉求{' '}
        <span className="number">{movedUp.cases.before}</span> → <span className="number">{movedUp.cases.after}</span>{' '}
        件。
      </p>
      <ByDay label="每日升级（次）" days={escalations.byDay} />
      <Compared
        caption="按单位"
        head="单位"
        lines={escalations.byUnit}
        nameOf={({ unit }) => unit?.name ?? '没有单位持有'}
      />
    </section>
  );
}

/** Calls that fall due, against what the people on duty take. */
export function Callbacks({ result: { callbacks } }: { result: Result }) {
  if (callbacks.byDay.length === 0) return null;
  const over = callbacks.load.filter(({ after, capacity }) => capacity !== null && after > capacity);
  const isStaffed = callbacks.load.some(({ capacity }) => capacity !== null);
  return (
    <section className="section" aria-labelledby="rehearsal-callbacks">
      <h2 id="rehearsal-callbacks">回访</h2>
      <p>
        {over.length > 0
          ? `${over.length} 个单位日的回访超过值班人员可接的数量：`
          : isStaffed
            ? '有排班的日子里，值班人员都接得过来。'
            : '这段时间没有回访排班，只能看每日到期的数量。'}
      </p>
      <ByDay label="每日到期的回访（次）" days={callbacks.byDay} />
      {over.length > 0 ? (
        <table className="rehearsal-table">
          <caption>接不过来的日子</caption>
          <thead>
            <tr>
              <th scope="col">日期</th>
              <th scope="col">单位</th>
              <th scope="col" className="rehearsal-count">
                可接
              </th>
              <th scope="col" className="rehearsal-count">
                实际
              </th>
              <th scope="col" className="rehearsal-count">
                推演
              </th>
            </tr>
          </thead>
          <tbody>
            {over.slice(0, LONGEST).map(({ day, unit, capacity, before, after }) => (
              <tr key={`${day} ${unit?.id}`}>
                <th scope="row">{day}</th>
                <td>{unit?.name}</td>
                <td className="rehearsal-count number">{capacity}</td>
                <td className="rehearsal-count number">{before}</td>
                <td className="rehearsal-count number">{after}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </section>
  );
}

export function Owners({ result: { owners } }: { result: Result }) {
  return (
    <section className="section" aria-labelledby="rehearsal-owners">
      <h2 id="rehearsal-owners">主办单位</h2>
      <p>
        {owners.reproposed > 0 ? `试行规则对 ${owners.reproposed} 件诉求有不同的建议，当时照建议分拨的随之改变；` : ''}
        <span className="number">{owners.changed}</span> 件换了首轮主办单位。
      </p>
      {owners.moves.length > 0 ? (
        <table className="rehearsal-table">
          <caption>从谁换到谁</caption>
          <thead>
            <tr>
              <th scope="col">实际</th>
              <th scope="col">推演</th>
              <th scope="col" className="rehearsal-count">
                件数
              </th>
            </tr>
          </thead>
          <tbody>
            {owners.moves.slice(0, LONGEST).map(({ from, to, count }) => (
              <tr key={`${from?.id} ${to?.id}`}>
                <th scope="row">{from?.name ?? '没有分拨'}</th>
                <td>{to?.name ?? '没有分拨'}</td>
                <td className="rehearsal-count number">{count}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </section>
  );
}
