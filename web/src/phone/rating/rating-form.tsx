import { useState } from 'react';
import type { Rating } from '../../../../src/api/contract';
import type { Dimensions } from '../../../../src/domain/rating';
import { isDissatisfied, type DissatisfactionReason, type Grade } from '../../../../src/domain/vocabulary';
import { useIntention } from '../../api/use-intention';
import { post } from '../../api/request';
import { moment } from '../../time/format';
import { FilePicker } from '../files/file-picker';
import { useKeptText } from '../kept';
import { codeOf } from '../load';
import { Button } from '../parts/button';
import { SomeOf } from '../parts/choices';
import { WordsField } from '../parts/field';
import { Form } from '../parts/form';
import { Failure } from '../parts/notice';
import { DimensionRows } from './dimension-rows';
import { GradeRows } from './grade-rows';
import { useSentFiles } from './use-sent-files';

/** These say that somebody else was first, or that it is too late: the page must show how it stands. */
const OVERTAKEN = ['already_rated', 'not_allowed_in_stage', 'clock_expired'];

interface RatingFormProps {
  rating: Rating;
  token: string;
  onRated: (rating: Rating) => void;
  onOvertaken: (error: unknown) => void;
}

/** Five grades, none chosen beforehand. A bad one asks why, with reasons to tick; words, pictures and single points are free. */
export function RatingForm({ rating, token, onRated, onOvertaken }: RatingFormProps) {
  const owner = `rating:${rating.number}:${rating.round}`;
  const [grade, setGrade] = useState<Grade | null>(null);
  const [dimensions, setDimensions] = useState<Dimensions>({});
  const [reasons, setReasons] = useState<DissatisfactionReason[]>([]);
  const [comment, setComment] = useKeptText(`phone:words:${owner}`);
  const [tried, setTried] = useState(0);
  const [error, setError] = useState<unknown>(null);
  const { keyFor } = useIntention();
  const { files, progress, send } = useSentFiles(owner);
  const isBad = grade !== null && isDissatisfied(grade);

  const rate = async () => {
    if (grade === null) return setTried(tried + 1);
    if (progress !== null) return;
    setError(null);
    try {
      await send(async (attachments) => {
        const body = {
          grade,
          ...(Object.keys(dimensions).length > 0 ? { dimensions } : {}),
          ...(isBad ? { reasons } : {}),
          ...(comment.trim() ? { comment: comment.trim() } : {}),
          ...(attachments.length > 0 ? { attachments } : {}),
        };
        const rated = await post<Rating>(`/public/ratings/${encodeURIComponent(token)}`, body, keyFor(body));
        setComment('');
        onRated(rated);
      });
    } catch (refused) {
      if (OVERTAKEN.includes(codeOf(refused) ?? '')) onOvertaken(refused);
      else setError(refused);
    }
  };

  return (
    <Form onSubmit={rate} failures={tried} aria-label="评价">
      <GradeRows
        legend="您满意吗"
        value={grade}
        onChange={setGrade}
        error={tried > 0 && grade === null ? '请选择一项。' : undefined}
      />
      {isBad ? <Reasons rules={rating.reasonRules} values={reasons} onChange={setReasons} /> : null}
      <DimensionRows values={dimensions} onChange={setDimensions} />
      <WordsField label="想说的话" isOptional rows={3} value={comment} onChange={setComment} maxLength={2000} />
      <FilePicker files={files} withVoice={false} />
      {isBad ? <p className="small">提交后，回访人员会给您打电话核实；您的联系方式不会给被评价的单位看。</p> : null}
      {error ? <Failure error={error} safe="刚才的选择还在，评价不会重复计算。" /> : null}
      <div className="m-actions">
        <Button type="submit" look="primary" isBusy={progress !== null}>
          {progress ?? '提交评价'}
        </Button>
      </div>
      {rating.until ? (
        <p className="small muted">请在 {moment(rating.until)} 前评价；过后按“未评价”办结，不会算作满意。</p>
      ) : null}
    </Form>
  );
}

interface ReasonsProps {
  rules: Rating['reasonRules'];
  values: DissatisfactionReason[];
  onChange: (values: DissatisfactionReason[]) => void;
}

/** What a callback that confirms it leads to stands beside each reason: nobody is surprised by it. */
function Reasons({ rules, values, onChange }: ReasonsProps) {
  const choices = rules.map(({ code, label, reopens }) => ({
    value: code,
    label,
    note: reopens ? '核实后重新办理' : '核实后记入改进，不重新办理',
  }));
  return <SomeOf legend="哪里没有办好（可以多选）" choices={choices} values={values} onChange={onChange} />;
}
