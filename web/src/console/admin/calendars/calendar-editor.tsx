import { Button, Input } from 'antd';
import { useState } from 'react';
import type { CalendarYear, DraftDetail } from '../../../../../src/api/contract';
import { fieldErrorsOf } from '../../parts/field-errors';
import { FormError } from '../../parts/form-error';
import { useDraft } from '../../parts/draft';
import { underData } from '../drafts/under-data';
import { useSaveDraft } from '../drafts/use-save-draft';
import { calendarChanges } from './calendar-changes';
import { DayEditor } from './day-editor';
import { cycled, daysOf, withRule, type Day, type Days } from './day-kinds';
import { NoticeReader } from './notice-reader';
import { YearView } from './year-view';

interface Draft {
  source: string;
  days: Days;
  note: string;
}

/** What somebody is writing belongs to the version it began from, or to the draft that is changed. */
export const calendarDraft = ({ year, version }: CalendarYear, draft?: DraftDetail): string =>
  draft ? `calendar-draft:${draft.id}:${draft.revision}` : `calendar:${year}:${version ?? 0}`;

interface CalendarEditorProps {
  year: CalendarYear;
  /** The draft of the service that is changed; without one a new one is made. */
  draft?: DraftDetail;
  onDone: (saved?: DraftDetail) => void;
}

export function CalendarEditor({ year, draft: kept, onDone }: CalendarEditorProps) {
  const begun = (kept?.data as Pick<Draft, 'source' | 'days'> | undefined) ?? {
    source: year.source ?? '',
    days: year.days,
  };
  const first = { ...begun, note: kept?.note ?? `${year.published ? '更正' : '发布'} ${year.year} 年日历` };
  const draft = useDraft<Draft>(calendarDraft(year, kept), first);
  const { source, days, note } = draft.content;
  const [chosen, setChosen] = useState<string>();
  const changes = calendarChanges(year.year, year.days, days);
  const save = useSaveDraft({
    kind: 'calendar',
    target: String(year.year),
    draft: kept,
    onSaved: (saved) => {
      draft.forget();
      onDone(saved);
    },
  });
  const errors = underData(fieldErrorsOf(save.error));
  const setDays = (next: Days) => {
    save.reset();
    draft.change({ days: next });
  };
  const day = chosen === undefined ? undefined : daysOf(year.year, days).find(({ key }) => key === chosen);

  const send = () =>
    save.mutate({ data: { source: source.trim(), days }, note: note.trim(), baseVersion: year.version ?? 0 });

  return (
    <section aria-label={`编辑 ${year.year} 年日历`}>
      <NoticeReader
        year={year.year}
        onTake={(notice) => {
          setDays(notice.days);
          if (notice.source) draft.change({ source: notice.source });
        }}
      />
      <p className="muted">
        点一天，在上班和休息之间切换；要半日或别的时段，点过以后在下面那一行里选。只记录与周一至周五不同的日子。
      </p>
      <div className="admin-calendar-bar">
        <FormError error={save.error} />
        <label className="admin-calendar-source">
          <span>依据（文件名和文号）</span>
          <Input
            value={source}
            maxLength={500}
            status={errors['/source'] ? 'error' : undefined}
            placeholder={`国务院办公厅关于${year.year}年部分节假日安排的通知（国办发明电〔…〕…号）`}
            onChange={({ target }) => draft.change({ source: target.value })}
          />
          {errors['/source'] ? <span className="admin-field-error">{errors['/source']}</span> : null}
        </label>
        <label className="admin-calendar-source">
          <span>说明（给审定人看）</span>
          <Input value={note} maxLength={500} onChange={({ target }) => draft.change({ note: target.value })} />
        </label>
        <div className="page-actions">
          <Button
            onClick={() => {
              draft.forget();
              onDone(kept);
            }}
          >
            放弃修改
          </Button>
          <Button
            type="primary"
            loading={save.isPending}
            disabled={source.trim() === '' || note.trim() === ''}
            onClick={send}
          >
            保存草案
          </Button>
        </div>
        <div className="admin-calendar-day">
          {day ? (
            <DayEditor
              key={day.key}
              day={day}
              error={errors[`/days/${day.key}`]}
              onChange={(rule) => setDays(withRule(days, day, rule))}
            />
          ) : (
            <span className="muted">还没有点过哪一天。</span>
          )}
          <span className="muted number" role="status">
            与{year.published ? '现行版本' : '周一至周五'}有 {changes.length} 天不同
          </span>
        </div>
      </div>
      <YearView
        year={year.year}
        days={days}
        chosen={chosen}
        changed={new Set(changes.map(({ day: { key } }) => key))}
        onDay={(clicked: Day) => {
          setChosen(clicked.key);
          setDays(cycled(days, clicked));
        }}
      />
    </section>
  );
}
