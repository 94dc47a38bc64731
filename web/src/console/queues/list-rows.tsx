import { useVirtualizer } from '@tanstack/react-virtual';
import { Checkbox } from 'antd';
import { useEffect, useRef } from 'react';
import { sequenceOf } from '../../../../src/domain/number';
import { useAppearance } from '../appearance';
import { DueBadge } from '../parts/clock-badge';
import type { ListItem } from './list-item';

interface RowsProps {
  items: ListItem[];
  current: string | undefined;
  selected: ReadonlySet<string> | null;
  onOpen: (item: ListItem) => void;
  onSelect: (item: ListItem, isSelected: boolean) => void;
  onEnd: () => void;
}

/** The rows that can be seen, of a list of any length. Asks for more before its end is reached. */
export function ListRows({ items, current, selected, onOpen, onSelect, onEnd }: RowsProps) {
  const { large } = useAppearance();
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (large ? 96 : 72),
    overscan: 8,
    getItemKey: (index) => items[index]!.key,
  });
  useEffect(() => rows.measure(), [rows, large]);

  const lastShown = rows.getVirtualItems().at(-1)?.index ?? 0;
  useEffect(() => {
    if (items.length > 0 && lastShown >= items.length - 20) onEnd();
  }, [items.length, lastShown, onEnd]);

  const place = items.findIndex(({ number }) => number === current);
  useEffect(() => {
    if (place >= 0) rows.scrollToIndex(place, { align: 'auto' });
  }, [place, rows]);

  return (
    <div ref={scroller} className="rows" tabIndex={-1}>
      <ul style={{ height: rows.getTotalSize(), padding: 0, listStyle: 'none' }}>
        {rows.getVirtualItems().map(({ index, key, start }) => {
          const item = items[index]!;
          return (
            <li
              key={key}
              className="row"
              aria-current={item.number === current ? 'true' : undefined}
              aria-setsize={items.length}
              aria-posinset={index + 1}
              style={{ position: 'absolute', top: 0, left: 0, right: 0, transform: `translateY(${start}px)` }}
              onClick={() => onOpen(item)}
            >
              {selected ? (
                <span onClick={(event) => event.stopPropagation()}>
                  <Checkbox
                    checked={selected.has(item.number)}
                    onChange={({ target }) => onSelect(item, target.checked)}
                    aria-label={`选中 ${item.title}`}
                  />
                </span>
              ) : (
                <span />
              )}
              <RowText item={item} />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function RowText({ item }: { item: ListItem }) {
  const marks = [
    item.isUrgent && '加急',
    item.isRed && '红色风险',
    item.isSupervised && '督办',
    item.round > 1 && `第 ${item.round} 轮`,
  ];
  const place = [...new Set([item.label, ...marks, item.place, item.holder])].filter(Boolean).join(' · ');
  return (
    <div className="row-main">
      <div className="row-line">
        <a
          className="row-title"
          href={`/console/demands/${item.number}`}
          title={item.title}
          onClick={(event) => (event.metaKey || event.ctrlKey ? event.stopPropagation() : event.preventDefault())}
        >
          {item.title}
        </a>
        {item.due ? (
          <DueBadge dueAt={item.due.at} overdue={item.due.overdue} isElapsed={item.due.isElapsed} />
        ) : (
          <span className="small muted">{item.outcome}</span>
        )}
      </div>
      <div className="row-line">
        <span className="row-place" title={place}>
          {place}
        </span>
        <span className="small muted number">{sequenceOf(item.number)}</span>
      </div>
    </div>
  );
}
