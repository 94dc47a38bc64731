import type { PublicForm } from '../../../../src/api/contract';
import { labelOf } from '../../words/labels';
import { KIND_LABELS } from '../../../../src/domain/vocabulary';
import { Link } from '../parts/link';
import { filePath } from '../paths';
import { placeName } from './draft';
import type { Draft } from './draft-content';

/** What is about to be sent, with the way back to each part. */
export function Review({ form, draft, files }: { form: PublicForm; draft: Draft; files: number }) {
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
            <p className="words">{draft.body || '(详见录音)'}</p>
            {files > 0 ? <p className="small muted">附件 {files} 个</p> : null}
          </dd>
          <dd className="m-again">{again(2, '内容')}</dd>
        </div>
      </dl>
    </section>
  );
}
