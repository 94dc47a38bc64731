import { Button, Select } from 'antd';
import { useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import type { Query } from '../../api/request';
import { useKeys } from '../keys';
import { ListCount } from '../parts/list-count';
import { PageName } from '../parts/page-name';
import { EmptyState, ErrorState, LoadingRows } from '../parts/states';
import { usePageSearch } from '../search';
import { BulkBar } from './bulk-bar';
import { ExportButton } from './export-button';
import { Filters, filtersOf } from './filters';
import type { ListItem } from './list-item';
import { ListRows } from './list-rows';
import { SavedViews } from './saved-views';
import { useList, type Source } from './use-list';

interface ListPaneProps {
  title: string;
  source: Source;
  /** Filters that belong to the page and cannot be taken away. */
  fixed?: Query;
  empty: ReactNode;
  note?: ReactNode;
  sorts: { value: string; label: string }[];
  current: string | undefined;
  onOpen: (item: ListItem | undefined) => void;
  /** Told what is listed, so that the page can go on to the next. */
  onItems: (items: ListItem[]) => void;
}

const MOST_SELECTED = 200;

/** The left side of every working page: what there is, the nearest due time first. */
export function ListPane({ title, source, fixed, empty, note, sorts, current, onOpen, onItems }: ListPaneProps) {
  const [search, change] = usePageSearch();
  const filters = useMemo(() => ({ ...filtersOf(search), ...fixed }), [search, fixed]);
  const list = useList(source, filters);
  const { items, total, fetchNextPage, hasNextPage, isFetchingNextPage } = list;
  const [selected, setSelected] = useState<ReadonlySet<string> | null>(null);
  useEffect(() => onItems(items));

  const place = items.findIndex(({ number }) => number === current);
  const step = (by: number) => onOpen(items[Math.min(items.length - 1, Math.max(0, place + by))]);
  const select = (item: ListItem | undefined, isSelected: boolean) => {
    if (!item) return;
    const next = new Set(selected ?? []);
    if (isSelected && next.size < MOST_SELECTED) next.add(item.number);
    else next.delete(item.number);
    setSelected(next);
  };
  useKeys({
    j: { does: '下一件', act: () => step(1) },
    k: { does: '上一件', act: () => step(-1) },
    Enter: { does: '进入右侧的诉求', act: () => document.querySelector<HTMLElement>('.case')?.focus() },
    x: { does: '选中或取消选中', act: () => select(items[place], !selected?.has(current ?? '')) },
  });
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, hasNextPage, isFetchingNextPage]);

  return (
    <section className="split-list" aria-label={title} data-tour="list">
      <div className="list-head">
        <div className="list-title">
          <PageName name={title} />
          <ListCount
            list={list}
            shown={items.length}
            words={countText(items.length, total, hasNextPage, source.of === 'tasks' ? '项' : '件')}
          />
        </div>
        <div className="list-tools">
          <Filters isTasks={source.of === 'tasks'} />
          <span className="list-tools-end">
            <SavedViews queue={source.of === 'tasks' ? source.queue : 'demands'} />
            {source.of === 'demands' ? (
              <ExportButton filters={filters} count={countText(items.length, total, hasNextPage)} />
            ) : null}
            <Select
              size="small"
              variant="borderless"
              value={search.sort ?? sorts[0]!.value}
              options={sorts}
              onChange={(sort) => change({ sort: sort === sorts[0]!.value ? undefined : sort })}
              aria-label="排序"
              popupMatchSelectWidth={false}
            />
            <Button
              size="small"
              type="text"
              aria-pressed={selected !== null}
              onClick={() => setSelected(selected ? null : new Set())}
            >
              多选
            </Button>
          </span>
        </div>
        {note ? <p className="list-note small muted">{note}</p> : null}
        {selected ? (
          <BulkBar
            selected={selected}
            onAll={() => setSelected(new Set(items.slice(0, MOST_SELECTED).map(({ number }) => number)))}
            onClear={() => setSelected(null)}
          />
        ) : null}
      </div>
      {list.isPending ? <LoadingRows rows={9} height={72} /> : null}
      {list.isError && items.length === 0 ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : null}
      {list.isSuccess && items.length === 0 ? (
        Object.keys(filtersOf(search)).length > 0 ? (
          <EmptyState title="没有符合筛选条件的诉求">
            <Button
              onClick={() =>
                change(Object.fromEntries(Object.keys(filtersOf(search)).map((name) => [name, undefined])))
              }
            >
              清除筛选
            </Button>
          </EmptyState>
        ) : (
          empty
        )
      ) : null}
      {items.length > 0 ? (
        <ListRows items={items} current={current} selected={selected} onOpen={onOpen} onSelect={select} onEnd={onEnd} />
      ) : null}
    </section>
  );
}

/** A demand may hold several tasks. The service counts to ten thousand; beyond that nobody reads a list to its end. */
function countText(shown: number, total: number | undefined, hasMore: boolean, noun: '件' | '项' = '件'): string {
  if (total !== undefined) return total >= 10_000 ? `10000 ${noun}以上` : `${total} ${noun}`;
  return hasMore ? `${shown} ${noun}以上` : `${shown} ${noun}`;
}
