import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import type { Rehearsal } from '../../../../src/api/contract';
import { REHEARSAL_STATES, TRIED_KINDS } from '../../../../src/domain/rehearsal';
import { moment } from '../../time/format';
import { useCursorList } from '../admin/cursor-list';
import { DemoHint } from '../parts/demo-hint';
import { PageHeader } from '../parts/page-header';
import { EmptyState, ErrorState, LoadingRows } from '../parts/states';
import { usePageSearch } from '../search';
import { NewRehearsal } from './new-rehearsal';
import { isRunning, whileRunning } from './rehearsal-queries';
import './rehearsals.css';
import { periodWords, triedWords } from './words';

/** 推演: what a draft would have made of the demands of a period. */
export function RehearsalsPage() {
  const navigate = useNavigate();
  const [search] = usePageSearch();
  const isChosen = TRIED_KINDS.some((kind) => search[`${kind}Draft`] !== undefined);
  const [isMaking, setMaking] = useState(isChosen);
  const list = useCursorList<Rehearsal>('rehearsals', '/rehearsals', {}, whileRunning);
  return (
    <div className="page">
      <PageHeader
        title="推演"
        note="在发布之前，用草案把一段时间里的真实诉求重走一遍：会多出哪些超时和升级，回访接不接得过来，哪些诉求会换主办单位。"
      >
        {isMaking ? null : (
          <Button type="primary" onClick={() => setMaking(true)}>
            新的推演
          </Button>
        )}
      </PageHeader>
      {isMaking ? (
        <NewRehearsal
          onDone={(made) => {
            setMaking(false);
            if (made) void navigate({ to: `/rehearsals/${made.id}` });
          }}
        />
      ) : null}
      {list.isPending ? <LoadingRows rows={4} height={48} /> : null}
      {list.isError ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.data?.length === 0 ? (
        <EmptyState title="还没有推演">
          选一段时间和一份草案，就能看到它会带来什么。不选草案时按不变的规则重走，结果应与历史完全一致。
          <DemoHint />
        </EmptyState>
      ) : null}
      {list.data && list.data.length > 0 ? <RehearsalTable items={list.data} /> : null}
      {list.hasNextPage ? (
        <Button onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
          更早的
        </Button>
      ) : null}
    </div>
  );
}

const RehearsalTable = ({ items }: { items: Rehearsal[] }) => (
  <table className="rehearsal-table">
    <thead>
      <tr>
        <th scope="col">试行什么</th>
        <th scope="col">单位</th>
        <th scope="col">诉求登记于</th>
        <th scope="col">诉求</th>
        <th scope="col">谁、何时</th>
        <th scope="col">状态</th>
      </tr>
    </thead>
    <tbody>
      {items.map((each) => (
        <tr key={each.id}>
          <th scope="row">
            <Link to={`/rehearsals/${each.id}`}>{triedWords(each)}</Link>
          </th>
          <td>{each.unit.name}</td>
          <td>{periodWords(each)}</td>
          <td className="number">{each.total} 件</td>
          <td>
            {each.requestedBy.name}，{moment(each.createdAt)}
          </td>
          <td>
            {REHEARSAL_STATES[each.state]}
            {isRunning(each) && each.total > 0 ? `，${each.done} 件` : ''}
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);
