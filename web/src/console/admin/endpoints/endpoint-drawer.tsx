import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Drawer, Form, Input, Select, Switch } from 'antd';
import type { Endpoint, EndpointChange, EndpointMade, NewEndpoint } from '../../../../../src/api/contract';
import { post, put } from '../../../api/request';
import { useIntention } from '../../../api/use-intention';
import { showFieldErrors } from '../../parts/field-errors';
import { FormError } from '../../parts/form-error';
import { UnitSelect, useUnits } from '../../parts/unit-select';
import { useMe } from '../../session';
import { CHANNEL_CHOICES, KIND_CHOICES } from './endpoint-words';

interface Values {
  unit: string;
  channel: Endpoint['channel'];
  name: string;
  url?: string;
  secret?: string;
  all: boolean;
  kinds: NonNullable<NewEndpoint['kinds']>;
  enabled: boolean;
}

interface EndpointDrawerProps {
  /** Null: a new one. */
  endpoint: Endpoint | null;
  onDone: (saved?: EndpointMade) => void;
}

export function EndpointDrawer({ endpoint, onDone }: EndpointDrawerProps) {
  const [form] = Form.useForm<Values>();
  const client = useQueryClient();
  const { keyFor } = useIntention();
  const save = useMutation({
    mutationFn: (values: Values) => send(endpoint, values, keyFor),
    onSuccess: async (saved) => {
      await client.invalidateQueries({ queryKey: ['endpoints'] });
      onDone(saved);
    },
    onError: (error) => showFieldErrors(form, error),
  });
  return (
    <Drawer
      open
      title={endpoint ? `修改“${endpoint.name}”` : '新增机器人或 Webhook'}
      onClose={() => onDone()}
      footer={
        <div className="admin-drawer-foot">
          <Button onClick={() => onDone()}>取消</Button>
          <Button type="primary" loading={save.isPending} onClick={() => form.submit()}>
            保存
          </Button>
        </div>
      }
    >
      <Form<Values>
        className="admin-form"
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={valuesOf(endpoint)}
        onFinish={(values) => save.mutate(values)}
      >
        <FormError error={save.error} />
        <Fields endpoint={endpoint} />
      </Form>
    </Drawer>
  );
}

const valuesOf = (endpoint: Endpoint | null): Partial<Values> => ({
  channel: endpoint?.channel ?? 'wecom',
  name: endpoint?.name,
  all: !endpoint || endpoint.kinds === null,
  kinds: (endpoint?.kinds ?? []) as Values['kinds'],
  enabled: !endpoint?.disabled,
});

function send(endpoint: Endpoint | null, values: Values, keyFor: (content: unknown) => string): Promise<EndpointMade> {
  const { unit, channel, name, all } = values;
  const kinds = all ? null : values.kinds;
  const given = { ...(values.url ? { url: values.url } : {}), ...(values.secret ? { secret: values.secret } : {}) };
  if (endpoint) {
    const body: EndpointChange = { name, kinds, disabled: !values.enabled, ...given };
    return put<EndpointMade>(`/endpoints/${endpoint.id}`, body);
  }
  const body = { unit, channel, name, kinds, url: '', ...given } satisfies NewEndpoint;
  return post<EndpointMade>('/endpoints', body, keyFor(body));
}

function Fields({ endpoint }: { endpoint: Endpoint | null }) {
  const me = useMe();
  const tree = useUnits();
  const own = me.roles.filter(({ role }) => role === 'administrator').map(({ unit }) => unit.id);
  const form = Form.useFormInstance<Values>();
  const channel = Form.useWatch('channel', form) ?? endpoint?.channel ?? 'wecom';
  const all = Form.useWatch('all', form) ?? true;
  return (
    <>
      {endpoint ? null : (
        <>
          <Form.Item label="哪个单位的通知（含下级）" name="unit" rules={[{ required: true, message: '请选择单位' }]}>
            <UnitSelect allow={(unit) => own.some((id) => tree.isWithin(unit.id, id))} />
          </Form.Item>
          <Form.Item label="渠道" name="channel">
            <Select options={CHANNEL_CHOICES} />
          </Form.Item>
        </>
      )}
      <Form.Item label="名称" name="name" rules={[{ required: true, message: '请填写名称' }]}>
        <Input maxLength={50} placeholder="如 园区督办群" />
      </Form.Item>
      <Form.Item
        label={endpoint ? `网址（现为 ${endpoint.url}；不填则不变）` : '网址'}
        name="url"
        rules={endpoint ? [] : [{ required: true, message: '请填写网址' }]}
        extra="群机器人的 Webhook 网址，或接收系统的网址；只能是公网 https。保存后只显示首尾。"
      >
        <Input maxLength={2_000} autoComplete="off" />
      </Form.Item>
      {channel === 'dingtalk' || channel === 'feishu' ? (
        <Form.Item label={endpoint?.signed ? '加签密钥（不填则不变）' : '加签密钥（选填）'} name="secret">
          <Input.Password maxLength={200} autoComplete="off" />
        </Form.Item>
      ) : null}
      <Form.Item name="all" valuePropName="checked">
        <Checkbox>全部外发通知</Checkbox>
      </Form.Item>
      {all ? null : (
        <Form.Item label="只要这些" name="kinds">
          <Checkbox.Group options={KIND_CHOICES} />
        </Form.Item>
      )}
      {endpoint ? (
        <Form.Item label="使用" name="enabled" valuePropName="checked">
          <Switch checkedChildren="使用" unCheckedChildren="停用" />
        </Form.Item>
      ) : null}
    </>
  );
}
