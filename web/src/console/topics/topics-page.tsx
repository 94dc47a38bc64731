import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button, Segmented } from 'antd';
import type { Topic } from '../../../../src/api/contract';
import { dayText } from '../../time/format';
import { PageHeader } from '../parts/page-header';
import { EmptyState, ErrorState, LoadingRows } from '../parts/states';
import { usePageSearch } from '../search';
import { hasRole, useMe } from '../session';
import { topicsQuery } from './queries';
import { TopicForm } from './topic-form';
import './topics.css';

const FILTERS = {
  open: { closed: false },
  own: { own: true, closed: false },
  closed: { closed: true },
} as const;
type Filter = keyof typeof FILTERS;

/** Matters that many demands are about, each with somebody who answers for it. */
export function TopicsPage() {
  const me = useMe();
  const navigate = useNavigate();
  const [search, change] = usePageSearch();
  const filter: Filter = search.show === 'own' || search.show === 'closed' ? search.show : 'open';
  const found = useInfiniteQuery(topicsQuery(FILTERS[filter]));
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  const mayCreate = hasRole(me, 'dispatcher', 'supervisor') && me.viewedBy === undefined;
  const isCreating = mayCreate && search.new !== undefined;
  return (
    <div className="page">
      <PageHeader
        title="类案"
        note="把多件诉求反映的同一类问题放在一起，由一位负责人盯到根上。各件仍各自办理、反馈和评价。"
      >
        {mayCreate && !isCreating ? (
          <Button type="primary" onClick={() => change({ new: '1' })}>
            新建类案
          </Button>
        ) : null}
      </PageHeader>
      {isCreating ? (
        <TopicForm
          numbers={[]}
          onDone={(topic) => void navigate({ to: `/topics/${topic.id}` })}
          onCancel={() => change({ new: undefined })}
        />
      ) : (
        <>
          <Segmented<Filter>
            value={filter}
            onChange={(show) => change({ show: show === 'open' ? undefined : show })}
            options={[
              { value: 'open', label: '进行中' },
              { value: 'own', label: '我负责的' },
              { value: 'closed', label: '已结束' },
            ]}
          />
          {found.isPending ? <LoadingRows rows={5} height={48} /> : null}
          {found.isError ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : null}
          {found.isSuccess && items.length === 0 ? <Nothing filter={filter} /> : null}
          {items.length > 0 ? <TopicTable items={items} /> : null}
          {found.hasNextPage ? (
            <Button onClick={() => void found.fetchNextPage()} loading={found.isFetchingNextPage}>
              更早的
            </Button>
          ) : null}
        </>
      )}
    </div>
  );
}

const Nothing = ({ filter }: { filter: Filter }) => (
  <EmptyState title={{ open: '没有进行中的类案', own: '没有由您负责的类案', closed: '还没有结束的类案' }[filter]}>
    分拨时在“相似诉求”里选“归入类案”，或在全部诉求里多选后归入，也可以在这里新建。
  </EmptyState>
);

const TopicTable = ({ items }: { items: Topic[] }) => (
  <table className="topic-table">
    <thead>
      <tr>
        <th scope="col">类案</th>
        <th scope="col">单位</th>
        <th scope="col">负责人</th>
        <th scope="col">在办</th>
        <th scope="col">已结束</th>
        <th scope="col">不满意</th>
        <th scope="col">最早未结</th>
      </tr>
    </thead>
    <tbody>
      {items.map(({ id, title, unit, owner, figures }) => (
        <tr key={id}>
          <th scope="row">
            <Link to={`/topics/${id}`}>{title}</Link>
          </th>
          <td>{unit.name}</td>
          <td>{owner.name}</td>
          <td className="number">{figures.open}</td>
          <td className="number">{figures.closed}</td>
          <td className="number">{figures.dissatisfied}</td>
          <td className="number">{figures.oldest ? dayText(figures.oldest) : '—'}</td>
        </tr>
      ))}
    </tbody>
  </table>
);
