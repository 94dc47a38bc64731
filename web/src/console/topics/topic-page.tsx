import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { useState } from 'react';
import type { Topic } from '../../../../src/api/contract';
import { post } from '../../api/request';
import { dayText, moment } from '../../time/format';
import { PageHeader } from '../parts/page-header';
import { EmptyState, ErrorState, LoadingRows, sentenceOf } from '../parts/states';
import { useMe } from '../session';
import { OutcomeForm } from './outcome-form';
import { topicDemandsQuery, topicQuery } from './queries';
import { TopicDemands } from './topic-demands';
import { TopicForm } from './topic-form';
import './topics.css';

export function TopicPage() {
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const found = useQuery(topicQuery(id));
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <LoadingRows />;
  return <OneTopic key={id} topic={found.data} />;
}

type Open = 'change' | 'outcome' | 'close' | null;

/** What many demands are about, who answers for it, how they stand, and what came of it. */
function OneTopic({ topic }: { topic: Topic }) {
  const [open, setOpen] = useState<Open>(null);
  const isLooking = useMe().viewedBy !== undefined;
  const close = () => setOpen(null);
  return (
    <div className="page">
      <PageHeader
        title={topic.title}
        note={`类案 · ${topic.unit.name} · ${topic.owner.name}负责 · ${dayText(topic.createdAt)} ${topic.createdBy.name}新建`}
      >
        {open === null && !isLooking ? <Actions topic={topic} onOpen={setOpen} /> : null}
      </PageHeader>
      {open === 'change' ? <TopicForm topic={topic} numbers={[]} onDone={close} onCancel={close} /> : null}
      {open === 'outcome' || open === 'close' ? (
        <OutcomeForm topic={topic} closes={open === 'close'} onDone={close} />
      ) : null}
      <Figures topic={topic} />
      <section className="topic-words" aria-labelledby="topic-aim">
        <h2 id="topic-aim">目标</h2>
        <p className="words">{topic.aim}</p>
      </section>
      <section className="topic-words" aria-labelledby="topic-outcome">
        <h2 id="topic-outcome">成效{topic.closedAt ? `（${moment(topic.closedAt)} 结束）` : ''}</h2>
        <p className={topic.outcome ? 'words' : 'muted'}>
          {topic.outcome ?? '还没有写。负责人可以随时写下进展和成效。'}
        </p>
      </section>
      <Demands topic={topic} mayRemove={topic.canManage && topic.closedAt === null && !isLooking} />
    </div>
  );
}

function Actions({ topic, onOpen }: { topic: Topic; onOpen: (open: Open) => void }) {
  const client = useQueryClient();
  const { message } = App.useApp();
  const reopen = async () => {
    try {
      await post(`/topics/${topic.id}/reopen`);
      await client.invalidateQueries({ queryKey: ['topics'] });
    } catch (error) {
      void message.error(sentenceOf(error));
    }
  };
  const isOpen = topic.closedAt === null;
  return (
    <>
      {topic.canManage && isOpen ? <Button onClick={() => onOpen('change')}>修改</Button> : null}
      {topic.canConclude && isOpen ? <Button onClick={() => onOpen('outcome')}>写成效</Button> : null}
      {topic.canConclude && isOpen ? <Button onClick={() => onOpen('close')}>结束类案</Button> : null}
      {topic.canManage && !isOpen ? <Button onClick={() => void reopen()}>重新打开</Button> : null}
    </>
  );
}

function Figures({ topic: { figures } }: { topic: Topic }) {
  const { open, closed, dissatisfied, overdue, oldest, unseen } = figures;
  return (
    <ul className="topic-figures" aria-label="各件诉求的情况">
      <li>
        <b className="number">{open}</b>件在办
      </li>
      <li>
        <b className="number">{closed}</b>件已结束
      </li>
      <li>
        <b className="number">{overdue}</b>件超时
      </li>
      <li>
        <b className="number">{dissatisfied}</b>件不满意
      </li>
      {oldest ? (
        <li>
          最早一件未结的登记于 <span className="number">{dayText(oldest)}</span>
        </li>
      ) : null}
      {unseen > 0 ? <li className="muted">另有 {unseen} 件在您的可见范围之外，未计入</li> : null}
    </ul>
  );
}

function Demands({ topic, mayRemove }: { topic: Topic; mayRemove: boolean }) {
  const found = useInfiniteQuery(topicDemandsQuery(topic.id));
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section aria-labelledby="topic-demands">
      <h2 id="topic-demands">归入的诉求</h2>
      {found.isPending ? <LoadingRows rows={3} height={40} /> : null}
      {found.isError ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.isSuccess && items.length === 0 ? (
        <EmptyState title="还没有归入诉求">在诉求列表里多选后“归入类案”，或分拨时从相似诉求归入。</EmptyState>
      ) : null}
      {items.length > 0 ? <TopicDemands topicId={topic.id} items={items} mayRemove={mayRemove} /> : null}
      {found.hasNextPage ? (
        <Button onClick={() => void found.fetchNextPage()} loading={found.isFetchingNextPage}>
          更早的
        </Button>
      ) : null}
    </section>
  );
}
