import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { Case, KeptPromise } from '../../../../src/api/contract';
import { promisedWords, REPORT_OUTCOMES } from '../../../../src/domain/promise-keeping';
import { dayText } from '../../time/format';
import { hasRole, useMe } from '../session';
import { NewPromise } from './new-promise';
import { promisesOfQuery } from './promise-queries';
import { PromiseStanding } from './promise-standing';
import './promises.css';
import { ReportForm } from './report-form';

/** What was promised to whoever made this demand, what was reported of it, and the way to report. */
export function CasePromises({ demand }: { demand: Case }) {
  const { number, leadUnit, stage } = demand;
  const me = useMe();
  const [isNew, setNew] = useState(false);
  const found = useQuery(promisesOfQuery(number));
  const promises = found.data?.items ?? [];
  const isAnswered = stage === 'rating' || stage === 'calling_back' || stage === 'closed';
  const isOfLead = me.roles.some(({ unit }) => unit.id === leadUnit?.id);
  const mayPromise = isAnswered && isOfLead && hasRole(me, 'handler', 'replier', 'supervisor');
  if (promises.length === 0 && !mayPromise) return null;
  return (
    <section className="case-note" id="promises" aria-label="承诺">
      <h3>承诺</h3>
      {promises.map((promise) => (
        <PromiseItem key={promise.id} promise={promise} />
      ))}
      {!mayPromise ? null : isNew ? (
        <NewPromise number={number} onDone={() => setNew(false)} />
      ) : (
        <Button size="small" onClick={() => setNew(true)}>
          登记承诺…
        </Button>
      )}
    </section>
  );
}

function PromiseItem({ promise }: { promise: KeptPromise }) {
  const [isReporting, setReporting] = useState(false);
  return (
    <div className="promise">
      <p className="words">{promisedWords(promise)}</p>
      <p className="small muted">
        {promise.unit.name} · {dayText(promise.dueAt)} {promise.automatic ? '核实' : '兑现'} ·{' '}
        <PromiseStanding promise={promise} />
      </p>
      {promise.reports.map((report) => (
        <p key={report.at} className="words promise-report">
          <span className="muted">
            {dayText(report.at)} {report.by?.name} 报告{REPORT_OUTCOMES[report.outcome]}
            {report.dueAt ? `至 ${dayText(report.dueAt)}` : ''}：
          </span>
          {report.text}
        </p>
      ))}
      {!promise.mayReport ? null : isReporting ? (
        <ReportForm promise={promise} onDone={() => setReporting(false)} />
      ) : (
        <Button size="small" onClick={() => setReporting(true)}>
          报告兑现情况…
        </Button>
      )}
    </div>
  );
}
