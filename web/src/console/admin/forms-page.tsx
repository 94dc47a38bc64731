import { Button, Tabs } from 'antd';
import { useState } from 'react';
import type { CollectionForm } from '../../../../src/api/contract';
import { hasDraft } from '../parts/draft';
import { PageHeader } from '../parts/page-header';
import { PageName } from '../parts/page-name';
import { EmptyState, ErrorState, LoadingRows } from '../parts/states';
import { useUnits } from '../parts/unit-select';
import { usePageSearch } from '../search';
import { unitsWithRole, useMe } from '../session';
import './admin.css';
import { useCursorList } from './cursor-list';
import { ChannelsEditor } from './forms/channels-editor';
import { FormDetail } from './forms/form-detail';
import { FormEditor, formDraftName } from './forms/form-editor';
import './forms/forms.css';
import { NotForYou } from './not-for-you';
import { isAdministrator, isRootAdministrator } from './rights';

/** Forms and channels by which demands are collected. */
export function FormsPage() {
  const me = useMe();
  const [search, change] = usePageSearch();
  if (!isAdministrator(me)) return <NotForYou title="征集表与渠道" who="管理员" />;
  if (!isRootAdministrator(me)) return <Forms />;
  return (
    <Tabs
      className="forms-tabs"
      destroyOnHidden
      activeKey={search.tab ?? 'forms'}
      onChange={(tab) => change({ tab: tab === 'forms' ? undefined : tab })}
      items={[
        { key: 'forms', label: '征集表', children: <Forms /> },
        {
          key: 'channels',
          label: '渠道',
          children: (
            <div className="page">
              <PageHeader
                title="收集渠道"
                note="“124N”里的 N：从哪里收集。登记、活动和导入都从这里选；停用的不再提供选择，登记过的诉求保留原来的渠道。"
              />
              <ChannelsEditor />
            </div>
          ),
        },
      ]}
    />
  );
}

function Forms() {
  const me = useMe();
  const units = useUnits();
  const [search, change] = usePageSearch();
  const forms = useCursorList<CollectionForm>('forms', '/forms', { retired: 'true' });
  const [edited, setEdited] = useState<CollectionForm | 'new' | null>(
    hasDraft(me.username, formDraftName(undefined)) && search.form === undefined ? 'new' : null,
  );
  const [published, setPublished] = useState<CollectionForm | null>(null);
  const shown = forms.data?.find(({ code }) => code === search.form) ?? forms.data?.[0];
  const own = unitsWithRole(me, 'administrator');

  const done = (next: CollectionForm | null) => {
    setEdited(null);
    setPublished(next);
    if (next) change({ form: next.code, version: undefined });
  };
  if (edited)
    return (
      <div className="page">
        <PageHeader title={edited === 'new' ? '新建征集表' : `修改《${edited.title}》`} />
        <FormEditor base={edited === 'new' ? null : edited} onDone={done} />
      </div>
    );
  return (
    <div className="split admin-units forms-split">
      <section className="split-list admin-units-list" aria-label="征集表">
        <div className="list-title">
          <PageName name="征集表" />
          <Button size="small" onClick={() => setEdited('new')}>
            新建
          </Button>
        </div>
        {forms.isPending ? <LoadingRows rows={4} height={48} /> : null}
        {forms.isError ? <ErrorState error={forms.error} onRetry={() => void forms.refetch()} /> : null}
        <ul className="forms-list">
          {forms.data?.map((form) => (
            <li key={form.code}>
              <button
                type="button"
                className="forms-item"
                aria-current={form.code === shown?.code || undefined}
                onClick={() => change({ form: form.code, version: undefined })}
              >
                <span>{form.title}</span>
                <span className="muted small">
                  {form.unit.name} · 第 {form.version} 版{form.retired ? ' · 已停用' : ''}
                  {hasDraft(me.username, formDraftName(form.code)) ? ' · 有没发布的修改' : ''}
                </span>
              </button>
            </li>
          ))}
        </ul>
      </section>
      <div className="split-detail">
        {published && published.code === shown?.code ? (
          <p className="admin-note" role="status">
            《{published.title}》第 {published.version} 版已经发布，从现在起登记用它。
          </p>
        ) : null}
        {shown ? (
          <FormDetail
            key={shown.code}
            form={shown}
            mayChange={own.some(({ id }) => units.isWithin(shown.unit.id, id))}
            onEdit={() => setEdited(shown)}
            version={search.version}
            onShow={(version) => change({ version })}
          />
        ) : forms.isSuccess ? (
          <EmptyState title="还没有征集表">用左上角的“新建”做第一张。</EmptyState>
        ) : null}
      </div>
    </div>
  );
}
