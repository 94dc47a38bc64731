import { useMutation } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useRef, useState } from 'react';
import type { HolidayNotice } from '../../../../../src/api/contract';
import { post } from '../../../api/request';
import { FormError } from '../../parts/form-error';
import { calendarChanges } from './calendar-changes';
import { noticeText } from './read-notice-file';

interface NoticeReaderProps {
  year: number;
  onTake: (notice: HolidayNotice) => void;
}

/** Reads the days out of the notice, pasted or from a file, and shows what does not agree before anything is taken over. */
export function NoticeReader({ year, onTake }: NoticeReaderProps) {
  const [text, setText] = useState('');
  const file = useRef<HTMLInputElement>(null);
  const read = useMutation({
    mutationFn: (given: string) => post<HolidayNotice>(`/calendars/${year}/notice`, { text: given }),
  });
  const fromFile = async (chosen: File | undefined) => {
    if (!chosen) return;
    const given = noticeText(await chosen.arrayBuffer());
    setText(given);
    read.mutate(given);
  };
  return (
    <section className="section notice-reader" aria-labelledby="notice">
      <h2 id="notice">从通知读取</h2>
      <label className="notice-text">
        <span>粘贴《国务院办公厅关于{year}年部分节假日安排的通知》全文</span>
        <Input.TextArea rows={4} value={text} onChange={({ target }) => setText(target.value)} />
      </label>
      <div className="notice-foot">
        <Button disabled={text.trim() === ''} loading={read.isPending} onClick={() => read.mutate(text)}>
          读取
        </Button>
        <Button onClick={() => file.current?.click()}>选择文件（.txt、.html）</Button>
        <input
          ref={file}
          type="file"
          hidden
          accept=".txt,.html,.htm,text/plain,text/html"
          aria-label="通知文件"
          onChange={({ target }) => {
            void fromFile(target.files?.[0]);
            target.value = '';
          }}
        />
        <span className="muted">读出的日子先列在下面，核对后再采用；日子也可以不用通知，在下面逐天点选。</span>
      </div>
      <FormError error={read.error} />
      {read.data ? <Read year={year} notice={read.data} onTake={() => onTake(read.data)} /> : null}
    </section>
  );
}

function Read({ year, notice, onTake }: { year: number; notice: HolidayNotice; onTake: () => void }) {
  const { items, problems, notes, days, publishedVersion } = notice;
  const published = Object.fromEntries(notice.changes.map(({ day, from }) => [day, from]));
  const before = Object.fromEntries(
    [...new Set([...Object.keys(days), ...Object.keys(published)])].flatMap((day) => {
      const rule = day in published ? published[day] : days[day];
      return rule ? [[day, rule]] : [];
    }),
  );
  const changes = calendarChanges(year, before, days).length;
  const taken = Object.keys(days).length;
  return (
    <div role="status">
      {problems.length > 0 ? (
        <>
          <p>
            <strong>有 {problems.length} 处要核对：</strong>
          </p>
          <ul className="notice-problems">
            {problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </>
      ) : null}
      {notes.map((note) => (
        <p key={note} className="muted">
          {note}
        </p>
      ))}
      {items.length > 0 ? <Items items={items} /> : null}
      <div className="notice-foot">
        <Button disabled={taken === 0} onClick={onTake}>
          采用这些日子
        </Button>
        <span className="muted">
          {taken === 0
            ? '没有读出可以采用的日子。'
            : `与${publishedVersion === 0 ? '周一至周五' : `现行第 ${publishedVersion} 版`}有 ${changes} 天不同；采用会替换下面已点选的日子。`}
        </span>
      </div>
    </div>
  );
}

function Items({ items }: { items: HolidayNotice['items'] }) {
  return (
    <table className="admin-table">
      <thead>
        <tr>
          <th scope="col">节日</th>
          <th scope="col">放假</th>
          <th scope="col">上班</th>
        </tr>
      </thead>
      <tbody>
        {items.map(({ name, off, work, problems }, i) => (
          <tr key={`${name} ${i}`}>
            <th scope="row">{name}</th>
            <td>{problems.length > 0 ? `没有采用：${problems.join('；')}` : spanWords(off)}</td>
            <td>{problems.length > 0 ? '—' : work.map(short).join('、') || '—'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const short = (day: string): string => `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;
const spanWords = (days: string[]): string =>
  days.length < 2 ? days.map(short).join('') : `${short(days[0]!)}至${short(days.at(-1)!)}，共 ${days.length} 天`;
