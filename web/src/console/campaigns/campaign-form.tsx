import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, DatePicker, Form, Input, Radio, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import type { Campaign, TreeUnit } from '../../../../src/api/contract';
import { CAMPAIGN_KIND_LABELS, CAMPAIGN_KINDS, type CampaignKind } from '../../../../src/domain/campaign';
import { post, put } from '../../api/request';
import { useIntention } from '../../api/use-intention';
import { FormSelect } from '../collection/form-select';
import { channelsQuery } from '../collection/queries';
import { useDraft } from '../parts/draft';
import { showFieldErrors } from '../parts/field-errors';
import { FormError } from '../parts/form-error';
import { UnitSelect, useUnits } from '../parts/unit-select';
import { useMe } from '../session';
import { campaignOf, valuesOf, type CampaignValues } from './campaign-fields';
import { holdsCampaigns, mayHost } from './rights';

const { Item } = Form;
const required = (message: string) => [{ required: true, whitespace: true, message }];
/** The channel that a kind of campaign usually is. */
const MINUTES = { format: 'HH:mm', minuteStep: 5 } as const;
/** The draft holds a time as it is written, without a zone: it is Beijing's. */
const asTyped = {
  getValueProps: (typed?: string) => ({ value: typed ? dayjs(typed) : null }),
  normalize: (chosen: Dayjs | null) => chosen?.format('YYYY-MM-DDTHH:mm'),
};
const USUAL_CHANNEL: Record<CampaignKind, string> = { forum: '微论坛', theme_day: '主题党日', exhibition: '展会' };

interface CampaignFormProps {
  /** The one that is changed; without it a new one is made. */
  campaign?: Campaign;
  initial?: CampaignValues;
  onDone: (campaign?: Campaign) => void;
}

export function CampaignForm({ campaign, initial = {}, onDone }: CampaignFormProps) {
  const me = useMe();
  const units = useUnits();
  const client = useQueryClient();
  const channels = useQuery(channelsQuery).data ?? [];
  const [form] = Form.useForm<CampaignValues>();
  const { keyFor } = useIntention();
  const draft = useDraft<CampaignValues>(
    `campaign-form:${campaign?.id ?? 'new'}`,
    campaign ? valuesOf(campaign) : initial,
  );
  const unit = Form.useWatch('unit', form) ?? campaign?.unit.id;

  const save = useMutation({
    mutationFn: (values: CampaignValues) => {
      const body = campaignOf(values);
      if (!campaign) return post<Campaign>('/campaigns', body, keyFor(body));
      const { unit: _, ...change } = body;
      return put<Campaign>(`/campaigns/${campaign.id}`, change);
    },
    onSuccess: async (saved) => {
      draft.forget();
      await client.invalidateQueries({ queryKey: ['campaigns'] });
      onDone(saved);
    },
    onError: (error) => showFieldErrors(form, error),
  });
  const onValuesChange = (changed: CampaignValues, values: CampaignValues) => {
    const usual = changed.kind && USUAL_CHANNEL[changed.kind];
    if (usual && channels.includes(usual)) form.setFieldValue('channel', usual);
    draft.change(usual ? { ...values, channel: usual } : values);
  };
  const isAllowed = (each: TreeUnit) => holdsCampaigns(each) && mayHost(me, units, each.id);
  return (
    <Form<CampaignValues>
      form={form}
      className="campaign-form"
      layout="vertical"
      requiredMark="optional"
      scrollToFirstError={{ focus: true, block: 'center' }}
      initialValues={draft.content}
      onValuesChange={onValuesChange}
      onFinish={(values) => save.mutate(campaign ? { ...values, unit: campaign.unit.id } : values)}
    >
      <Item name="kind" label="形式" rules={[{ required: true, message: '请选择形式。' }]}>
        <Radio.Group options={CAMPAIGN_KINDS.map((value) => ({ value, label: CAMPAIGN_KIND_LABELS[value] }))} />
      </Item>
      <Item name="name" label="名称" rules={required('请写活动名称。')}>
        <Input maxLength={100} placeholder="如 薪火领航微论坛第一场" />
      </Item>
      <div className="campaign-pair">
        <Item name="startsAt" label="开始（北京时间）" rules={required('请选择开始时间。')} {...asTyped}>
          <DatePicker showTime={MINUTES} format="YYYY-MM-DD HH:mm" needConfirm={false} style={{ width: '100%' }} />
        </Item>
        <Item name="endsAt" label="结束（北京时间）" rules={required('请选择结束时间。')} {...asTyped}>
          <DatePicker showTime={MINUTES} format="YYYY-MM-DD HH:mm" needConfirm={false} style={{ width: '100%' }} />
        </Item>
        <Item
          name="unit"
          label="单位"
          rules={[{ required: true, message: '请选择哪个单位的活动。' }]}
          extra="定了不能再改。"
        >
          <UnitSelect allow={isAllowed} disabled={campaign !== undefined} placeholder="哪个单位的活动" />
        </Item>
        <Item name="location" label="地点" rules={required('请写地点。')}>
          <Input maxLength={200} placeholder="如 航城街道党群服务中心三楼" />
        </Item>
        <Item name="host" label="举办" rules={required('请写谁举办。')}>
          <Input maxLength={100} placeholder="单位或主持人" />
        </Item>
        <Item name="channel" label="渠道" rules={required('请选择渠道。')} extra="在这场活动登记的诉求都记这个渠道。">
          <Select showSearch options={channels.map((value) => ({ value, label: value }))} />
        </Item>
        <Item name="form" label="征集表" extra="登记时多出它的栏目，扫码登记也用它。">
          <FormSelect unit={unit} />
        </Item>
      </div>
      <FormError error={save.error} />
      <div className="page-actions">
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {campaign ? '保存' : '新建活动'}
        </Button>
        <Button
          onClick={() => {
            draft.forget();
            onDone();
          }}
        >
          取消
        </Button>
      </div>
    </Form>
  );
}
