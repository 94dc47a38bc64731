import { Button } from 'antd';
import type { ReactNode } from 'react';
import { RequestError } from '../../api/request';

/** What will come here, and what to do now. */
export function EmptyState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="state">
      <p className="state-title">{title}</p>
      {children ? <div className="muted">{children}</div> : null}
    </div>
  );
}

/** What happened, what is safe, and what to do. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  return (
    <div className="state" role="alert">
      <p className="state-title">{error instanceof RequestError ? error.problem.title : '页面出错了'}</p>
      <p className="muted">{sentenceOf(error)}</p>
      {isSignedOut(error) ? (
        <Button
          href={`/console/login?next=${encodeURIComponent(location.pathname.slice('/console'.length) + location.search)}`}
        >
          重新登录
        </Button>
      ) : isClosed(error) ? (
        <Button href="/console/">回到工作台</Button>
      ) : onRetry ? (
        <Button onClick={onRetry}>再试一次</Button>
      ) : null}
    </div>
  );
}

const isSignedOut = (error: unknown): boolean => error instanceof RequestError && error.problem.status === 401;

/** Not there, or not for this person: trying again does not open it. */
const isClosed = (error: unknown): boolean =>
  error instanceof RequestError && [403, 404].includes(error.problem.status);

export const sentenceOf = (error: unknown): string =>
  error instanceof RequestError ? error.problem.detail : '页面遇到意外问题，已填写的内容保存在草稿里，请刷新后再试。';

/** Keeps the place of what is still loading, so that nothing jumps when it comes. */
export function LoadingRows({ rows = 6, height = 64 }: { rows?: number; height?: number }) {
  return (
    <div role="status" aria-label="正在载入">
      {Array.from({ length: rows }, (_, i) => (
        <div key={i} className="loading-row" style={{ height }} aria-hidden="true">
          <span />
          <span />
        </div>
      ))}
    </div>
  );
}
