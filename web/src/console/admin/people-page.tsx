import { Button } from 'antd';
import { useState } from 'react';
import type { User } from '../../../../src/api/contract';
import { PageHeader } from '../parts/page-header';
import { EmptyState, ErrorState, LoadingRows } from '../parts/states';
import { usePageSearch } from '../search';
import { useMe } from '../session';
import './admin.css';
import { useCursorList } from './cursor-list';
import { PeopleFilters } from './people/people-filters';
import { PeopleTable } from './people/people-table';
import { PersonDrawer } from './people/person-drawer';
import { ViewAsDialog } from './people/view-as-dialog';
import { isAdministrator } from './rights';

export function PeoplePage() {
  const mayChange = isAdministrator(useMe());
  const [{ unit, role, q, includeDisabled }, change] = usePageSearch();
  const people = useCursorList<User>('people', '/users', { unit, role, q, includeDisabled });
  const [edited, setEdited] = useState<User | 'new' | null>(null);
  const [viewed, setViewed] = useState<User | null>(null);
  const isFiltered = Boolean(unit ?? role ?? q);

  return (
    <div className="page">
      <PageHeader
        title="人员与角色"
        note={
          mayChange
            ? '角色总是在某个单位里的角色：能看、能办的范围是这个单位和它的下级。'
            : '人员由本单位或上级的管理员维护，您可以查看本单位的同事。'
        }
      >
        {mayChange ? (
          <Button type="primary" onClick={() => setEdited('new')}>
            新增人员
          </Button>
        ) : null}
      </PageHeader>
      <PeopleFilters filters={{ unit, role, q, includeDisabled }} onChange={change} isAdministrator={mayChange} />
      {people.isPending ? <LoadingRows rows={8} height={48} /> : null}
      {people.isError ? <ErrorState error={people.error} onRetry={() => void people.refetch()} /> : null}
      {people.data?.length === 0 ? (
        <EmptyState title={isFiltered ? '没有符合条件的人员' : '还没有人员'}>
          {isFiltered ? '请放宽或清除上面的条件；停用的人员要勾选才会列出。' : '用右上角的“新增人员”添加第一位。'}
        </EmptyState>
      ) : null}
      {people.data && people.data.length > 0 ? (
        <PeopleTable
          people={people.data}
          onEdit={mayChange ? setEdited : undefined}
          onViewAs={mayChange ? setViewed : undefined}
        />
      ) : null}
      {people.hasNextPage ? (
        <Button className="admin-more" loading={people.isFetchingNextPage} onClick={() => void people.fetchNextPage()}>
          更多
        </Button>
      ) : null}
      {edited ? (
        <PersonDrawer person={edited === 'new' ? null : edited} unit={unit} onDone={() => setEdited(null)} />
      ) : null}
      {viewed ? <ViewAsDialog person={viewed} onCancel={() => setViewed(null)} /> : null}
    </div>
  );
}
