import { useQuery } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import { useState } from 'react';
import type { CalendarYear, DraftDetail } from '../../../../src/api/contract';
import { localDay } from '../../../../src/domain/local-time';
import { dayText } from '../../time/format';
import { useNow } from '../../time/now';
import { calendarsQuery } from '../calendar';
import { hasDraft } from '../parts/draft';
import { PageHeader } from '../parts/page-header';
import { EmptyState, ErrorState, LoadingRows } from '../parts/states';
import { usePageSearch } from '../search';
import { useMe } from '../session';
import './admin.css';
import './calendars/calendars.css';
import { CalendarEditor, calendarDraft } from './calendars/calendar-editor';
import { DraftChanges } from './calendars/draft-changes';
import { HolidayList } from './calendars/holiday-list';
import { YearView } from './calendars/year-view';
import { DraftsPanel } from './drafts/drafts-panel';
import { DraftView } from './drafts/draft-view';
import { Moves } from './drafts/moves';
import { isRootAdministrator } from './rights';

export function CalendarsPage() {
  const mayChange = isRootAdministrator(useMe());
  const [search, change] = usePageSearch();
  const calendars = useQuery(calendarsQuery);
  const thisYear = localDay(useNow()).year;
  const chosen = Number(search.year ?? thisYear);
  const year = calendars.data?.items.find((each) => each.year === chosen);

  return (
    <div className="page">
      <PageHeader
        title="工作日历"
        note={
          mayChange
            ? '工作时间为工作日 09:00–12:00、14:00–18:00；放假和调休以国务院办公厅的通知为准，由另一位区级管理员批准后发布；经接口直接发布的没有第二人批准，审计里写明。'
            : '日历由区级管理员发布，您可以查看。工作时间为工作日 09:00–12:00、14:00–18:00。'
        }
      >
        {calendars.data ? (
          <Segmented
            aria-label="年份"
            value={chosen}
            options={calendars.data.items.map((each) => ({
              value: each.year,
              label: each.published ? `${each.year}` : `${each.year}（未发布）`,
            }))}
            onChange={(next) => change({ year: String(next), draft: undefined })}
          />
        ) : null}
      </PageHeader>
      {calendars.isPending ? <LoadingRows rows={8} /> : null}
      {calendars.isError ? <ErrorState error={calendars.error} onRetry={() => void calendars.refetch()} /> : null}
      {calendars.data && !year ? <EmptyState title="没有这一年的日历">请从上面选择一个年份。</EmptyState> : null}
      {year ? <OneYear key={year.year} year={year} mayChange={mayChange} /> : null}
    </div>
  );
}

function OneYear({ year, mayChange }: { year: CalendarYear; mayChange: boolean }) {
  const { username } = useMe();
  const [{ draft }, change] = usePageSearch();
  const [edited, setEdited] = useState<{ draft?: DraftDetail } | null>(() =>
    mayChange && hasDraft(username, calendarDraft(year)) ? {} : null,
  );

  if (edited)
    return (
      <CalendarEditor
        year={year}
        draft={edited.draft}
        onDone={(saved) => {
          setEdited(null);
          change({ draft: saved?.id });
        }}
      />
    );
  if (draft && mayChange)
    return (
      <DraftView
        id={draft}
        changes={(shown) => <DraftChanges draft={shown} />}
        preview={(shown) => <Moves draft={shown} />}
        onEdit={(shown) => setEdited({ draft: shown })}
        onClose={() => change({ draft: undefined })}
      />
    );
  return (
    <>
      <div className="admin-calendar-head">
        {year.published ? <Published year={year} /> : <Unpublished year={year.year} />}
        {mayChange ? (
          <Button type="primary" onClick={() => setEdited({})}>
            {year.published ? '起草更正' : '起草这一年'}
          </Button>
        ) : null}
      </div>
      {mayChange ? (
        <DraftsPanel kind="calendar" target={String(year.year)} onOpen={(id) => change({ draft: id })} />
      ) : null}
      <YearView year={year.year} days={year.days} />
      <HolidayList year={year.year} days={year.days} />
    </>
  );
}

function Published({ year: { version, source, publishedAt, publishedBy } }: { year: CalendarYear }) {
  return (
    <p className="muted">
      第 {version} 版 · {publishedAt ? dayText(publishedAt) : ''}{' '}
      {publishedBy ? `由 ${publishedBy} 发布` : '随系统发布'} · 依据：{source}
    </p>
  );
}

/** Shown as a state of its own: nobody should take a guess for a promise. */
function Unpublished({ year }: { year: number }) {
  return (
    <div className="admin-note" role="note">
      <p>
        <strong>{year} 年日历未发布</strong>
      </p>
      <p>
        下面暂按周一至周五上班显示，没有放假和调休。落在这一年的到期时间都是暂定的，页面上标有“暂定”；发布以后自动重算，并在时限明细里留下记录。
      </p>
    </div>
  );
}
