import { useNavigate } from '@tanstack/react-router';
import { NotForYou } from '../admin/not-for-you';
import { PageHeader } from '../parts/page-header';
import { hasRole, unitsWithRole, useMe } from '../session';
import { CampaignForm } from './campaign-form';
import './campaigns.css';

export function NewCampaignPage() {
  const me = useMe();
  const navigate = useNavigate();
  if (!hasRole(me, 'collector', 'dispatcher')) return <NotForYou title="新建活动" who="收集人和分拨员" />;
  const [own] = unitsWithRole(me, 'collector', 'dispatcher');
  return (
    <div className="page">
      <PageHeader title="新建活动" note="微论坛、主题党日、展会：现场几个人同时登记，事后看结果。" />
      <CampaignForm
        initial={{ kind: 'forum', channel: '微论坛', unit: own?.id, host: own?.name }}
        onDone={(made) => void navigate({ to: made ? `/campaigns/${made.id}` : '/campaigns' })}
      />
    </div>
  );
}
