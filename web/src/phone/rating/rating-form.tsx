import { useState } from 'react';
import type { Rating } from '../../../../src/api/contract';
import { isDissatisfied, type DissatisfactionReason, type Grade } from '../../../../src/domain/vocabulary';
import { useIntention } from '../../api/use-intention';
import { post } from '../../api/request';
import { moment } from '../../time/format';
import { GRADE_OPTIONS, REASON_OPTIONS } from '../../words/labels';
import { codeOf } from '../load';
import { Button } from '../parts/button';
import { OneOf, SomeOf } from '../parts/choices';
import { WordsField } from '../parts/field';
import { Form } from '../parts/form';
import { Failure } from '../parts/notice';

/** These say that somebody else was first, or that it is too late: the page must show how it stands. */
const OVERTAKEN = ['already_rated', 'not_allowed_in_stage', 'clock_expired'];

interface RatingFormProps {
  token: string;
  until: string | null;
  onRated: (rating: Rating) => void;
  onOvertaken: (error: unknown) => void;
}

/** Five grades, none chosen beforehand. A bad one asks why, with reasons to tick and room for words. */
export function RatingForm({ token, until, onRated, onOvertaken }: RatingFormProps) {
  const [grade, setGrade] = useState<Grade | null>(null);
  const [reasons, setReasons] = useState<DissatisfactionReason[]>([]);
  const [comment, setComment] = useState('');
  const [tried, setTried] = useState(0);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const { keyFor } = useIntention();
  const isBad = grade !== null && isDissatisfied(grade);

  const send = async () => {
    if (grade === null) return setTried(tried + 1);
    if (isBusy) return;
    const why = isBad ? { reasons, ...(comment.trim() ? { comment: comment.trim() } : {}) } : {};
    const body = { grade, ...why };
    setBusy(true);
    setError(null);
    try {
      onRated(await post<Rating>(`/public/ratings/${encodeURIComponent(token)}`, body, keyFor(body)));
    } catch (refused) {
      setBusy(false);
      if (OVERTAKEN.includes(codeOf(refused) ?? '')) onOvertaken(refused);
      else setError(refused);
    }
  };

  return (
    <Form onSubmit={send} failures={tried} aria-label="评价">
      <OneOf
        legend="您满意吗"
        choices={GRADE_OPTIONS}
        value={grade}
        onChange={setGrade}
        error={tried > 0 && grade === null ? '请选择一项。' : undefined}
      />
      {isBad ? (
        <>
          <SomeOf
            legend="哪里没有办好(可以多选)"
            isPaired
            choices={REASON_OPTIONS}
            values={reasons}
            onChange={setReasons}
          />
          <WordsField label="想说的话" isOptional rows={3} value={comment} onChange={setComment} maxLength={2000} />
        </>
      ) : null}
      {error ? <Failure error={error} safe="刚才的选择还在,评价不会重复计算。" /> : null}
      <div className="m-actions">
        <Button type="submit" look="primary" isBusy={isBusy}>
          {isBusy ? '正在提交…' : '提交评价'}
        </Button>
      </div>
      {until ? <p className="small muted">请在 {moment(until)} 前评价;过后按「未评价」办结,不会算作满意。</p> : null}
    </Form>
  );
}
