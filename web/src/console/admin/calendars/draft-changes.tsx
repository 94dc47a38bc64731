import type { DraftDetail } from '../../../../../src/api/contract';
import { calendarChanges, changeWords } from './calendar-changes';
import type { Days } from './day-kinds';
import { HolidayList } from './holiday-list';

type YearData = { source: string; days: Days };

const SHOWN = 60;

/** What a draft of a year says differently from what is published, and the whole of it in the words of the notice. */
export function DraftChanges({ draft }: { draft: DraftDetail }) {
  const year = Number(draft.target);
  const { source, days } = draft.data as YearData;
  const before = (draft.base as YearData | null)?.days ?? {};
  const changes = calendarChanges(year, before, days);
  const than = draft.baseVersion === 0 ? '周一至周五' : `第 ${draft.baseVersion} 版`;
  return (
    <>
      <section className="section" aria-labelledby="draft-changes">
        <h2 id="draft-changes">
          与{than}有 {changes.length} 天不同
        </h2>
        <p className="muted words">依据：{source}</p>
        <ul className="admin-change-days">
          {changes.slice(0, SHOWN).map((change) => (
            <li key={change.day.key}>{changeWords(change)}</li>
          ))}
        </ul>
        {changes.length > SHOWN ? <p>其余 {changes.length - SHOWN} 天不一一列出。</p> : null}
      </section>
      <HolidayList year={year} days={days} />
    </>
  );
}
