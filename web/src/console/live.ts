import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Notice } from '../../../src/api/contract';
import { viewedAs } from '../api/request';

/** What may have changed when the service says that something did. */
const LIVE = [
  'tasks',
  'notices',
  'demand',
  'demands',
  'callbacks',
  'callback',
  'spot-checks',
  'workload',
  'overview',
  'polls',
  'appeals',
  'promises',
  ...['analyses', 'analysis', 'statistics'],
  'conferences',
  'topics',
  'messages',
  ...['visits', 'visit', 'teams', 'enterprises', 'inspections', 'inspection', 'buildings'],
];
/** What a notice says of pages that are not work of every day. */
const CHANGED_BY: Partial<Record<Notice['kind'], string[]>> = {
  draft_submitted: ['drafts'],
  draft_decided: ['drafts', 'policies', 'calendars', 'rules', 'figure-sets'],
  deputised: ['absences', 'me'],
  endpoint_disabled: ['endpoints'],
};
const POLL = 20_000;
/** A step that nobody is told of (a colleague accepts) announces nothing: what is counted and listed is asked for now and then. */
export const ASK_AGAIN = 30_000;

/** Of a long list only the part that has been read is asked for again, when something is known to have changed. */
export const askShortAgain = ({ state: { data } }: { state: { data?: { pages: unknown[] } } }): number | false =>
  (data?.pages.length ?? 0) > 1 ? false : ASK_AGAIN;

export function refresh(client: QueryClient): void {
  for (const key of LIVE) void client.invalidateQueries({ queryKey: [key] });
}

/**
 * Keeps every open page current: the stream tells of new notices and changed queues. `onNotice` hears each notice once. Where
 * there can be no stream (looking at the service as somebody else), the pages are asked for anew now and then.
 */
export function useLive(onNotice: (notice: Notice) => void): 'live' | 'away' | 'polling' {
  const client = useQueryClient();
  const [state, setState] = useState<'live' | 'away'>('live');
  const isViewing = viewedAs() !== null;

  useEffect(() => {
    if (isViewing) {
      const timer = setInterval(() => refresh(client), POLL);
      return () => clearInterval(timer);
    }
    const source = new EventSource('/api/v1/stream');
    source.addEventListener('open', () => setState('live'));
    source.addEventListener('error', () => setState('away'));
    source.addEventListener('queues', () => refresh(client));
    source.addEventListener('notice', (event) => {
      const notice = JSON.parse((event as MessageEvent<string>).data) as Notice;
      for (const key of ['notices', ...(CHANGED_BY[notice.kind] ?? [])])
        void client.invalidateQueries({ queryKey: [key] });
      onNotice(notice);
    });
    return () => source.close();
  }, [client, isViewing, onNotice]);

  return isViewing ? 'polling' : state;
}
