import { Link, useNavigate } from '@tanstack/react-router';
import { Button, Segmented } from 'antd';
import { useState } from 'react';
import type { Conference } from '../../../../src/api/contract';
import { moment } from '../../time/format';
import { useCursorList } from '../admin/cursor-list';
import { PageHeader } from '../parts/page-header';
import { EmptyState, ErrorState, LoadingRows } from '../parts/states';
import { usePageSearch } from '../search';
import { hasRole, useMe } from '../session';
import { ConferenceForm } from './conference-form';
import './conferences.css';

/** Joint conferences of the person's units and those below. */
export function ConferencesPage() {
  const me = useMe();
  const navigate = useNavigate();
  const [{ open }, change] = usePageSearch();
  const [isMaking, setMaking] = useState(false);
  const list = useCursorList<Conference>('conferences', '/conferences', { open });
  return (
    <div className="page">
      <PageHeader
        title="党建联席会议"
        note="一次会议处理一批诉求：排议程，会上逐件记决定，执行后成为各件诉求上的操作，并印出纪要。"
      >
        {hasRole(me, 'dispatcher', 'supervisor') && !isMaking ? (
          <Button type="primary" onClick={() => setMaking(true)}>
            新建会议
          </Button>
        ) : null}
      </PageHeader>
      {isMaking ? (
        <ConferenceForm
          onDone={(made) => {
            setMaking(false);
            if (made) void navigate({ to: `/conferences/${made.id}` });
          }}
        />
      ) : null}
      <Segmented
        aria-label="按是否结束筛选"
        value={open ?? 'all'}
        options={[
          { value: 'all', label: '全部' },
          { value: 'true', label: '没有结束的' },
          { value: 'false', label: '已结束的' },
        ]}
        onChange={(chosen) => change({ open: chosen === 'all' ? undefined : chosen })}
      />
      {list.isPending ? <LoadingRows rows={5} height={48} /> : null}
      {list.isError ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.data?.length === 0 ? (
        <EmptyState title="还没有联席会议">
          分拨员、督办员可以新建会议，把提请会议的诉求列入议程；办理中的诉求也可以在诉求页“列入联席会议”。
        </EmptyState>
      ) : null}
      {list.data && list.data.length > 0 ? <ConferenceTable items={list.data} /> : null}
      {list.hasNextPage ? (
        <Button onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
          更早的
        </Button>
      ) : null}
    </div>
  );
}

const ConferenceTable = ({ items }: { items: Conference[] }) => (
  <table className="conference-table">
    <thead>
      <tr>
        <th scope="col">会议</th>
        <th scope="col">单位</th>
        <th scope="col">时间</th>
        <th scope="col">议程</th>
        <th scope="col">已决定</th>
        <th scope="col">已执行</th>
        <th scope="col">状态</th>
      </tr>
    </thead>
    <tbody>
      {items.map((each) => (
        <tr key={each.id}>
          <th scope="row" className="words">
            <Link to={`/conferences/${each.id}`}>{each.title}</Link>
          </th>
          <td>{each.unit.name}</td>
          <td>{moment(each.heldAt)}</td>
          <td className="number">{each.items} 件</td>
          <td className="number">{each.decided} 件</td>
          <td className="number">{each.applied} 件</td>
          <td>{each.closedAt ? '已结束' : '进行中'}</td>
        </tr>
      ))}
    </tbody>
  </table>
);
