import { useEffect, useState, type ReactNode } from 'react';
import { RequestError } from '../../api/request';
import { codeOf, sentence } from '../load';
import { Button } from './button';

/** Something to know beside what one does. `alert` is read out at once. */
export function Notice({ tone = 'plain', children }: { tone?: 'plain' | 'alert'; children: ReactNode }) {
  return (
    <div className="m-notice" data-tone={tone} role={tone === 'alert' ? 'alert' : 'status'}>
      {children}
    </div>
  );
}

/** Seconds until the service listens again; 0 when it does. */
export function useWait(error: unknown): number {
  const seconds = error instanceof RequestError ? (error.retryAfterSeconds ?? 0) : 0;
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    const until = Date.now() + seconds * 1000;
    const count = () => setLeft(Math.max(0, Math.ceil((until - Date.now()) / 1000)));
    count();
    const timer = setInterval(count, 1000);
    return () => clearInterval(timer);
  }, [error, seconds]);
  return left;
}

/** What is safe, when a page could not be shown. */
const SAFE_TO_READ: Record<string, string> = {
  not_found: '诉求本身不受影响，仍在照常办理。',
  offline: '网络恢复后会自动再试，诉求不受影响。',
  unavailable: '诉求不受影响。',
};
/** What is safe, when something could not be sent: every sending carries the key of its intention. */
const SAFE_TO_SEND: Record<string, string> = {
  offline: '内容都在这部手机上。再点一次就可以，不会重复提交。',
  unavailable: '内容都在这部手机上。再点一次就可以，不会重复提交。',
  too_many_attempts: '内容都在这部手机上，等一会儿再点就可以。',
  database_unavailable: '内容都在这部手机上。再点一次就可以，不会重复提交。',
  temporal_unavailable: '内容都在这部手机上。再点一次就可以，不会重复提交。',
};

const waitWords = (seconds: number): string =>
  seconds >= 90 ? `请等 ${Math.ceil(seconds / 60)} 分钟` : `请等 ${seconds} 秒`;

interface FailureProps {
  error: unknown;
  safe?: string;
  /** Instead of a page, not beside a form. */
  isPage?: boolean;
  onRetry?: () => void;
}

/** What happened, what is safe, what to do. */
export function Failure({ error, safe, isPage = false, onRetry }: FailureProps) {
  const wait = useWait(error);
  const kept = safe ?? (isPage ? SAFE_TO_READ : SAFE_TO_SEND)[codeOf(error) ?? ''];
  return (
    <Notice tone="alert">
      <p>{sentence(error)}</p>
      {kept ? <p className="small">{kept}</p> : null}
      {onRetry ? (
        <Button onClick={onRetry} disabled={wait > 0}>
          {wait > 0 ? waitWords(wait) : '再试一次'}
        </Button>
      ) : null}
    </Notice>
  );
}
