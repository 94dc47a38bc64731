import { useState } from 'react';
import type { Rating } from '../../../../src/api/contract';
import { get } from '../../api/request';
import { GRADE_LABELS, labelOf, RESULT_LABELS } from '../../words/labels';
import { useLoad } from '../load';
import { Failure, Notice } from '../parts/notice';
import { Link } from '../parts/link';
import { Page } from '../parts/page';
import { trackPath } from '../paths';
import { trackingTokenOf } from '../recent';
import type { Route } from '../route';
import { NotShown } from '../tracking/not-shown';
import { Attachments } from '../tracking/attachments';
import { ReplyShown } from '../tracking/reply-shown';
import { Words } from '../tracking/timeline';
import { AdditionForm } from './addition-form';
import { GivenRating, WhatFollows } from './given-rating';
import { RatingForm } from './rating-form';

const TITLE = '评价办理结果';

/** The reply and its rating, on one screen. */
export function RatePage({ route: { token } }: { route: Route }) {
  const { data, error, reload, set } = useLoad(token || null, () =>
    get<Rating>(`/public/ratings/${encodeURIComponent(token)}`),
  );
  const [isNew, setNew] = useState(false);
  const onRated = (rating: Rating) => {
    set(rating);
    setNew(true);
  };
  if (data)
    return <Rated rating={data} isNew={isNew} token={token} onRated={onRated} onRefused={() => void reload()} />;
  return (
    <NotShown title={TITLE} asked="rate" token={token} error={error} onRetry={() => void reload()}>
      <p>请打开收到的评价链接，或把它粘贴到这里。</p>
    </NotShown>
  );
}

interface RatedProps {
  rating: Rating;
  /** Given on this page just now. */
  isNew: boolean;
  token: string;
  onRated: (rating: Rating) => void;
  onRefused: () => void;
}

function Rated({ rating, isNew, token, onRated, onRefused }: RatedProps) {
  const [refusal, setRefusal] = useState<unknown>(null);
  // Whoever only got the rating link is not given the key to the whole case.
  const tracking = trackingTokenOf(rating.number);
  const overtaken = (error: unknown) => {
    setRefusal(error);
    onRefused();
  };
  return (
    <Page title={TITLE}>
      <div>
        <p className="words m-title">{rating.title}</p>
        <p className="small muted">
          <span className="number">{rating.number}</span>
          {rating.round > 1 ? ` · 第 ${rating.round} 轮` : ''}
          {tracking ? (
            <>
              {' · '}
              <Link href={trackPath(tracking)}>看办理经过</Link>
            </>
          ) : null}
        </p>
      </div>
      {isNew ? <Received rating={rating} /> : null}
      <section className="m-group" aria-labelledby="reply">
        <h2 id="reply">给您的答复</h2>
        {rating.result ? <p>办理结果：{labelOf(RESULT_LABELS, rating.result)}</p> : null}
        {Object.keys(rating.reply).length > 0 ? (
          <>
            <Words words={rating.reply} />
            <Attachments items={rating.replyFiles} token={token} door="ratings" />
            <ReplyShown
              evidence={rating.evidence}
              live={rating.live}
              token={token}
              door="ratings"
              round={rating.round}
            />
          </>
        ) : (
          <p className="muted">这一轮还没有书面答复。</p>
        )}
      </section>
      <section className="m-group" aria-labelledby="rating">
        <h2 id="rating">您的评价</h2>
        {refusal ? <Failure error={refusal} safe="这一次没有记入，原来的评价不变。" /> : null}
        {rating.canRate ? (
          <RatingForm key={token} rating={rating} token={token} onRated={onRated} onOvertaken={overtaken} />
        ) : (
          <GivenRating rating={rating} token={token} />
        )}
        {isNew || isToBeCalled(rating) ? null : <WhatFollows rating={rating} />}
      </section>
      {rating.canAdd && !isNew ? (
        <AdditionForm rating={rating} token={token} onAdded={onRated} onOvertaken={overtaken} />
      ) : null}
    </Page>
  );
}

/** The addition says what comes next. */
const isToBeCalled = ({ addition, follows }: Rating): boolean => addition?.called === true && follows === 'closed';

/** What was just sent, and what comes of it. */
function Received({ rating }: { rating: Rating }) {
  const { grade, addition } = rating;
  if (grade === null) return null;
  return (
    <Notice>
      <p>
        {addition ? '已收到您的追评。' : '已收到您的评价：'}
        {addition ? null : <strong>{GRADE_LABELS[grade]}</strong>}
      </p>
      {addition?.called ? <p>回访人员会给您打电话，问清楚现在的情况。请留意来电。</p> : <WhatFollows rating={rating} />}
    </Notice>
  );
}
