import { App } from 'antd';
import { useState } from 'react';
import type { Callback, DemandEvent } from '../../../../src/api/contract';
import { isEnded } from '../../../../src/domain/callback';
import { moment } from '../../time/format';
import { ErrorState, LoadingRows } from '../parts/states';
import { useMe } from '../session';
import { answered, useAnswers } from './answers';
import { AttemptForm } from './attempt-form';
import { CasePane } from './case-pane';
import { ConcludeForm } from './conclude-form';
import { Head } from './head';
import { useCase, useJob, useRulesOf } from './queries';
import { ScriptPane } from './script-pane';
import { SkipForm } from './skip-form';
import { TransferForm } from './transfer-form';
import { WorkBar, type Step } from './work-bar';
import { CONCLUSION_LABELS } from './words';

/** One job: what to do with it on top, the script and the case beside each other. `onOver` hears that it is done with. */
export function CallbackDesk({ id, onOver }: { id: string; onOver: () => void }) {
  const job = useJob(id);
  if (job.isPending) return <LoadingRows rows={8} />;
  if (job.data === undefined) return <ErrorState error={job.error} onRetry={() => void job.refetch()} />;
  return <Desk job={job.data} onOver={onOver} />;
}

const NO_EVENTS: DemandEvent[] = [];

function Desk({ job, onOver }: { job: Callback; onOver: () => void }) {
  const me = useMe();
  const { message } = App.useApp();
  const { demand, events } = useCase(job.demand.number);
  const rules = useRulesOf(events.data?.items ?? NO_EVENTS);
  const [open, setOpen] = useState<Step | null>(null);
  const answers = useAnswers(job.id);
  const [name, setName] = useState<string | null>(null);
  const isMine = job.claimedBy?.username === me.username && !isEnded(job);
  const isSupervised = open === 'skip' || open === 'transfer';
  const step = (isMine || isSupervised) && !isEnded(job) ? open : null;

  const attempted = (after: Callback) => {
    const isReached = after.attempts.at(-1)?.outcome === 'reached';
    setOpen(isReached ? 'conclude' : null);
    if (isReached) return;
    const next = isEnded(after) ? '任务以“未接通”结束' : `下次回访 ${moment(after.windowStart)}`;
    void message.info(`已登记，${next}`);
    onOver();
  };
  const concluded = (after: Callback) => {
    answers.forget();
    void message.success(`已登记结论：${CONCLUSION_LABELS[after.result!]}`);
    onOver();
  };
  const transferred = (after: Callback) => {
    setOpen(null);
    void message.success(`已转交给 ${after.claimedBy?.name ?? '接手人'}`);
    if (after.claimedBy?.username !== me.username) onOver();
  };
  const shared = { job, level: demand.data?.level ?? null, rules, onClose: () => setOpen(null) };

  return (
    <article className="callback-desk" tabIndex={-1} aria-label={`回访 ${job.demand.title}`}>
      <Head job={job} demand={demand.data} rules={rules} onName={setName} />
      <WorkBar job={job} open={step} onOpen={setOpen} />
      <div className="callback-columns">
        {step === 'attempt' ? <AttemptForm {...shared} onDone={attempted} /> : null}
        {step === 'conclude' ? (
          <ConcludeForm {...shared} answers={answered(answers.content)} onDone={concluded} />
        ) : null}
        {step === 'transfer' ? <TransferForm {...shared} onDone={transferred} /> : null}
        {step === 'skip' ? <SkipForm {...shared} onDone={concluded} /> : null}
        <ScriptPane
          job={job}
          reporter={name ?? demand.data?.contact?.name ?? null}
          answers={answers.content}
          onAnswer={isMine ? (title, answer) => answers.change({ [title]: answer }) : null}
        />
        <CasePane job={job} demand={demand} events={events} />
      </div>
    </article>
  );
}
