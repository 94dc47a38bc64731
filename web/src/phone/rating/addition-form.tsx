import { useState } from 'react';
import type { Rating } from '../../../../src/api/contract';
import type { Grade } from '../../../../src/domain/vocabulary';
import { useIntention } from '../../api/use-intention';
import { post } from '../../api/request';
import { moment } from '../../time/format';
import { FilePicker } from '../files/file-picker';
import { useKeptText } from '../kept';
import { codeOf } from '../load';
import { Button } from '../parts/button';
import { WordsField } from '../parts/field';
import { Form } from '../parts/form';
import { Failure } from '../parts/notice';
import { GradeRows } from './grade-rows';
import { useSentFiles } from './use-sent-files';

const OVERTAKEN = ['already_added', 'addition_too_late', 'not_allowed_in_stage'];

interface AdditionFormProps {
  rating: Rating;
  token: string;
  onAdded: (rating: Rating) => void;
  onOvertaken: (error: unknown) => void;
}

/** 追评: once, when things turned out otherwise. The rating stays as it was. */
export function AdditionForm({ rating, token, onAdded, onOvertaken }: AdditionFormProps) {
  const owner = `addition:${rating.number}:${rating.round}`;
  const isRedone = rating.follows === 'redo';
  const [grade, setGrade] = useState<Grade | null>(null);
  const [text, setText] = useKeptText(`phone:words:${owner}`);
  const [tried, setTried] = useState(0);
  const [error, setError] = useState<unknown>(null);
  const { keyFor } = useIntention();
  const { files, progress, send } = useSentFiles(owner);

  const add = async () => {
    if (!text.trim()) return setTried(tried + 1);
    if (progress !== null) return;
    setError(null);
    try {
      await send(async (attachments) => {
        const body = {
          text: text.trim(),
          ...(grade === null ? {} : { grade }),
          ...(attachments.length > 0 ? { attachments } : {}),
        };
        const url = `/public/ratings/${encodeURIComponent(token)}/additions`;
        const added = await post<Rating>(url, body, keyFor(body));
        setText('');
        onAdded(added);
      });
    } catch (refused) {
      if (OVERTAKEN.includes(codeOf(refused) ?? '')) onOvertaken(refused);
      else setError(refused);
    }
  };

  return (
    <details className="m-group">
      <summary>
        {rating.calledBack && !isRedone ? '不认可回访的结果？可以追评一次' : '情况有变化？可以追评一次'}
      </summary>
      <p className="small muted">
        原来的评价不变。{rating.addUntil ? `最迟 ${moment(rating.addUntil)}。` : ''}
        {isRedone
          ? '这件诉求已在重新办理，您写的会给办理单位看，不再另打电话。'
          : rating.calledBack
            ? '没有接通、不愿通话或认定为不合理诉求的，写明您的意见，会有回访人员再给您打电话。'
            : '现在不满意、而且比原来差的，会有回访人员给您打电话。'}
      </p>
      <Form onSubmit={add} failures={tried} aria-label="追评">
        <WordsField
          label="后来怎么样了"
          rows={3}
          value={text}
          onChange={setText}
          maxLength={2000}
          error={tried > 0 && !text.trim() ? '请写几句。' : undefined}
        />
        <GradeRows legend="现在的评价" isOptional value={grade} onChange={setGrade} />
        <FilePicker files={files} withVoice={false} />
        {error ? <Failure error={error} safe="写的内容还在，不会重复提交。" /> : null}
        <div className="m-actions">
          <Button type="submit" look="primary" isBusy={progress !== null}>
            {progress ?? '提交追评'}
          </Button>
        </div>
      </Form>
    </details>
  );
}
