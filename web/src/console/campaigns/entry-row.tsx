import { Button } from 'antd';
import { memo, useId, useState, type ClipboardEvent, type KeyboardEvent, type RefObject } from 'react';
import type { Campaign, CollectionForm } from '../../../../src/api/contract';
import {
  KIND_LABELS,
  FILED_KINDS,
  SUBJECT_LABELS,
  SUBJECT_TYPES,
  type FiledKind,
  type SubjectType,
} from '../../../../src/domain/vocabulary';
import { clipboardTable, isTable } from './clipboard-table';
import { RowMore } from './row-more';
import { COLUMN_LABELS, COLUMNS, isUntouched, type Column, type Row, type Wanting } from './sheet-rows';

/** What a row may ask of the sheet. */
export interface Hands {
  change: (id: string, changes: Partial<Row>) => void;
  remove: (id: string) => void;
  file: (row: Row) => Wanting | null;
  paste: (index: number, column: Column, table: string[][]) => void;
  goTo: (index: number, column: Column) => void;
}

interface EntryRowProps {
  index: number;
  row: Row;
  campaign: Campaign;
  form: CollectionForm | null;
  failure: string | undefined;
  isSending: boolean;
  /** Always the latest, and itself always the same: a row is drawn anew only when it changes. */
  hands: RefObject<Hands>;
}

/** One demand being entered. Enter files it and goes on to the next; what is rarely needed unfolds under it. */
export const EntryRow = memo(function EntryRow({
  index,
  row,
  campaign,
  form,
  failure,
  isSending,
  hands,
}: EntryRowProps) {
  const [isOpen, setOpen] = useState(false);
  const errorId = useId();
  const set = (changes: Partial<Row>) => hands.current.change(row.id, changes);
  const file = () => {
    const want = hands.current.file(row);
    if (!want) hands.current.goTo(index + 1, 'title');
    else if (want.at === 'more') setOpen(true);
    else hands.current.goTo(index, want.at);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    file();
  };
  const cell = (column: Column) => ({
    'data-column': column,
    'aria-label': `第 ${index + 1} 行 ${COLUMN_LABELS[column]}`,
    'aria-describedby': failure ? errorId : undefined,
    className: 'sheet-input',
    disabled: isSending,
    onKeyDown,
    onPaste: (event: ClipboardEvent) => {
      const text = event.clipboardData.getData('text/plain');
      if (!isTable(text, column)) return;
      event.preventDefault();
      hands.current.paste(index, column, clipboardTable(text));
    },
  });
  const text = (column: 'title' | 'subjectName', placeholder?: string) => (
    <td>
      <input
        {...cell(column)}
        value={row[column]}
        maxLength={200}
        placeholder={placeholder}
        onChange={({ target }) => set({ [column]: target.value })}
      />
    </td>
  );
  const isEmpty = isUntouched(row);
  return (
    <>
      <tr data-row={index} className="sheet-entry">
        <th scope="row" className="muted small">
          {isSending ? '正在登记…' : `第 ${index + 1} 行`}
        </th>
        {text('title', isEmpty ? '写标题，或从表格粘贴' : undefined)}
        <td>
          <textarea
            {...cell('body')}
            rows={1}
            value={row.body}
            maxLength={20_000}
            placeholder={isEmpty ? '不写就同标题' : undefined}
            onChange={({ target }) => set({ body: target.value })}
          />
        </td>
        <td>
          <select
            {...cell('subjectType')}
            value={row.subjectType}
            onChange={({ target }) => set({ subjectType: target.value as SubjectType })}
          >
            {(form?.subjectTypes ?? SUBJECT_TYPES).map((each) => (
              <option key={each} value={each}>
                {SUBJECT_LABELS[each]}
              </option>
            ))}
          </select>
        </td>
        {text('subjectName')}
        <td>
          <select
            {...cell('kind')}
            value={row.kind}
            onChange={({ target }) => set({ kind: target.value as FiledKind })}
          >
            {(form?.kinds ?? FILED_KINDS).map((each) => (
              <option key={each} value={each}>
                {KIND_LABELS[each]}
              </option>
            ))}
          </select>
        </td>
        <td className="sheet-acts">
          <Button size="small" onClick={file} disabled={isEmpty} loading={isSending}>
            登记
          </Button>
          <Button size="small" type="text" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {isOpen ? '收起' : '更多'}
          </Button>
          {isEmpty ? null : (
            <Button size="small" type="text" disabled={isSending} onClick={() => hands.current.remove(row.id)}>
              删除<span className="visually-hidden">第 {index + 1} 行</span>
            </Button>
          )}
        </td>
      </tr>
      {failure ? (
        <tr className="sheet-said">
          <td />
          <td colSpan={COLUMNS.length + 1} id={errorId} role="alert">
            {failure}
          </td>
        </tr>
      ) : null}
      {isOpen ? <RowMore row={row} campaign={campaign} form={form} set={set} onKeyDown={onKeyDown} /> : null}
    </>
  );
});
