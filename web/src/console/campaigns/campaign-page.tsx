import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { App, Button, Popconfirm, Tabs } from 'antd';
import { useState } from 'react';
import type { Campaign } from '../../../../src/api/contract';
import { CAMPAIGN_KIND_LABELS } from '../../../../src/domain/campaign';
import { post } from '../../api/request';
import { formQuery } from '../collection/queries';
import { PrintableCode } from '../collection/printable-code';
import { PageHeader } from '../parts/page-header';
import { EmptyState, ErrorState, LoadingRows, sentenceOf } from '../parts/states';
import { useUnits } from '../parts/unit-select';
import { usePageSearch } from '../search';
import { hasRole, serviceQuery, useMe } from '../session';
import { CampaignForm } from './campaign-form';
import { CampaignResult } from './campaign-result';
import './campaigns.css';
import { campaignQuery } from './queries';
import { mayHost } from './rights';
import { Sheet } from './sheet';
import { spanText } from './span-text';

export function CampaignPage() {
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const found = useQuery(campaignQuery(id));
  const form = useQuery(formQuery(found.data?.form));
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  // Rows begin with what the form takes: they wait for it.
  if (!found.data || form.isLoading) return <LoadingRows />;
  return <OneCampaign key={id} campaign={found.data} form={form.data ?? null} />;
}

type OneCampaignProps = { campaign: Campaign; form: Parameters<typeof Sheet>[0]['form'] };

function OneCampaign({ campaign, form }: OneCampaignProps) {
  const me = useMe();
  const units = useUnits();
  const navigate = useNavigate();
  const [search, change] = usePageSearch();
  const [isChanging, setChanging] = useState(false);
  const isHost = mayHost(me, units, campaign.unit.id);
  const isOpen = campaign.state === 'open';
  const tabs = [
    {
      key: 'sheet',
      label: '登记表格',
      children: (
        <>
          {isOpen ? null : <NotNow campaign={campaign} />}
          <Sheet campaign={campaign} form={form} mayEnter={isOpen && hasRole(me, 'collector')} />
        </>
      ),
    },
    { key: 'result', label: '结果', children: <CampaignResult campaign={campaign} /> },
    { key: 'code', label: '二维码', children: <Code campaign={campaign} /> },
  ];
  return (
    <div className="page">
      <PageHeader
        title={campaign.name}
        note={`${CAMPAIGN_KIND_LABELS[campaign.kind]} · ${spanText(campaign)} · ${campaign.location}`}
      >
        {isOpen && hasRole(me, 'collector') && !isChanging ? (
          <Button onClick={() => void navigate({ to: '/imports', search: { campaign: campaign.id } })}>批量导入</Button>
        ) : null}
        {isHost && campaign.closedAt === null && !isChanging ? (
          <>
            <Button onClick={() => setChanging(true)}>修改</Button>
            <Close campaign={campaign} />
          </>
        ) : null}
      </PageHeader>
      <p className="muted campaign-about">
        {campaign.unit.name} · {campaign.host}举办 · 渠道“{campaign.channel}” ·{' '}
        {form ? `按《${form.title}》登记` : '不用征集表'}
      </p>
      {isChanging ? (
        <CampaignForm campaign={campaign} onDone={() => setChanging(false)} />
      ) : (
        <Tabs
          destroyOnHidden
          activeKey={search.tab ?? 'sheet'}
          onChange={(tab) => change({ tab: tab === 'sheet' ? undefined : tab })}
          items={tabs}
        />
      )}
    </div>
  );
}

function NotNow({ campaign }: { campaign: Campaign }) {
  const isOver = campaign.state === 'over';
  return (
    <p className="campaign-said" role="status">
      {isOver ? '这场活动已经结束，不能再登记。' : '还没有开始：开始前 30 分钟起可以登记。'}
    </p>
  );
}

function Close({ campaign }: { campaign: Campaign }) {
  const client = useQueryClient();
  const { message } = App.useApp();
  const close = useMutation({
    mutationFn: () => post<Campaign>(`/campaigns/${campaign.id}/close`),
    onSuccess: () => client.invalidateQueries({ queryKey: ['campaigns'] }),
    onError: (error) => void message.error(sentenceOf(error)),
  });
  return (
    <Popconfirm
      title="结束这场活动？"
      description="结束后不能再登记到它名下，二维码停用；登记过的诉求照常办理。"
      okText="结束"
      cancelText="不结束"
      onConfirm={() => close.mutate()}
    >
      <Button loading={close.isPending}>结束活动</Button>
    </Popconfirm>
  );
}

function Code({ campaign }: { campaign: Campaign }) {
  const publicUrl = useQuery(serviceQuery).data?.publicUrl ?? location.origin;
  if (campaign.closedAt !== null)
    return <EmptyState title="活动已结束，二维码停用">需要继续收集时，请用单位的二维码，或新建一场活动。</EmptyState>;
  return (
    <section aria-labelledby="campaign-code">
      <h2 id="campaign-code">扫码登记</h2>
      <p className="muted">
        开始前 30 分钟到结束有效，不用登录。放在签到处和桌上；扫码登记的诉求会自己出现在登记表格里。
      </p>
      <PrintableCode name={campaign.name} address={`${publicUrl}/m/file/${campaign.code}`} />
    </section>
  );
}
