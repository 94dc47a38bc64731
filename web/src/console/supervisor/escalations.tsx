import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import type { Notice, Notices } from '../../../../src/api/contract';
import { NOTICES, type NoticeKind } from '../../../../src/domain/notice';
import { get, post } from '../../api/request';
import { NotRead } from '../parts/failures';
import { EmptyState, LoadingRows } from '../parts/states';
import { usePageSearch } from '../search';
import { EscalationItem } from './escalation-item';
import { useIsReadOnly } from './opening';
import { useArrivals } from './arrivals';

const KINDS = ['timeout_escalation', 'moved_up', 'supervised'] as const satisfies readonly NoticeKind[];
const MOST = 50;
const WHAT: Record<(typeof KINDS)[number], string> = {
  timeout_escalation: '诉求超过时限的那一刻会出现在这里，不用刷新。',
  moved_up: '超时未动、上提一级的诉求会出现在这里。',
  supervised: '列入督办的诉求会出现在这里。',
};

/** Timeout escalations as they arrive, those not yet read first. */
export function Escalations() {
  const [search, change] = usePageSearch();
  const kind = KINDS.find((each) => each === search.notices) ?? KINDS[0];
  const notices = useQuery({
    queryKey: ['notices', 'desk', kind],
    queryFn: () => get<Notices>('/notices', { kind, limit: MOST }),
  });
  const { shown, isNew } = useArrivals(kind, notices.data?.items);
  const isReadOnly = useIsReadOnly();
  const read = useMarkRead();
  const unread = isReadOnly ? [] : shown.filter((notice) => !notice.read);
  return (
    <section className="desk-escalations" aria-labelledby="desk-escalations">
      <div className="desk-head">
        <h2 id="desk-escalations">刚刚升级的</h2>
        {unread.length > 0 ? (
          <Button size="small" onClick={() => read(unread)}>
            {unread.length} 条全部已读
          </Button>
        ) : null}
      </div>
      <Segmented
        block
        aria-label="哪类通知"
        value={kind}
        onChange={(chosen) => change({ notices: chosen })}
        options={KINDS.map((value) => ({ value, label: NOTICES[value] }))}
      />
      <div className="panel desk-log">
        {notices.isPending ? <LoadingRows rows={5} height={64} /> : null}
        {notices.isLoadingError ? <NotRead /> : null}
        {notices.data && shown.length === 0 ? (
          <EmptyState title={`没有${NOTICES[kind]}`}>{WHAT[kind]}</EmptyState>
        ) : null}
        {notices.data ? (
          <div role="log" aria-live="polite" aria-label={NOTICES[kind]}>
            <ol className="desk-rows">
              {shown.map((notice) => (
                <EscalationItem
                  key={notice.id}
                  notice={notice}
                  isNew={isNew(notice)}
                  onRead={isReadOnly ? undefined : () => read([notice])}
                />
              ))}
            </ol>
          </div>
        ) : null}
      </div>
    </section>
  );
}

/** What cannot be marked stays unread, and can be marked again. */
function useMarkRead(): (notices: readonly Notice[]) => void {
  const client = useQueryClient();
  return (notices) => {
    const ids = notices.filter(({ read }) => !read).map(({ id }) => id);
    if (ids.length === 0) return;
    void post('/notices/read', { ids })
      .catch(() => undefined)
      .finally(() => client.invalidateQueries({ queryKey: ['notices'] }));
  };
}
