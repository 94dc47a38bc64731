import { useEffect } from 'react';
import type { PublicDemand } from '../../../../src/api/contract';
import { KIND_LABELS } from '../../../../src/domain/vocabulary';
import { get } from '../../api/request';
import { moment } from '../../time/format';
import { useLoad } from '../load';
import { CopyButton } from '../parts/copy-button';
import { Link } from '../parts/link';
import { Failure } from '../parts/notice';
import { Page } from '../parts/page';
import { ratePath, trackPath } from '../paths';
import { noteFollowed } from '../recent';
import type { Route } from '../route';
import { Attachments } from './attachments';
import { Polls } from '../voting/poll-result';
import { Promises } from './promises';
import { NotShown } from './not-shown';
import { SupplyForm } from './supply-form';
import { Timeline } from './timeline';
import { Urge } from './urge';
import { isVoted, WhereItIs } from './where-it-is';
import { Withdraw } from './withdraw';

const TITLE = '查进度';
/** Milliseconds between two looks while the page is open. */
const LOOK_AGAIN = 60_000;
/** A title of more characters may not fit the three lines that a heading has: where the case stands comes first. */
const LONG = 36;

export function TrackPage({ route: { token } }: { route: Route }) {
  const { data, error, reload, set } = useLoad(token || null, () =>
    get<PublicDemand>(`/public/demands/${encodeURIComponent(token)}`),
  );
  useEffect(() => {
    if (!data) return;
    const timer = setInterval(() => document.visibilityState === 'visible' && void reload(), LOOK_AGAIN);
    return () => clearInterval(timer);
  }, [data === null, reload]);

  if (data) return <Tracked demand={data} token={token} error={error} onChange={set} onRetry={() => void reload()} />;
  return <NotShown title={TITLE} token={token} error={error} onRetry={() => void reload()} />;
}

interface TrackedProps {
  demand: PublicDemand;
  token: string;
  /** The page may be older than it looks. */
  error: unknown;
  onChange: (demand: PublicDemand) => void;
  onRetry: () => void;
}

function Tracked({ demand, token, error, onChange, onRetry }: TrackedProps) {
  const acting = { demand, token, onDone: onChange };
  useEffect(() => noteFollowed(demand.number, token), [demand.number, token]);
  return (
    <Page title={<span className="words m-title">{demand.title}</span>} name={TITLE}>
      <p className="small muted">
        {KIND_LABELS[demand.kind]} · <span className="number">{demand.number}</span> ·{' '}
        <span className="m-whole">{moment(demand.createdAt)} 提交</span>
      </p>
      {error ? <Failure error={error} safe="下面是上一次看到的进度。" onRetry={onRetry} /> : null}
      <WhereItIs demand={demand} />
      <Urge {...acting} />
      {demand.ratingToken ? (
        <div className="m-actions">
          <Link
            className="m-button"
            data-look={demand.stage === 'rating' ? 'primary' : 'plain'}
            href={ratePath(demand.ratingToken)}
          >
            {demand.stage === 'rating' ? '看答复并评价' : demand.canAdd ? '情况有变化？追评一次' : '看答复和您的评价'}
          </Link>
        </div>
      ) : null}
      {demand.canSupply && !isVoted(demand) ? <SupplyForm {...acting} /> : null}
      <Polls polls={demand.polls} />
      <Promises promises={demand.promises} />
      {demand.canSupply && isVoted(demand) ? (
        <details className="m-group">
          <summary>补充材料</summary>
          <SupplyForm {...acting} />
        </details>
      ) : null}
      <Parts parts={demand.parts} />
      <Timeline events={demand.events} round={demand.round} token={token} />
      <details className="m-group">
        <summary>我反映的内容</summary>
        <div className="m-inside">
          {demand.title.length > LONG ? <p className="words">{demand.title}</p> : null}
          <p className="muted">{demand.unit}</p>
          <p className="words">{demand.body}</p>
          <p>类别：{demand.category}</p>
          {demand.answers.map(({ label, value }) => (
            <p key={label} className="words">
              {label}：{value}
            </p>
          ))}
          <Attachments items={demand.attachments} token={token} />
        </div>
      </details>
      <div className="m-buttons">
        <Withdraw {...acting} />
        <CopyButton text={`${location.origin}${trackPath(token)}`} label="复制查询链接" />
      </div>
    </Page>
  );
}

/** A letter that was several matters: each goes its own way, and has its own link. */
function Parts({ parts }: { parts: PublicDemand['parts'] }) {
  if (parts.length === 0) return null;
  return (
    <section className="m-group" aria-labelledby="parts">
      <h2 id="parts">分成了 {parts.length} 件</h2>
      <ul className="m-list">
        {parts.map((part) => (
          <li key={part.number}>
            <Link href={trackPath(part.trackingToken)} className="m-row">
              <span className="words">{part.title}</span>
              <span className="small muted">{part.stageLabel}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
