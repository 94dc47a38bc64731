import { Button, Checkbox, Tabs } from 'antd';
import { useState } from 'react';
import type { ReplyTemplate } from '../../../../src/api/contract';
import { PageHeader } from '../parts/page-header';
import { EmptyState, ErrorState, LoadingRows } from '../parts/states';
import { useUnits } from '../parts/unit-select';
import { usePageSearch } from '../search';
import { unitsWithRole, useMe } from '../session';
import './admin.css';
import '../reply/reply.css';
import { useCursorList } from './cursor-list';
import { NotForYou } from './not-for-you';
import { RequirementsEditor } from './replies/requirements-editor';
import { TemplateDrawer } from './replies/template-drawer';
import { TemplateTable } from './replies/template-table';
import { isAdministrator, isRootAdministrator } from './rights';

/** What replies must hold, and templates to write them with. */
export function RepliesPage() {
  const me = useMe();
  const [search, change] = usePageSearch();
  if (!isAdministrator(me)) return <NotForYou title="反馈模板与要素" who="管理员" />;
  return (
    <div className="page">
      <PageHeader
        title="反馈模板与要素"
        note={
          <>
            反馈必须写什么、附什么，以及写反馈时可以选用的模板。
            <span className="tag">示例</span>的内容没有经主管部门确认。
          </>
        }
      />
      <Tabs
        destroyOnHidden
        activeKey={search.tab ?? 'templates'}
        onChange={(tab) => change({ tab: tab === 'templates' ? undefined : tab })}
        items={[
          { key: 'templates', label: '反馈模板', children: <Templates /> },
          {
            key: 'requirements',
            label: '反馈要素',
            children: <RequirementsEditor mayChange={isRootAdministrator(me)} />,
          },
        ]}
      />
    </div>
  );
}

function Templates() {
  const me = useMe();
  const units = useUnits();
  const [{ retired }, change] = usePageSearch();
  const templates = useCursorList<ReplyTemplate>('reply-templates', '/reply-templates', { retired });
  const [edited, setEdited] = useState<ReplyTemplate | 'new' | null>(null);
  const own = unitsWithRole(me, 'administrator');
  const mayEdit = ({ unit }: ReplyTemplate) => own.some(({ id }) => units.isWithin(unit.id, id));
  return (
    <>
      <div className="admin-filters">
        <Button type="primary" onClick={() => setEdited('new')}>
          新增模板
        </Button>
        <Checkbox
          checked={retired === 'true'}
          onChange={({ target }) => change({ retired: target.checked ? 'true' : undefined })}
        >
          也列出已停用的
        </Checkbox>
      </div>
      {templates.isPending ? <LoadingRows rows={4} height={72} /> : null}
      {templates.isError ? <ErrorState error={templates.error} onRetry={() => void templates.refetch()} /> : null}
      {templates.data?.length === 0 ? (
        <EmptyState title="还没有反馈模板">用上面的“新增模板”写第一个；本单位和下级写反馈时都能选用。</EmptyState>
      ) : null}
      {templates.data && templates.data.length > 0 ? (
        <TemplateTable templates={templates.data} mayEdit={mayEdit} onEdit={setEdited} />
      ) : null}
      {templates.hasNextPage ? (
        <Button
          className="admin-more"
          loading={templates.isFetchingNextPage}
          onClick={() => void templates.fetchNextPage()}
        >
          更多
        </Button>
      ) : null}
      {edited ? (
        <TemplateDrawer template={edited === 'new' ? null : edited} unit={own[0]?.id} onDone={() => setEdited(null)} />
      ) : null}
    </>
  );
}
