import { Link } from '@tanstack/react-router';
import { Button, Select } from 'antd';
import { useEffect, useRef } from 'react';
import type { Callback } from '../../../../src/api/contract';
import { CALLBACK_STATES } from '../../../../src/domain/callback';
import { useNow } from '../../time/now';
import { GRADE_LABELS } from '../../words/labels';
import { ListCount } from '../parts/list-count';
import { PageName } from '../parts/page-name';
import { EmptyState, ErrorState, LoadingRows } from '../parts/states';
import { usePageSearch } from '../search';
import { CallbackTabs } from './callback-tabs';
import type { Group } from './groups';
import { useRules, type useCallbacks } from './queries';
import { ShortTomorrow } from './short-tomorrow';
import { windowText } from './window-text';
import { unansweredIn } from './what-follows';
import { CALLBACK_KIND_LABELS, CALLBACK_STATE_LABELS, CONCLUSION_LABELS } from './words';

interface ListProps {
  list: ReturnType<typeof useCallbacks>;
  groups: Group[];
  current: string | undefined;
}

export function CallbackList({ list, groups, current }: ListProps) {
  const total = list.jobs.length;
  return (
    <section className="split-list" aria-label="回访任务" data-tour="list">
      <div className="list-head">
        <div className="list-title">
          <PageName name="回访台" />
          <ListCount list={list} shown={total} words={`${total} 件${list.hasNextPage ? '以上' : ''}`} />
        </div>
        <CallbackTabs />
        <ShortTomorrow />
        <Filters />
      </div>
      <div className="rows callbacks-rows">
        {list.isPending ? <LoadingRows rows={9} height={72} /> : null}
        {list.isError && total === 0 ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : null}
        {list.isSuccess && total === 0 ? <Nothing /> : null}
        {groups.map(({ name, jobs }) => (
          <section key={name} aria-label={name}>
            <h2 className="callbacks-group">
              {name} <span className="number">{jobs.length}</span>
            </h2>
            <ul>
              {jobs.map((job) => (
                <Row key={job.id} job={job} isCurrent={job.id === current} />
              ))}
            </ul>
          </section>
        ))}
        {list.hasNextPage ? (
          <Button
            className="callbacks-more"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            更多
          </Button>
        ) : null}
      </div>
    </section>
  );
}

function Filters() {
  const [search, change] = usePageSearch();
  const options = <Word extends string>(labels: Record<Word, string>, words: readonly Word[]) =>
    words.map((value) => ({ value, label: labels[value] }));
  const select = (name: string, label: string, choices: { value: string; label: string }[], all: string) => (
    <Select
      size="small"
      aria-label={label}
      value={search[name] ?? ''}
      options={[{ value: '', label: all }, ...choices]}
      onChange={(value: string) => change({ [name]: value || undefined })}
      popupMatchSelectWidth={false}
    />
  );
  return (
    <div className="callbacks-filters">
      {select(
        'due',
        '时段',
        [
          { value: 'true', label: '时段已到' },
          { value: 'false', label: '时段未到' },
        ],
        '全部时段',
      )}
      {select('state', '状态', options(CALLBACK_STATE_LABELS, CALLBACK_STATES), '全部未结束')}
      {select('kind', '种类', options(CALLBACK_KIND_LABELS, ['dissatisfied', 'spot_check']), '全部种类')}
    </div>
  );
}

function Nothing() {
  const [{ due, state, kind }, change] = usePageSearch();
  if (due ?? state ?? kind)
    return (
      <EmptyState title="没有符合筛选条件的回访">
        <Button onClick={() => change({ due: undefined, state: undefined, kind: undefined })}>清除筛选</Button>
      </EmptyState>
    );
  return (
    <EmptyState title="现在没有要回访的">
      有人评价不满意，或办结件被抽中，回访任务会按时段排在这里。到时段时会有通知，不必守着。
    </EmptyState>
  );
}

function Row({ job, isCurrent }: { job: Callback; isCurrent: boolean }) {
  const now = useNow();
  const { attempts: most } = useRules(null).callback;
  const link = useRef<HTMLAnchorElement>(null);
  const wasCurrent = useRef(isCurrent);
  useEffect(() => {
    // Chosen by key, or next after one that is done: Enter then goes on from here.
    if (isCurrent && !wasCurrent.current) link.current?.focus();
    wasCurrent.current = isCurrent;
  }, [isCurrent]);
  const enter = () => (isCurrent ? document.querySelector<HTMLElement>('.callback-desk')?.focus() : undefined);

  const { demand, kind, state, attempts, claimedBy, windowStart, windowEnd } = job;
  const unanswered = unansweredIn(attempts);
  const isOver = state === 'offered' && Date.parse(windowEnd) <= now;
  const when = windowText(Date.parse(windowStart), Date.parse(windowEnd), now);
  const facts = [
    CALLBACK_KIND_LABELS[kind],
    demand.round > 1 && `第 ${demand.round} 轮`,
    demand.rating === null ? '未评价' : GRADE_LABELS[demand.rating],
    attempts.at(-1)?.outcome === 'reached' ? '已接通' : unanswered > 0 && `未接通 ${unanswered}/${most}`,
    job.result ? `结论：${CONCLUSION_LABELS[job.result]}` : claimedBy && `${claimedBy.name} 领取`,
  ];
  return (
    <li className="row callbacks-row" data-current={isCurrent || undefined}>
      <Link
        ref={link}
        onClick={enter}
        aria-current={isCurrent ? 'true' : undefined}
        to="."
        search={(before: object) => ({ ...before, job: job.id })}
        replace
        className="callbacks-link"
      >
        <span className="row-title" title={demand.title}>
          {demand.title}
        </span>
        <span className="callbacks-facts">
          {isOver ? (
            <span className="clock" data-time="late">
              时段已过 {when}
            </span>
          ) : (
            <span className="number">{when}</span>
          )}
          <span className="muted">{facts.filter(Boolean).join(' · ')}</span>
        </span>
        <span className="row-place">{[demand.unit.name, demand.category].join(' · ')}</span>
      </Link>
    </li>
  );
}
