import { useNavigate } from '@tanstack/react-router';
import { useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { Query } from '../../api/request';
import { CaseView } from '../case/case-view';
import { EmptyState } from '../parts/states';
import { usePageSearch } from '../search';
import type { ListItem } from './list-item';
import { ListPane } from './list-pane';
import type { Source } from './use-list';

interface WorklistProps {
  title: string;
  source: Source;
  fixed?: Query;
  empty: ReactNode;
  /** Under the head of the list: what it does not hold. */
  note?: ReactNode;
  sorts: { value: string; label: string }[];
}

/** List left, case right. What was done leaves the list, and the next one opens. */
export function Worklist({ title, source, fixed, empty, note, sorts }: WorklistProps) {
  const [search, change] = usePageSearch();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { message } = App.useApp();
  const items = useRef<ListItem[]>([]);
  /** Where the open case stood when it was last in the list: the stream may take it out before its own answer is there. */
  const place = useRef<{ number: string; at: number } | null>(null);
  const { number } = search;
  const [first, setFirst] = useState<ListItem>();

  // The nearest due time is open at first sight.
  useEffect(() => {
    if (!number && first && !first.callback) change({ number: first.number });
  }, [first]);

  function open(item: ListItem | undefined): void {
    if (item?.callback) void navigate({ to: '/callbacks', search: { job: item.callback } });
    else if (item) change({ number: item.number, act: undefined });
  }

  async function goOn(done: string): Promise<void> {
    await client.refetchQueries({ queryKey: [source.of], type: 'active' });
    await new Promise((resolve) => setTimeout(resolve));
    if (place.current?.number !== done || items.current.some((item) => item.number === done)) return;
    const { at } = place.current;
    const next = items.current[at] ?? items.current[at - 1];
    if (next && !next.callback) {
      change({ number: next.number, act: undefined });
      void message.info('已办，接着看下一件');
    } else change({ number: undefined, act: undefined });
  }

  return (
    <div className="split">
      <ListPane
        {...{ title, source, fixed, empty, note, sorts }}
        current={number}
        onOpen={open}
        onItems={(listed) => {
          items.current = listed;
          const at = listed.findIndex((item) => item.number === number);
          if (number && at >= 0) place.current = { number, at };
          if (listed[0]?.key !== first?.key) setFirst(listed[0]);
        }}
      />
      <div className="split-detail">
        {number ? (
          <CaseView key={number} number={number} onActed={() => goOn(number)} />
        ) : (
          <EmptyState title="从左边选一件诉求">用鼠标点，或按 j、k 上下移动。按 ? 查看全部快捷键。</EmptyState>
        )}
      </div>
    </div>
  );
}
