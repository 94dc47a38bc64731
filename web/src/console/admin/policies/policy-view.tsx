import type { Policy } from '../../../../../src/api/contract';
import type { BudgetRow, LadderRow } from '../../../../../src/domain/policy';
import { CLOCK_NAMES, CLOCKS, KIND_LABELS, type ClockName } from '../../../../../src/domain/vocabulary';
import { LEVEL_LABELS, URGENCY_LABELS } from '../../../words/labels';
import { amountWords, SCOPE_LABELS } from './amounts';
import { rowsOf, ruleFacts, rungWords, withoutLadder } from './policy-words';

/** One version of the rules, in full and in words. */
export function PolicyView({ policy }: { policy: Policy }) {
  return (
    <>
      <nav aria-label="本页内容" className="admin-contents">
        <a href="#policy-budgets">时限</a>
        <a href="#policy-ladders">升级阶梯</a>
        <a href="#policy-rules">其他规则</a>
        <a href="#policy-versions">全部版本</a>
      </nav>
      <Budgets budgets={policy.budgets} />
      <Ladders policy={policy} />
      <OtherRules policy={policy} />
    </>
  );
}

function Budgets({ budgets }: { budgets: readonly BudgetRow[] }) {
  return (
    <section className="section" aria-labelledby="policy-budgets">
      <h2 id="policy-budgets">时限</h2>
      <p className="muted">同一个时限从上往下，第一条符合的算数。1 个工作日是 7 个工作小时。</p>
      <table className="admin-table">
        <thead>
          <tr>
            <th scope="col">时限</th>
            <th scope="col">类型</th>
            <th scope="col">层级</th>
            <th scope="col">缓急</th>
            <th scope="col">多长</th>
            <th scope="col">怎样计时</th>
          </tr>
        </thead>
        {CLOCK_NAMES.map((clock) => (
          <BudgetsOfClock key={clock} clock={clock} rows={rowsOf(budgets, clock)} />
        ))}
      </table>
    </section>
  );
}

/** The supervisor gives the days of a supervision by hand; every other clock without rows is not started. */
function BudgetsOfClock({ clock, rows }: { clock: ClockName; rows: BudgetRow[] }) {
  if (rows.length === 0)
    return (
      <tbody>
        <tr>
          <th scope="row">{CLOCKS[clock]}</th>
          <td colSpan={5} className="muted">
            {clock === 'supervision' ? '由督办人在督办时给定工作日数' : '没有时限'}
          </td>
        </tr>
      </tbody>
    );
  return (
    <tbody>
      {rows.map((row, i) => (
        <tr key={i}>
          {i === 0 ? (
            <th scope="rowgroup" rowSpan={rows.length}>
              {CLOCKS[clock]}
            </th>
          ) : null}
          <td>{row.kind ? KIND_LABELS[row.kind] : <Any />}</td>
          <td>{row.level ? LEVEL_LABELS[row.level] : <Any />}</td>
          <td>{row.urgency ? URGENCY_LABELS[row.urgency] : <Any />}</td>
          <td className="number">{amountWords(row.minutes, row.scope)}</td>
          <td>{SCOPE_LABELS[row.scope]}</td>
        </tr>
      ))}
    </tbody>
  );
}

const Any = () => <span className="muted">不限</span>;

function Ladders({ policy }: { policy: Policy }) {
  return (
    <section className="section" aria-labelledby="policy-ladders">
      <h2 id="policy-ladders">升级阶梯</h2>
      <p className="muted">
        时限用到百分之几时做什么；100 %
        是到期。已在区级、不能再上提的，改为列入督办。每一级只发生一次；停机期间到点的，恢复后补做，并记下晚了多久。
      </p>
      <table className="admin-table">
        <thead>
          <tr>
            <th scope="col">时限</th>
            <th scope="col">阶梯</th>
          </tr>
        </thead>
        <tbody>
          {CLOCK_NAMES.map((clock) => (
            <tr key={clock}>
              <th scope="row">{CLOCKS[clock]}</th>
              <td>
                <Ladder clock={clock} rungs={policy.ladders[clock]} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Ladder({ clock, rungs }: { clock: ClockName; rungs: readonly LadderRow[] | undefined }) {
  if (!rungs || rungs.length === 0) return <span className="muted">{withoutLadder(clock)}</span>;
  return (
    <ol className="admin-ladder">
      {rungs.map((rung) => (
        <li key={rung.percent}>
          <span className="number">{rung.percent} %</span> {rungWords(clock, rung)}
        </li>
      ))}
    </ol>
  );
}

function OtherRules({ policy }: { policy: Policy }) {
  return (
    <section className="section" aria-labelledby="policy-rules">
      <h2 id="policy-rules">其他规则</h2>
      <table className="admin-table">
        <thead>
          <tr>
            <th scope="col">规则</th>
            <th scope="col">内容</th>
            <th scope="col">属于</th>
          </tr>
        </thead>
        <tbody>
          {ruleFacts(policy).map(({ key, group, name, words }) => (
            <tr key={key}>
              <th scope="row">{name}</th>
              <td>{words}</td>
              <td className="muted">{group}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
