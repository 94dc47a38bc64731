import type { Rating } from '../../../../src/api/contract';
import { DIMENSIONS, type Dimension } from '../../../../src/domain/rating';
import { DISSATISFACTION_REASONS, type Grade } from '../../../../src/domain/vocabulary';
import { moment } from '../../time/format';
import { GRADE_LABELS } from '../../words/labels';
import { Attachments } from '../tracking/attachments';
import { Stars } from './grade-rows';

/** What was said, and what came of it. */
export function GivenRating({ rating, token }: { rating: Rating; token: string }) {
  const { grade, reasons, comment, attachments, addition } = rating;
  if (grade === null) return <p>这一轮的评价已经结束。如果事情还没有解决，可以重新反映。</p>;
  const points = (Object.entries(rating.dimensions) as [Dimension, Grade][]).map(
    ([name, value]) => `${DIMENSIONS[name]} ${value} 分`,
  );
  return (
    <>
      <p>
        您的评价：<strong>{GRADE_LABELS[grade]}</strong> <Stars grade={grade} />
      </p>
      {points.length > 0 ? <p>{points.join('，')}</p> : null}
      {reasons.length > 0 ? <p>原因：{reasons.map((reason) => DISSATISFACTION_REASONS[reason]).join('、')}</p> : null}
      {comment ? <p className="words">{comment}</p> : null}
      <Attachments items={attachments} token={token} door="ratings" />
      <p className="small muted">每一轮评价一次，不能修改。</p>
      {addition ? <Added addition={addition} token={token} /> : null}
    </>
  );
}

type Addition = NonNullable<Rating['addition']>;

function Added({ addition, token }: { addition: Addition; token: string }) {
  const { at, grade, text, attachments, called, calledBack } = addition;
  return (
    <div className="m-added">
      <h3>您的追评</h3>
      <p className="small muted">
        <time dateTime={at}>{moment(at)}</time>
      </p>
      {grade === null ? null : (
        <p>
          现在的评价：<strong>{GRADE_LABELS[grade]}</strong> <Stars grade={grade} />
        </p>
      )}
      <p className="words">{text}</p>
      <Attachments items={attachments} token={token} door="ratings" />
      {calledBack ? <CalledBack {...calledBack} /> : called ? <p>已安排回访人员给您打电话，请留意来电。</p> : null}
    </div>
  );
}

const NEXT: Record<NonNullable<Rating['follows']>, string> = {
  callback: '回访人员会给您打电话，问清楚哪里没有办好；核实后该重办的重新办理。请留意来电。',
  redo: '这件诉求正在重新办理。有了新的答复，会再给您一个评价链接。',
  closed: '这件诉求已经办结。以后有事，欢迎再来反映。',
};

const CalledBack = ({ text, basis }: NonNullable<Rating['calledBack']>) => (
  <>
    <p>{text}</p>
    {basis ? <p className="words">依据：{basis}</p> : null}
  </>
);

/** What the callback came to says more than that the case is closed. */
export function WhatFollows({ rating: { follows, calledBack } }: { rating: Rating }) {
  if (follows === 'closed' && calledBack) return <CalledBack {...calledBack} />;
  return follows ? <p>{NEXT[follows]}</p> : null;
}
