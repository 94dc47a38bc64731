import { useMe } from '../session';
import { useNow } from '../../time/now';
import { useKeys } from '../keys';
import { EmptyState } from '../parts/states';
import { usePageSearch } from '../search';
import { CallbackList } from './callback-list';
import './callbacks.css';
import { CallbackDesk } from './desk';
import { callable, groupsOf, type Group } from './groups';
import { useCallbacks } from './queries';
import { ScriptsTab } from './scripts-tab';
import { StaffingTab } from './staffing-tab';
import { windowText } from './window-text';

/** Jobs left, by when they can be phoned; the script and the case beside each other on the right. */
export function CallbacksPage() {
  const [{ tab }] = usePageSearch();
  if (tab === 'staffing') return <StaffingTab />;
  if (tab === 'scripts') return <ScriptsTab />;
  return <CallbackQueue />;
}

function CallbackQueue() {
  const me = useMe();
  const [search, change] = usePageSearch();
  const now = useNow();
  const list = useCallbacks(search);
  const groups = groupsOf(list.jobs, me.username, now);
  const shown = groups.flatMap(({ jobs }) => jobs);
  const place = shown.findIndex(({ id }) => id === search.job);

  const step = (by: number) => {
    const next = shown[Math.min(shown.length - 1, Math.max(0, place + by))];
    if (next) change({ job: next.id });
  };
  useKeys({
    j: { does: '下一件回访，Enter 进入右侧', act: () => step(1) },
    k: { does: '上一件回访', act: () => step(-1) },
  });

  return (
    <div className="split callbacks">
      <CallbackList list={list} groups={groups} current={search.job} />
      <div className="split-detail">
        {search.job ? (
          <CallbackDesk
            key={search.job}
            id={search.job}
            onOver={() => change({ job: callable(groups).find(({ id }) => id !== search.job)?.id })}
          />
        ) : list.jobs.length === 0 ? null : (
          <Unchosen groups={groups} now={now} />
        )}
      </div>
    </div>
  );
}

function Unchosen({ groups, now }: { groups: Group[]; now: number }) {
  const next = groups.flatMap(({ jobs }) => jobs).find(({ state }) => state === 'scheduled');
  if (callable(groups).length > 0)
    return (
      <EmptyState title="从左边选一件回访">
        用鼠标点，或按 j、k 上下移动。先领取，再显示号码，照提纲通话，最后登记结论。
      </EmptyState>
    );
  return (
    <EmptyState title="现在没有可打的电话">
      {next
        ? `下一件在 ${windowText(Date.parse(next.windowStart), Date.parse(next.windowEnd), now)}，到时段会有通知；可以先从左边打开，看看提纲和经过。`
        : '有人评价不满意，或办结件被抽中时，回访任务会出现在左边。'}
    </EmptyState>
  );
}
