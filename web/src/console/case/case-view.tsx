import { useQuery } from '@tanstack/react-query';
import { Tabs } from 'antd';
import { lazy, Suspense, type ComponentType } from 'react';
import type { Case } from '../../../../src/api/contract';
import { RequestError } from '../../api/request';
import { CaseConferences } from '../conferences/case-conferences';
import { EmptyState, ErrorState, LoadingRows } from '../parts/states';
import { usePageSearch } from '../search';
import { useIsDemo } from '../session';
import { ActionArea } from './action-area';
import { CaseFacts } from './case-facts';
import { CaseHead } from './case-head';
import { caseQuery } from './case-queries';
import './case.css';
import { FastForward } from './fast-forward';
import { PingPong } from './ping-pong';
import { Timeline } from './timeline';

// What most cases never show is fetched when one does: the queue must come up fast.
const CaseAppeals = lazy(() => import('../appeals/case-appeals').then((part) => ({ default: part.CaseAppeals })));
const CasePolls = lazy(() => import('../polls/case-polls').then((part) => ({ default: part.CasePolls })));
const CasePromises = lazy(() => import('../promises/case-promises').then((part) => ({ default: part.CasePromises })));
const CaseSimilar = lazy(() => import('../similar/case-similar').then((part) => ({ default: part.CaseSimilar })));
const HeldAndLate = lazy(() => import('./held-and-late').then((part) => ({ default: part.HeldAndLate })));
const Told = lazy(() => import('./told').then((part) => ({ default: part.Told })));
const PublicPreview = lazy(() => import('./public-preview').then((part) => ({ default: part.PublicPreview })));

interface CaseViewProps {
  number: string;
  isPage?: boolean;
  onActed?: () => Promise<void>;
}

/** One demand: what was asked, where it stands, what the person may do now, and everything that happened. */
export function CaseView({ number, isPage = false, onActed }: CaseViewProps) {
  const found = useQuery(caseQuery(number));
  const [search, change] = usePageSearch();
  const isDemo = useIsDemo();

  if (found.isPending) return <LoadingRows rows={5} height={96} />;
  if (found.isError) return <Missing error={found.error} onRetry={() => void found.refetch()} />;
  const demand = found.data;
  const tabs = [
    { key: 'timeline', label: '办理经过', children: <Timeline number={number} /> },
    { key: 'clocks', label: '时限与升级', children: <InTab part={HeldAndLate} number={number} /> },
    { key: 'told', label: '谁被告知', children: <InTab part={Told} number={number} /> },
    { key: 'public', label: '诉求人看到的', children: <InTab part={PublicPreview} number={number} /> },
  ];
  return (
    <article className="case" tabIndex={-1} aria-label={demand.title} data-tour="case">
      <CaseHead demand={demand} isPage={isPage} />
      {isPage ? <h2 className="visually-hidden">办理与经过</h2> : null}
      <ActionArea demand={demand} onActed={onActed} />
      <Suspense>{demand.stage === 'dispatching' ? <CaseSimilar demand={demand} /> : null}</Suspense>
      <CaseFacts demand={demand} />
      <Suspense>{isDisputable(demand) ? <CaseAppeals demand={demand} /> : null}</Suspense>
      <Suspense>{demand.poll ? <CasePolls demand={demand} /> : null}</Suspense>
      <Suspense>{demand.leadUnit ? <CasePromises demand={demand} /> : null}</Suspense>
      <CaseConferences demand={demand} />
      <PingPong number={number} />
      {isDemo ? <FastForward demand={demand} /> : null}
      <Tabs
        activeKey={search.tab ?? 'timeline'}
        onChange={(tab) => change({ tab: tab === 'timeline' ? undefined : tab })}
        items={tabs}
      />
    </article>
  );
}

/** Only what was rated or was late can have been disputed. */
const isDisputable = ({ rounds, clocks }: Case): boolean =>
  rounds.length > 1 || rounds.some(({ rating }) => rating !== null) || clocks.some(({ state }) => state === 'breached');

const InTab = ({ part: Part, number }: { part: ComponentType<{ number: string }>; number: string }) => (
  <Suspense fallback={<LoadingRows rows={4} height={64} />}>
    <Part number={number} />
  </Suspense>
);

function Missing({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  if (error instanceof RequestError && error.code === 'not_found')
    return (
      <EmptyState title="看不到这件诉求">
        编号不对，或者它已不在您的可见范围（例如已转到别的单位）。办理记录都还在，可以问现在的办理单位。
      </EmptyState>
    );
  return <ErrorState error={error} onRetry={onRetry} />;
}
