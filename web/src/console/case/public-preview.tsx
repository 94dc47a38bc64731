import { useQuery } from '@tanstack/react-query';
import { moment } from '../../time/format';
import { labelOf, RESULT_LABELS } from '../../words/labels';
import { ErrorState, LoadingRows } from '../parts/states';
import { PollResult } from '../polls/poll-result';
import { LiveLink } from '../../media/live-link';
import { Evidence } from '../reply/evidence';
import { publicViewQuery } from './case-queries';
import { WORD_LABELS } from './event-words';

/** Exactly what the reporter reads on the tracking page: units by name, no people, no word that was not meant for them. */
export function PublicPreview({ number }: { number: string }) {
  const view = useQuery(publicViewQuery(number));
  if (view.isPending) return <LoadingRows rows={4} />;
  if (view.isError) return <ErrorState error={view.error} onRetry={() => void view.refetch()} />;
  const { title, body, holder, stageLabel, next, events, result, polls } = view.data;
  return (
    <div className="preview" aria-label="诉求人看到的页面">
      <h3>{title}</h3>
      <p className="words">{body}</p>
      <p>
        <strong>{stageLabel}</strong>
        {holder ? `，现在由 ${holder} 办理` : ''}
        {result ? `，${labelOf(RESULT_LABELS, result)}` : ''}
      </p>
      {next ? (
        <p>
          下一步：{next.step}，最迟 {moment(next.dueAt)}
          {next.provisional ? '（暂定）' : ''}
        </p>
      ) : null}
      {polls.map((poll) => (
        <PollResult key={poll.closesAt} poll={poll} />
      ))}
      <ol className="timeline" reversed>
        {[...events].reverse().map((event, i) => (
          <li key={i} className="entry">
            <time dateTime={event.at}>{moment(event.at)}</time>
            <div>
              <p>
                <strong>{event.label}</strong> {event.byReporter ? '诉求人' : event.unit}
              </p>
              {Object.entries(event.words).map(([name, text]) => (
                <p key={name} className="words">
                  <span className="muted">{WORD_LABELS[name] ?? name}：</span>
                  {text}
                </p>
              ))}
              {event.evidence ? (
                <Evidence before={idsOf(event.evidence.before)} after={idsOf(event.evidence.after)} />
              ) : null}
              {event.live ? <LiveLink live={event.live} /> : null}
            </div>
          </li>
        ))}
      </ol>
    </div>
  );
}

const idsOf = (files: readonly { id: string }[]): string[] => files.map(({ id }) => id);
