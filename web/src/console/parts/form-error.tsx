import { RequestError } from '../../api/request';
import { sentenceOf } from './states';

/**
 * Why the service did not take what was typed; what was typed stays. What is wrong with single fields is said again in place,
 * and here without the paths, which are for programs. A text is said as it is.
 */
export function FormError({ error }: { error: unknown }) {
  if (error === null || error === undefined) return null;
  return (
    <p className="form-error" role="alert">
      {typeof error === 'string' ? error : (fieldsOf(error) ?? sentenceOf(error))}
    </p>
  );
}

/** More than these nobody reads in one paragraph. */
const MOST_SAID = 3;

function fieldsOf(error: unknown): string | null {
  const messages = error instanceof RequestError ? (error.problem.errors ?? []).map(({ message }) => message) : [];
  const different = [...new Set(messages)];
  if (different.length > MOST_SAID) return `有 ${different.length} 处填写有误，每一处的说明在它下面。`;
  return different.length > 0 ? `填写有误：${different.join('；')}` : null;
}
