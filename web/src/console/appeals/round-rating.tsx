import type { Case } from '../../../../src/api/contract';
import { DIMENSIONS, type Dimension } from '../../../../src/domain/rating';
import { DISSATISFACTION_REASONS, type Grade } from '../../../../src/domain/vocabulary';
import { moment } from '../../time/format';
import { GRADE_LABELS } from '../../words/labels';
import { CONCLUSION_LABELS } from '../callbacks/words';

type Round = Case['rounds'][number];

const BY: Record<NonNullable<Round['ratedBy']>, string> = {
  reporter: '',
  collector: '（收集人代评）',
  telephone: '（电话代评）',
  expired: '（逾期未评价）',
};

/** The rating of one round: grade, single points, reasons, what the callback found, and what was added later. */
export function RoundRating({ round, isOnly }: { round: Round; isOnly: boolean }) {
  const { rating, ratedBy, reasons, callback, addition } = round;
  if (rating === null) return null;
  const points = (Object.entries(round.dimensions) as [Dimension, Grade][]).map(
    ([name, value]) => `${DIMENSIONS[name]} ${value} 分`,
  );
  const said = [
    reasons.length > 0 ? `原因：${reasons.map((reason) => DISSATISFACTION_REASONS[reason]).join('、')}` : '',
    points.join('，'),
    callback ? `回访：${CONCLUSION_LABELS[callback]}` : '',
  ].filter(Boolean);
  return (
    <div className="round-rating">
      <p>
        {isOnly ? '' : `第 ${round.round} 轮：`}
        <strong>{GRADE_LABELS[rating]}</strong>
        {ratedBy ? BY[ratedBy] : ''}
      </p>
      {said.length > 0 ? <p className="small">{said.join(' · ')}</p> : null}
      {addition ? (
        <div className="small">
          <p>
            追评 <time dateTime={addition.at}>{moment(addition.at)}</time>
            {addition.grade === null ? '' : `：${GRADE_LABELS[addition.grade]}`}
            {addition.called ? ' · 已安排回访' : ''}
          </p>
          <p className="words">{addition.text}</p>
        </div>
      ) : null}
    </div>
  );
}
