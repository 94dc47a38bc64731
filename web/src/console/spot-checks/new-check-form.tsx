import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, DatePicker, Form, InputNumber, Radio } from 'antd';
import type { Dayjs } from 'dayjs';
import type { SpotCheck } from '../../../../src/api/contract';
import { post } from '../../api/request';
import { useIntention } from '../../api/use-intention';
import { refresh } from '../live';
import { showFieldErrors } from '../parts/field-errors';
import { FormError } from '../parts/form-error';
import { UnitSelect } from '../parts/unit-select';
import { useUnits } from '../parts/units';

interface Values {
  unit: string;
  days: [Dayjs, Dayjs];
  percent: number;
  commit: boolean;
}

/** Whose cases, closed when, how many; drawn at once, or committed first and drawn later. */
export function NewCheckForm({ seats, onClose }: { seats: readonly string[]; onClose: () => void }) {
  const [form] = Form.useForm<Values>();
  const tree = useUnits();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { keyFor } = useIntention();
  const draw = useMutation({
    mutationFn: ({ unit, days: [from, to], percent, commit }: Values) => {
      const body = { unit, from: from.format(DAY), to: to.add(1, 'day').format(DAY), percent, commit };
      return post<SpotCheck>('/spot-checks', body, keyFor(body));
    },
    onSuccess: async ({ id }) => {
      refresh(client);
      await client.invalidateQueries({ queryKey: ['spot-checks'] });
      await navigate({ to: `/spot-checks/${id}` });
    },
    onError: (error) => showFieldErrors(form, error),
  });
  return (
    <Form<Values>
      className="panel admin-form spot-check-form"
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={{ unit: seats[0], percent: 10, commit: true }}
      aria-label="新抽查"
      onFinish={(values) => draw.mutate(values)}
    >
      <FormError error={draw.error} />
      <div className="spot-check-fields">
        <Form.Item label="抽查哪里办理的" name="unit" rules={[{ required: true, message: '请选择单位' }]}>
          <UnitSelect allow={({ id }) => seats.some((seat) => tree.isWithin(id, seat))} />
        </Form.Item>
        <Form.Item label="办结日期（含首尾两天）" name="days" rules={[{ required: true, message: '请选择起止日期' }]}>
          <DatePicker.RangePicker className="number" format={DAY} allowClear={false} placeholder={['首日', '末日']} />
        </Form.Item>
        <Form.Item label="每个办理单位至少抽（%）" name="percent" rules={[{ required: true, message: '请填百分比' }]}>
          <InputNumber min={0.1} max={100} />
        </Form.Item>
      </div>
      <Form.Item label="怎样抽" name="commit">
        <Radio.Group
          options={[
            { value: true, label: '先封存范围和种子，公布指纹，过后再抽（推荐）' },
            { value: false, label: '现在就抽' },
          ]}
        />
      </Form.Item>
      <div className="spot-check-buttons">
        <Button type="primary" htmlType="submit" loading={draw.isPending}>
          发起抽查
        </Button>
        <Button type="text" onClick={onClose}>
          取消
        </Button>
      </div>
    </Form>
  );
}

const DAY = 'YYYY-MM-DD';
