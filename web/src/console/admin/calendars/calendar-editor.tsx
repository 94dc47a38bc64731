import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input } from 'antd';
import { useState } from 'react';
import type { CalendarAccepted, CalendarYear } from '../../../../../src/api/contract';
import { put } from '../../../api/request';
import { calendarsQuery } from '../../calendar';
import { fieldErrorsOf } from '../../parts/field-errors';
import { FormError } from '../../parts/form-error';
import { useDraft } from '../../parts/draft';
import { calendarChanges, changeWords, type DayChange } from './calendar-changes';
import { DayEditor } from './day-editor';
import { cycled, daysOf, withRule, type Day, type Days } from './day-kinds';
import { YearView } from './year-view';

interface Draft {
  source: string;
  days: Days;
}

/** A draft belongs to the version it began from: when another one is published, it is out of date. */
export const calendarDraft = ({ year, version }: CalendarYear): string => `calendar:${year}:${version ?? 0}`;

interface CalendarEditorProps {
  year: CalendarYear;
  onDone: (accepted?: CalendarAccepted) => void;
}

export function CalendarEditor({ year, onDone }: CalendarEditorProps) {
  const { modal } = App.useApp();
  const client = useQueryClient();
  const draft = useDraft<Draft>(calendarDraft(year), { source: year.source ?? '', days: year.days });
  const { source, days } = draft.content;
  const [chosen, setChosen] = useState<string>();
  const changes = calendarChanges(year.year, year.days, days);
  const publish = useMutation({
    mutationFn: () => put<CalendarAccepted>(`/calendars/${year.year}`, { source: source.trim(), days }),
    onSuccess: async (accepted) => {
      draft.forget();
      await client.invalidateQueries({ queryKey: calendarsQuery.queryKey });
      onDone(accepted);
    },
  });
  const errors = fieldErrorsOf(publish.error);
  const setDays = (next: Days) => {
    publish.reset();
    draft.change({ days: next });
  };
  const day = chosen === undefined ? undefined : daysOf(year.year, days).find(({ key }) => key === chosen);

  const ask = () =>
    void modal.confirm({
      icon: null,
      width: 560,
      title: `发布 ${year.year} 年日历?`,
      content: <Consequences year={year} changes={changes} />,
      okText: '发布',
      onOk: () => publish.mutate(),
    });

  return (
    <section aria-label={`编辑 ${year.year} 年日历`}>
      <p className="muted">
        点一天,在上班和休息之间切换;要半日或别的时段,点过以后在下面那一行里选。只记录与周一至周五不同的日子。
      </p>
      <div className="admin-calendar-bar">
        <FormError error={publish.error} />
        <label className="admin-calendar-source">
          <span>依据(文件名和文号)</span>
          <Input
            value={source}
            maxLength={500}
            status={errors['/source'] ? 'error' : undefined}
            placeholder={`国务院办公厅关于${year.year}年部分节假日安排的通知(国办发明电〔…〕…号)`}
            onChange={({ target }) => draft.change({ source: target.value })}
          />
          {errors['/source'] ? <span className="admin-field-error">{errors['/source']}</span> : null}
        </label>
        <div className="page-actions">
          <Button
            onClick={() => {
              draft.forget();
              onDone();
            }}
          >
            放弃修改
          </Button>
          <Button type="primary" loading={publish.isPending} disabled={source.trim() === ''} onClick={ask}>
            发布
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

const SHOWN = 40;

function Consequences({ year, changes }: { year: CalendarYear; changes: DayChange[] }) {
  const than = year.published ? `第 ${year.version} 版` : '周一至周五';
  return (
    <>
      <p>{changes.length === 0 ? `与${than}没有不同的日子。` : `有 ${changes.length} 天与${than}不同:`}</p>
      <ul className="admin-change-days">
        {changes.slice(0, SHOWN).map((change) => (
          <li key={change.day.key}>{changeWords(change)}</li>
        ))}
      </ul>
      {changes.length > SHOWN ? <p>其余 {changes.length - SHOWN} 天不一一列出。</p> : null}
      <p>发布后立即生效,在办诉求里落在这一年的到期时间随后重算。已经过去的到期时间不变。</p>
    </>
  );
}
