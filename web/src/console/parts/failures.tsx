import { useQueryClient, type Query } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { RequestError } from '../../api/request';
import { ErrorState } from './states';

const isFailed = ({ state }: Query): boolean => state.status === 'error';
const causeOf = ({ state: { error } }: Query): string => (error instanceof RequestError ? error.code : String(error));

/** On a page that asks in several places: what could not be read, one box for one cause, however many places it leaves empty. */
export function Failures() {
  const client = useQueryClient();
  const cache = client.getQueryCache();
  const failed = () => cache.findAll({ type: 'active', predicate: isFailed });
  useSyncExternalStore(
    (onChange) => cache.subscribe(onChange),
    () => failed().map(causeOf).join(),
  );
  const causes = new Map(failed().map((query) => [causeOf(query), query.state.error]));
  const again = () => void client.refetchQueries({ type: 'active', predicate: isFailed });
  return [...causes].map(([cause, error]) => (
    <div className="panel" key={cause}>
      <ErrorState error={error} onRetry={again} />
    </div>
  ));
}

/** In the place of what was not read. */
export const NotRead = () => <p className="state muted">没有读到，原因见页首。</p>;
