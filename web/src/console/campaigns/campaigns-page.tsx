import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button, Segmented } from 'antd';
import type { Campaign } from '../../../../src/api/contract';
import { CAMPAIGN_KIND_LABELS, CAMPAIGN_STATE_LABELS } from '../../../../src/domain/campaign';
import { PageHeader } from '../parts/page-header';
import { EmptyState, ErrorState, LoadingRows } from '../parts/states';
import { usePageSearch } from '../search';
import { hasRole, useMe } from '../session';
import './campaigns.css';
import { campaignsQuery } from './queries';
import { spanText } from './span-text';

/** Forums, theme days and exhibitions at which demands are collected. */
export function CampaignsPage() {
  const me = useMe();
  const navigate = useNavigate();
  const [search, change] = usePageSearch();
  const isClosed = search.closed === 'true';
  const found = useInfiniteQuery(campaignsQuery(isClosed));
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="page">
      <PageHeader title="收集活动" note="微论坛、主题党日、展会：一场活动一张登记表格、一个二维码、一页结果。">
        {hasRole(me, 'collector', 'dispatcher') ? (
          <Button type="primary" onClick={() => void navigate({ to: '/campaigns/new' })}>
            新建活动
          </Button>
        ) : null}
      </PageHeader>
      <Segmented
        value={isClosed ? 'closed' : 'open'}
        onChange={(value) => change({ closed: value === 'closed' ? 'true' : undefined })}
        options={[
          { value: 'open', label: '没有结束的' },
          { value: 'closed', label: '已结束的' },
        ]}
      />
      {found.isPending ? <LoadingRows rows={5} height={48} /> : null}
      {found.isError ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.isSuccess && items.length === 0 ? (
        <EmptyState title={isClosed ? '还没有结束的活动' : '没有正在进行或将要举办的活动'}>
          收集人和分拨员可以新建活动，现场把诉求一起登记进来。
        </EmptyState>
      ) : null}
      {items.length > 0 ? <CampaignTable items={items} /> : null}
      {found.hasNextPage ? (
        <Button onClick={() => void found.fetchNextPage()} loading={found.isFetchingNextPage}>
          更早的
        </Button>
      ) : null}
    </div>
  );
}

const CampaignTable = ({ items }: { items: Campaign[] }) => (
  <table className="campaign-table">
    <thead>
      <tr>
        <th scope="col">活动</th>
        <th scope="col">形式</th>
        <th scope="col">时间</th>
        <th scope="col">单位</th>
        <th scope="col">地点</th>
        <th scope="col">登记</th>
      </tr>
    </thead>
    <tbody>
      {items.map((campaign) => (
        <tr key={campaign.id}>
          <th scope="row">
            <Link to={`/campaigns/${campaign.id}`}>{campaign.name}</Link>
          </th>
          <td>{CAMPAIGN_KIND_LABELS[campaign.kind]}</td>
          <td className="number">{spanText(campaign)}</td>
          <td>{campaign.unit.name}</td>
          <td>{campaign.location}</td>
          <td>{CAMPAIGN_STATE_LABELS[campaign.state]}</td>
        </tr>
      ))}
    </tbody>
  </table>
);
