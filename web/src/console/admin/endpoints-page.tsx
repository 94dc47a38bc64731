import { Button } from 'antd';
import { useState } from 'react';
import type { Endpoint, EndpointMade } from '../../../../src/api/contract';
import { PageHeader } from '../parts/page-header';
import { EmptyState, ErrorState, LoadingRows } from '../parts/states';
import { useMe } from '../session';
import './admin.css';
import { useCursorList } from './cursor-list';
import { EndpointDrawer } from './endpoints/endpoint-drawer';
import { EndpointTable } from './endpoints/endpoint-table';
import { SecretOnce } from './endpoints/secret-once';
import { NotForYou } from './not-for-you';
import { isAdministrator } from './rights';

export function EndpointsPage() {
  if (!isAdministrator(useMe())) return <NotForYou title="机器人与 Webhook" who="管理员" />;
  return <Endpoints />;
}

function Endpoints() {
  const endpoints = useCursorList<Endpoint>('endpoints', '/endpoints', {});
  const [edited, setEdited] = useState<Endpoint | 'new' | null>(null);
  const [made, setMade] = useState<EndpointMade | null>(null);
  const done = (saved?: EndpointMade) => {
    setEdited(null);
    if (saved?.secret) setMade(saved);
  };
  return (
    <div className="page">
      <PageHeader
        title="机器人与 Webhook"
        note="把一个单位（和它的下级）外发通知同时发到工作群，或推给别的系统。每个机器人每分钟最多 20 条，多出的合并成汇总，一条不丢。"
      >
        <Button type="primary" onClick={() => setEdited('new')}>
          新增
        </Button>
      </PageHeader>
      {endpoints.isPending ? <LoadingRows rows={4} height={48} /> : null}
      {endpoints.isError ? <ErrorState error={endpoints.error} onRetry={() => void endpoints.refetch()} /> : null}
      {endpoints.data?.length === 0 ? (
        <EmptyState title="还没有机器人或 Webhook">
          在企业微信、钉钉或飞书的群里添加自定义机器人，把它的网址填到这里；别的系统用 Webhook 接收。
        </EmptyState>
      ) : null}
      {endpoints.data && endpoints.data.length > 0 ? (
        <EndpointTable endpoints={endpoints.data} onEdit={setEdited} onSecret={setMade} />
      ) : null}
      {endpoints.hasNextPage ? (
        <Button
          className="admin-more"
          loading={endpoints.isFetchingNextPage}
          onClick={() => void endpoints.fetchNextPage()}
        >
          更多
        </Button>
      ) : null}
      {edited ? <EndpointDrawer endpoint={edited === 'new' ? null : edited} onDone={done} /> : null}
      {made?.secret ? <SecretOnce name={made.name} secret={made.secret} onClose={() => setMade(null)} /> : null}
    </div>
  );
}
