import type { PublicPromise } from '../../../../src/api/contract';
import { promisedWords, REPORT_OUTCOMES, standingWords } from '../../../../src/domain/promise-keeping';
import { dayWords } from '../../time/format';

/** What was promised to whoever made the demand, and what was reported of it. */
export function Promises({ promises }: { promises: readonly PublicPromise[] }) {
  if (promises.length === 0) return null;
  return (
    <section className="m-group" aria-labelledby="promises">
      <h2 id="promises">承诺</h2>
      {promises.map((promise) => (
        <div key={`${promise.madeAt} ${promise.text}`} className="m-poll">
          <p className="words">{promisedWords(promise)}</p>
          <p className="small muted">
            {promise.unit} · {dayWords(promise.dueAt)} {promise.automatic ? '核实' : '兑现'} · {standingWords(promise)}
          </p>
          {promise.reports.map((report) => (
            <p key={report.at} className="words">
              {dayWords(report.at)} {REPORT_OUTCOMES[report.outcome]}
              {report.dueAt ? `至 ${dayWords(report.dueAt)}` : ''}：{report.text}
            </p>
          ))}
        </div>
      ))}
    </section>
  );
}
