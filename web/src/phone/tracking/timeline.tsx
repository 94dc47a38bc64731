import type { PublicDemand } from '../../../../src/api/contract';
import { moment } from '../../time/format';
import { WRITTEN_LABELS } from '../../words/labels';
import { Attachments } from './attachments';
import { isReply, ReplyShown } from './reply-shown';

type Event = PublicDemand['events'][number];

/** What the fields of public words are called; free text needs no name. */
const WORD_LABELS: Record<string, string> = {
  ...WRITTEN_LABELS,
  goTo: '请到',
  comment: '您的意见',
};
const ORDER = [
  'outcome',
  'found',
  'done',
  'basis',
  'contact',
  'text',
  'question',
  'reason',
  'decision',
  'goTo',
  'comment',
];

/** Newest first. */
export function Timeline({ events, round, token }: { events: readonly Event[]; round: number; token: string }) {
  return (
    <section className="m-group" aria-labelledby="timeline">
      <h2 id="timeline">办理经过</h2>
      <ol className="m-timeline" reversed>
        {[...events].reverse().map((event, i) => (
          <li key={`${event.at} ${event.type} ${i}`}>
            <p className="m-event-head">
              <strong>{event.label}</strong>
              {round > 1 ? <span className="tag">第 {event.round} 轮</span> : null}
            </p>
            <p className="small muted">
              <time dateTime={event.at}>{moment(event.at)}</time>
              {event.byReporter ? ' · 您' : event.unit ? ` · ${event.unit}` : ''}
            </p>
            <Words words={event.words} />
            <Attachments items={event.attachments} token={token} />
            {isReply(event) ? <ReplyShown {...event} token={token} door="demands" /> : null}
          </li>
        ))}
      </ol>
    </section>
  );
}

export function Words({ words }: { words: Record<string, string> }) {
  const named = ORDER.filter((name) => words[name]);
  if (named.length === 0) return null;
  return (
    <dl className="m-said">
      {named.map((name) => (
        <div key={name}>
          {WORD_LABELS[name] ? <dt>{WORD_LABELS[name]}</dt> : <dt className="visually-hidden">说明</dt>}
          <dd className="words">{words[name]}</dd>
        </div>
      ))}
    </dl>
  );
}
