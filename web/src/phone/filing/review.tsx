import type { PublicForm } from '../../../../src/api/contract';
import { labelOf } from '../../words/labels';
import { fieldsAsked } from '../../../../src/domain/form';
import { KIND_LABELS } from '../../../../src/domain/vocabulary';
import { fileName } from '../files/file-list';
import type { Files } from '../files/use-files';
import { Link } from '../parts/link';
import { filePath } from '../paths';
import { placeName } from './draft';
import type { Draft } from './draft-content';

/** What was answered to the form's own questions, as it will be sent. */
function answersOf({ form }: PublicForm, { category, answers }: Draft): [label: string, answer: string][] {
  if (!form) return [];
  return fieldsAsked(form, category).flatMap(({ name, label }): [string, string][] => {
    const answer = Object.hasOwn(answers, name) ? answers[name] : undefined;
    const words = Array.isArray(answer) ? answer.join('、') : answer?.trim();
    return words ? [[label, words]] : [];
  });
}

/** What is about to be sent, with the way back to each part. */
export function Review({ form, draft, files }: { form: PublicForm; draft: Draft; files: Files['items'] }) {
  const again = (step: number, what: string) => (
    <Link href={filePath(form.code, step)}>
      修改<span className="visually-hidden">{what}</span>
    </Link>
  );
  return (
    <section className="m-group" aria-labelledby="review">
      <h2 id="review">提交前看一看</h2>
      <dl className="m-review">
        <div>
          <dt>类型、地点</dt>
          <dd>
            {labelOf(KIND_LABELS, draft.kind)} · {placeName(form, draft.unit)}
          </dd>
          <dd className="m-again">{again(1, '类型和地点')}</dd>
        </div>
        <div>
          <dt>内容</dt>
          <dd>
            <strong className="words">{draft.title}</strong>
            <p className="words">{draft.body || '（详见录音）'}</p>
            {form.categories.length > 0 ? <p>类别：{draft.category ?? '说不清，由工作人员判断'}</p> : null}
            {answersOf(form, draft).map(([label, answer]) => (
              <p key={label} className="words">
                {label}：{answer}
              </p>
            ))}
            {files.length > 0 ? (
              <p className="words">
                附件 {files.length} 个：{files.map(fileName).join('、')}
              </p>
            ) : null}
          </dd>
          <dd className="m-again">{again(2, '内容')}</dd>
        </div>
      </dl>
    </section>
  );
}
