import type { Attachment, Case } from '../../../../src/api/contract';
import { ELEMENT_LABELS } from '../../../../src/domain/reply';
import { labelOf, RESULT_LABELS } from '../../words/labels';
import { LiveLink } from '../../media/live-link';
import type { PromiseGiven } from '../promises/promise-input';
import { Evidence } from './evidence';
import type { EvidenceFiles } from './evidence-upload';
import type { Live } from './live-input';

type Values = Record<string, unknown>;
const ORDER = ['found', 'done', 'basis', 'contact', 'text'] as const;

/** The reply as the reporter will read it, from what is written so far. */
export function ReplyPreview({ demand, values }: { demand: Case; values: Values }) {
  const evidence = (values.evidence ?? {}) as Partial<EvidenceFiles>;
  const live = values.live as Live | undefined;
  const promise = values.promise as PromiseGiven | undefined;
  const files = (values.attachments as Attachment[] | undefined) ?? [];
  const ids = (list: Attachment[] = []): string[] => list.map(({ id }) => id);
  return (
    <details className="reply-preview">
      <summary>诉求人看到的样子</summary>
      <div className="preview">
        <h3>{demand.title}</h3>
        {demand.result ? <p>办理结果：{labelOf(RESULT_LABELS, demand.result)}</p> : null}
        {ORDER.map((name) =>
          typeof values[name] === 'string' && values[name] ? (
            <p key={name} className="words">
              <span className="muted">{ELEMENT_LABELS[name]}：</span>
              {values[name]}
            </p>
          ) : null,
        )}
        {promise?.text ? (
          <p className="words">
            <span className="muted">承诺：</span>
            {promise.text}
            {promise.dueOn ? `（${promise.dueOn} 前告知进展）` : ''}
          </p>
        ) : null}
        <Evidence before={ids(evidence.before)} after={ids(evidence.after)} />
        {files.length > 0 ? <p>附件：{files.map(({ name }) => name).join('、')}</p> : null}
        {live?.url && live.startsAt ? <LiveLink live={{ ...live, url: live.url, startsAt: live.startsAt }} /> : null}
        <p className="muted small">{demand.replyingUnit?.name}</p>
      </div>
    </details>
  );
}
