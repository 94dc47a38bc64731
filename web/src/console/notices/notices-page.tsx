import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Segmented, Select } from 'antd';
import { useState } from 'react';
import type { Notices } from '../../../../src/api/contract';
import { NOTICES, STAFF_KINDS } from '../../../../src/domain/notice';
import { get, post } from '../../api/request';
import { useKeys } from '../keys';
import { FormError } from '../parts/form-error';
import { PageHeader } from '../parts/page-header';
import { EmptyState, ErrorState, LoadingRows, sentenceOf } from '../parts/states';
import { usePageSearch } from '../search';
import { useMe } from '../session';
import { NoticeRow } from './notice-row';
import './notices.css';

const KINDS = STAFF_KINDS.map((value) => ({ value, label: NOTICES[value] }));
const ROWS = '.notice-link';

function useNotices({ unread, kind }: { unread?: string; kind?: string }) {
  const filters = { unread: unread === 'true' ? true : undefined, kind };
  return useInfiniteQuery({
    queryKey: ['notices', 'list', filters],
    queryFn: ({ pageParam }) => get<Notices>('/notices', { ...filters, limit: 50, cursor: pageParam || undefined }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
  });
}

/** What the service told me, the newest first. */
export function NoticesPage() {
  const [search, change] = usePageSearch();
  const { readAll, read, refusal } = useReading();
  const list = useNotices(search);
  // What the bell shows: the newest of all, whatever is filtered here.
  const newest = useQuery({
    queryKey: ['notices', 'unread'],
    queryFn: () => get<Notices>('/notices', { limit: 1 }),
  }).data;
  const notices = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const unread = newest?.unread ?? list.data?.pages[0]?.unread;
  const isViewing = useMe().viewedBy !== undefined;

  const step = (by: number) => {
    const rows = [...document.querySelectorAll<HTMLElement>(ROWS)];
    const place = rows.indexOf(document.activeElement as HTMLElement);
    rows[Math.min(rows.length - 1, Math.max(0, place + by))]?.focus();
  };
  useKeys({ j: { does: '下一条通知', act: () => step(1) }, k: { does: '上一条通知', act: () => step(-1) } });

  return (
    <div className="page notices">
      <PageHeader
        title="通知"
        note={
          unread === undefined
            ? ' '
            : unread > 0
              ? `${unread >= 1_000 ? '1000 条以上' : `${unread} 条`}未读`
              : '没有未读通知'
        }
      >
        <Segmented
          aria-label="是否已读"
          value={search.unread === 'true' ? 'true' : ''}
          options={[
            { value: '', label: '全部' },
            { value: 'true', label: '只看未读' },
          ]}
          onChange={(value) => change({ unread: value || undefined })}
        />
        <Select
          className="notices-kind"
          aria-label="种类"
          value={search.kind ?? ''}
          options={[{ value: '', label: '全部种类' }, ...KINDS]}
          onChange={(value) => change({ kind: value || undefined })}
        />
        <Button disabled={!unread || isViewing || !newest?.items[0]} onClick={() => void readAll(newest!.items[0]!.id)}>
          全部标为已读
        </Button>
      </PageHeader>
      <FormError error={refusal} />
      {list.isPending ? <LoadingRows rows={8} height={80} /> : null}
      {list.isError && notices.length === 0 ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : null}
      {list.isSuccess && notices.length === 0 ? <Nothing /> : null}
      {notices.length > 0 ? (
        <ul className="notices-list" aria-label="通知">
          {notices.map((notice) => (
            <NoticeRow key={notice.id} notice={notice} onRead={isViewing ? undefined : () => void read(notice.id)} />
          ))}
        </ul>
      ) : null}
      {list.hasNextPage ? (
        <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          更多
        </Button>
      ) : null}
    </div>
  );
}

function useReading() {
  const client = useQueryClient();
  const [refusal, setRefusal] = useState<string | null>(null);
  const send = async (body: object) => {
    setRefusal(null);
    try {
      await post('/notices/read', body);
    } catch (error) {
      setRefusal(sentenceOf(error));
    }
    await client.invalidateQueries({ queryKey: ['notices'] });
  };
  return { refusal, read: (id: string) => send({ ids: [id] }), readAll: (upTo: string) => send({ upTo }) };
}

function Nothing() {
  const [{ unread, kind }, change] = usePageSearch();
  if (unread ?? kind)
    return (
      <EmptyState title={unread && !kind ? '没有未读通知' : '没有符合筛选条件的通知'}>
        <Button onClick={() => change({ unread: undefined, kind: undefined })}>查看全部通知</Button>
      </EmptyState>
    );
  return (
    <EmptyState title="还没有通知">
      轮到您办的任务、时限提醒、超时升级和督办会出现在这里，新的在前；右上角的铃铛显示未读数。
    </EmptyState>
  );
}
