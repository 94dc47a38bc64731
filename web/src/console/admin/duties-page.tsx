import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { Duty } from '../../../../src/api/contract';
import { PageHeader } from '../parts/page-header';
import { EmptyState, ErrorState, LoadingRows } from '../parts/states';
import { usePageSearch } from '../search';
import { useMe } from '../session';
import './admin.css';
import { useCursorList } from './cursor-list';
import './duties/duties.css';
import { DutyDrawer } from './duties/duty-drawer';
import { DutyFilters } from './duties/duty-filters';
import { DutyImport } from './duties/duty-import';
import { DutyTable } from './duties/duty-table';
import { administers, isAdministrator } from './rights';
import { unitsQuery } from './units/units-query';

/** Whose matter is what: read by everybody, kept by the administrators of each unit. */
export function DutiesPage() {
  const me = useMe();
  const mayChange = isAdministrator(me);
  const [{ q, unit, category, retired }, change] = usePageSearch();
  const tree = useQuery(unitsQuery).data;
  const duties = useCursorList<Duty>('duties', '/duties', { q, unit, category, retired });
  const [edited, setEdited] = useState<Duty | 'new' | null>(null);
  const isFiltered = Boolean(q ?? unit ?? category);
  const mayEdit = (duty: Duty) => mayChange && tree !== undefined && administers(me, tree, duty.unit.id);

  return (
    <div className="page">
      <PageHeader
        title="职责清单"
        note={
          <>
            哪件事归哪个单位、依据是什么。分拨时按诉求的文字自动查找；也可以写成分派规则。
            <span className="tag">示例</span>的依据没有经主管部门确认。
          </>
        }
      >
        <Button href={`/api/v1/duties/sheet${unit ? `?unit=${encodeURIComponent(unit)}` : ''}`}>下载表格</Button>
        {mayChange ? <DutyImport /> : null}
        {mayChange ? (
          <Button type="primary" onClick={() => setEdited('new')}>
            新增职责
          </Button>
        ) : null}
      </PageHeader>
      <DutyFilters filters={{ q, unit, category, retired }} onChange={change} mayChange={mayChange} />
      {duties.isPending ? <LoadingRows rows={8} height={48} /> : null}
      {duties.isError ? <ErrorState error={duties.error} onRetry={() => void duties.refetch()} /> : null}
      {duties.data?.length === 0 ? (
        <EmptyState title={isFiltered ? '没有找到这样的职责' : '职责清单还是空的'}>
          {isFiltered ? '请换个说法，或放宽条件。' : '可以逐条新增，也可以下载表格填好后导入。'}
        </EmptyState>
      ) : null}
      {duties.data && duties.data.length > 0 ? (
        <DutyTable duties={duties.data} mayEdit={mayEdit} onEdit={setEdited} />
      ) : null}
      {duties.hasNextPage ? (
        <Button className="admin-more" loading={duties.isFetchingNextPage} onClick={() => void duties.fetchNextPage()}>
          更多
        </Button>
      ) : null}
      {edited ? (
        <DutyDrawer duty={edited === 'new' ? null : edited} unit={unit} onDone={() => setEdited(null)} />
      ) : null}
    </div>
  );
}
