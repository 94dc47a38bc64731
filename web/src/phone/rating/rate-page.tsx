import { useState } from 'react';
import type { Rating } from '../../../../src/api/contract';
import { isDissatisfied, type Grade } from '../../../../src/domain/vocabulary';
import { get } from '../../api/request';
import { GRADE_LABELS, labelOf, RESULT_LABELS } from '../../words/labels';
import { useLoad } from '../load';
import { Failure, Notice } from '../parts/notice';
import { Page } from '../parts/page';
import type { Route } from '../route';
import { NotShown } from '../tracking/not-shown';
import { Words } from '../tracking/timeline';
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
    <NotShown title={TITLE} token={token} error={error} onRetry={() => void reload()}>
      <p>请打开收到的评价链接,或把它粘贴到这里。</p>
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
  const overtaken = (error: unknown) => {
    setRefusal(error);
    onRefused();
  };
  return (
    <Page title={TITLE}>
      <div>
        <p className="words">{rating.title}</p>
        <p className="small muted">
          <span className="number">{rating.number}</span>
          {rating.round > 1 ? ` · 第 ${rating.round} 轮` : ''}
        </p>
      </div>
      {isNew && rating.grade !== null ? <Follows grade={rating.grade} /> : null}
      <section className="m-group" aria-labelledby="reply">
        <h2 id="reply">给您的答复</h2>
        {rating.result ? <p>办理结果:{labelOf(RESULT_LABELS, rating.result)}</p> : null}
        {Object.keys(rating.reply).length > 0 ? (
          <Words words={rating.reply} />
        ) : (
          <p className="muted">这一轮还没有书面答复。</p>
        )}
      </section>
      <section className="m-group" aria-label="您的评价">
        {refusal ? <Failure error={refusal} safe="这一次没有记入,原来的评价不变。" /> : null}
        {rating.canRate ? (
          <RatingForm key={token} token={token} until={rating.until} onRated={onRated} onOvertaken={overtaken} />
        ) : (
          <Given grade={rating.grade} />
        )}
      </section>
    </Page>
  );
}

function Given({ grade }: { grade: Grade | null }) {
  if (grade === null) return <p>这一轮的评价已经结束。如果事情还没有解决,可以重新反映。</p>;
  return (
    <p>
      您的评价:<strong>{GRADE_LABELS[grade]}</strong>。每一轮评价一次,不能修改。
    </p>
  );
}

/** What comes of the grade that was just given. */
function Follows({ grade }: { grade: Grade }) {
  return (
    <Notice>
      <p>
        已收到您的评价:<strong>{GRADE_LABELS[grade]}</strong>。
      </p>
      {isDissatisfied(grade) ? (
        <p>回访人员会在一个工作日内给您打电话,问清楚哪里没有办好,确认后重新办理。请留意来电。</p>
      ) : (
        <p>谢谢!这件诉求已办结。以后有事,欢迎再来反映。</p>
      )}
    </Notice>
  );
}
