import { Fragment } from 'react';
import type { Callback } from '../../../../src/api/contract';
import { DIMENSIONS, type Dimension } from '../../../../src/domain/rating';
import { DISSATISFACTION_REASONS, SUBJECT_LABELS } from '../../../../src/domain/vocabulary';
import { moment } from '../../time/format';
import { GRADE_LABELS, labelOf, RESULT_LABELS } from '../../words/labels';
import { AttachmentList } from '../parts/attachments';
import { ErrorState, LoadingRows } from '../parts/states';
import type { useCase } from './queries';
import { heardRounds, type HeardRound } from './rounds';
import { CONCLUSION_LABELS, OUTCOME_LABELS, RELEASE_LABELS, REPLY_QUALITY_LABELS } from './words';

type CasePaneProps = { job: Callback } & ReturnType<typeof useCase>;

/** What was asked, what was answered in each round, and the calls so far. */
export function CasePane({ job, demand, events }: CasePaneProps) {
  return (
    <section className="callback-case" aria-labelledby="callback-case">
      <h3 id="callback-case">这件诉求</h3>
      <Calls job={job} />
      {demand.isError ? <ErrorState error={demand.error} onRetry={() => void demand.refetch()} /> : null}
      {demand.isPending ? <LoadingRows rows={4} /> : null}
      {demand.data ? (
        <>
          <h4>诉求内容</h4>
          <p className="words">{demand.data.body}</p>
          <p className="small muted">
            {`${SUBJECT_LABELS[demand.data.subject.type]} ${demand.data.subject.name} · ${demand.data.collectingUnit.name}收集 · ${moment(demand.data.createdAt)}`}
          </p>
          <AttachmentList items={demand.data.attachments} />
          {events.isError ? <ErrorState error={events.error} onRetry={() => void events.refetch()} /> : null}
          {events.data
            ? heardRounds(demand.data, events.data.items).map((round) => (
                <RoundOf key={round.round} round={round} isCalled={round.round === job.demand.round} />
              ))
            : null}
        </>
      ) : null}
    </section>
  );
}

function Calls({ job }: { job: Callback }) {
  const { attempts, note, result, grade, answers, history } = job;
  if (attempts.length === 0 && result === null && history.length === 0) return null;
  return (
    <>
      <h4>这件回访的经过</h4>
      <ol className="callback-calls">
        {attempts.map(({ at, by, outcome, note: said }) => (
          <li key={at}>
            <span className="number">{moment(at)}</span> {by.name}：{OUTCOME_LABELS[outcome]}
            {said ? <p className="words muted">{said}</p> : null}
          </li>
        ))}
      </ol>
      <Passages history={history} />
      {result ? (
        <p>
          结论：{CONCLUSION_LABELS[result]}
          {grade === null ? '' : `，对方评价“${GRADE_LABELS[grade]}”`}
          {foundWords(job)}
          {note ? <span className="words muted">。{note}</span> : null}
        </p>
      ) : null}
      {answers.length > 0 ? (
        <dl className="definitions">
          {answers.map(({ question, answer }) => (
            <Fragment key={question}>
              <dt>{question}</dt>
              <dd className="words">{answer}</dd>
            </Fragment>
          ))}
        </dl>
      ) : null}
    </>
  );
}

/** Who took it, handed it on, or gave it back. */
function Passages({ history }: Pick<Callback, 'history'>) {
  if (history.length === 0) return null;
  return (
    <ul className="callback-calls small">
      {history.map(({ at, what, by, to, because, note }) => (
        <li key={`${at}${what}`}>
          <span className="number">{moment(at)}</span> {what === 'claimed' ? `${by.name} 领取` : null}
          {what === 'transferred' ? `${by.name} 转交给 ${to?.name ?? '—'}` : null}
          {what === 'released' ? `${by.name}：${because ? RELEASE_LABELS[because] : '放回队列'}` : null}
          {what === 'skipped' ? `${by.name} 跳过` : null}
          {note ? <span className="words muted">:{note}</span> : null}
        </li>
      ))}
    </ul>
  );
}

function foundWords({ found: { solved, reasons, dimensions, replyQuality } }: Callback): string {
  const graded = Object.entries(dimensions).map(
    ([name, grade]) => `${DIMENSIONS[name as Dimension]}${GRADE_LABELS[grade]}`,
  );
  const parts = [
    solved === null ? null : solved ? '对方说已解决' : '对方说没有解决',
    reasons.length > 0 ? reasons.map((reason) => DISSATISFACTION_REASONS[reason]).join('、') : null,
    ...graded,
    replyQuality === null ? null : `答复质量：${REPLY_QUALITY_LABELS[replyQuality]}`,
  ].filter((part) => part !== null);
  return parts.length > 0 ? `；${parts.join('；')}` : '';
}

function RoundOf({ round, isCalled }: { round: HeardRound; isCalled: boolean }) {
  const { reply, rating, reasons, comment, callback, callbackNote } = round;
  return (
    <details className="callback-round" open={isCalled}>
      <summary>
        <h4>
          第 {round.round} 轮{isCalled ? '（本次回访）' : ''}
        </h4>
        <span className="muted">
          {[
            round.leadUnit?.name ?? '未定主办',
            labelOf(RESULT_LABELS, round.result),
            rating === null ? '未评价' : GRADE_LABELS[rating],
          ].join(' · ')}
        </span>
      </summary>
      {reply ? (
        <dl className="definitions">
          <dt>查明</dt>
          <dd className="words">{reply.found}</dd>
          <dt>处理</dt>
          <dd className="words">{reply.done}</dd>
          <dt>依据</dt>
          <dd className="words">{reply.basis}</dd>
          {reply.text ? (
            <>
              <dt>补充</dt>
              <dd className="words">{reply.text}</dd>
            </>
          ) : null}
          <dt>反馈时间</dt>
          <dd className="number">{moment(reply.at)}</dd>
        </dl>
      ) : (
        <p className="muted">这一轮还没有反馈。</p>
      )}
      {rating === null ? null : (
        <p>
          评价：{GRADE_LABELS[rating]}
          {reasons.length > 0 ? `（${reasons.map((reason) => DISSATISFACTION_REASONS[reason]).join('、')}）` : ''}
          {round.ratedBy === 'collector' ? '，收集人代评' : ''}
          {round.ratedBy === 'telephone' ? '，电话代评' : ''}
        </p>
      )}
      {comment ? <p className="words">“{comment}”</p> : null}
      {round.addition ? (
        <p className="words">
          追评{round.addition.grade === null ? '' : `（${GRADE_LABELS[round.addition.grade]}）`}：“{round.addition.text}
          ”
        </p>
      ) : null}
      {callback ? (
        <p>
          回访：{CONCLUSION_LABELS[callback]}
          {callbackNote ? <span className="words muted">。{callbackNote}</span> : null}
        </p>
      ) : null}
    </details>
  );
}
