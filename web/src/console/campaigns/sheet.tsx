import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useMemo, useRef, useState } from 'react';
import type { Campaign, CollectionForm, Demand } from '../../../../src/api/contract';
import { EmptyState, ErrorState } from '../parts/states';
import { EntryRow, type Hands } from './entry-row';
import { FiledRows, TrackingCode } from './filed-rows';
import { enteredQuery, MOST_SHOWN } from './queries';
import { COLUMN_LABELS, COLUMNS, isUntouched, pasted, wanting, type Column } from './sheet-rows';
import './sheet.css';
import { useEntering } from './use-entering';

/** Colleagues enter theirs at the same time; the stream tells of most of it, this of the rest. */
const ASK_FOR_OTHERS = 8_000;

interface SheetProps {
  campaign: Campaign;
  form: CollectionForm | null;
  /** Without it one only looks on. */
  mayEnter: boolean;
}

/** The sheet of a sitting: several people enter its demands at once, a row each, by keyboard. */
export function Sheet({ campaign, form, mayEnter }: SheetProps) {
  const entered = useQuery({ ...enteredQuery(campaign.id), refetchInterval: ASK_FOR_OTHERS });
  const entering = useEntering(campaign, form);
  const [shown, setShown] = useState<Demand | null>(null);
  const token = shown ? entering.tokens.get(shown.number) : undefined;
  const table = useRef<HTMLTableElement>(null);
  const items = useMemo(() => [...(entered.data?.items ?? [])].reverse(), [entered.data]);
  const { rows } = entering;
  const complete = rows.filter((row) => !isUntouched(row) && wanting(row, form) === null);

  const goTo = (index: number, column: Column) =>
    // The row may still have to be drawn.
    setTimeout(() =>
      table.current?.querySelector<HTMLElement>(`[data-row="${index}"] [data-column="${column}"]`)?.focus(),
    );
  const paste = (row: number, column: Column, cells: string[][]) =>
    entering.replace(pasted(rows, { row, column }, cells, { form, fresh: entering.fresh }));
  const { change, remove, file } = entering;
  const hands = useRef<Hands>({ change, remove, file, paste, goTo });
  hands.current = { change, remove, file, paste, goTo };

  return (
    <section aria-label="登记表格">
      {mayEnter ? (
        <div className="sheet-help">
          <p className="muted small">
            Tab 到下一格，回车登记这一行并到下一行；内容里
            Shift+回车换行。可以从表格软件整块粘贴，第一行是列名时按列名对应。
          </p>
          {complete.length > 1 ? (
            <Button type="primary" onClick={() => void entering.fileAll(complete)}>
              登记填好的 {complete.length} 行
            </Button>
          ) : null}
        </div>
      ) : null}
      {entered.isError ? <ErrorState error={entered.error} onRetry={() => void entered.refetch()} /> : null}
      {entered.data?.nextCursor ? <p className="muted">只显示最近登记的 {MOST_SHOWN} 件，其余见结果页。</p> : null}
      {items.length === 0 && !mayEnter && entered.isSuccess ? (
        <EmptyState title="还没有登记">在这场活动登记的诉求会列在这里。</EmptyState>
      ) : (
        <div className="sheet-frame">
          <table className="sheet" ref={table}>
            <caption className="visually-hidden">{campaign.name}登记的诉求</caption>
            <thead>
              <tr>
                <th scope="col">编号</th>
                {COLUMNS.map((column) => (
                  <th key={column} scope="col" data-column-head={column}>
                    {COLUMN_LABELS[column]}
                  </th>
                ))}
                <th scope="col">进展</th>
              </tr>
            </thead>
            <tbody aria-live="polite">
              <FiledRows demands={items} tokens={entering.tokens} onShowCode={setShown} />
            </tbody>
            {mayEnter ? (
              <tbody>
                {rows.map((row, index) => (
                  <EntryRow
                    key={row.id}
                    {...{ index, row, campaign, form, hands }}
                    failure={entering.failureOf(row.id)}
                    isSending={entering.isSending(row.id)}
                  />
                ))}
              </tbody>
            ) : null}
          </table>
        </div>
      )}
      {shown && token ? <TrackingCode demand={shown} token={token} onClose={() => setShown(null)} /> : null}
    </section>
  );
}
