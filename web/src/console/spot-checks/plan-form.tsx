import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, InputNumber, Select } from 'antd';
import type { SpotCheckPlan, Unit } from '../../../../src/api/contract';
import { post } from '../../api/request';
import { useIntention } from '../../api/use-intention';
import { ClockTimeInput } from '../admin/clock-time-input';
import { showFieldErrors } from '../parts/field-errors';
import { FormError } from '../parts/form-error';

interface Values {
  unit: string;
  every: 'week' | 'month';
  percent: number;
  minute: number;
}

/** A spot check every week or month, in the name of one of the reader's units. */
export function PlanForm({ seats, onClose }: { seats: readonly Unit[]; onClose: () => void }) {
  const [form] = Form.useForm<Values>();
  const client = useQueryClient();
  const { keyFor } = useIntention();
  const make = useMutation({
    mutationFn: (values: Values) => post<SpotCheckPlan>('/spot-check-plans', values, keyFor(values)),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['spot-checks'] });
      onClose();
    },
    onError: (error) => showFieldErrors(form, error),
  });
  const units = [...new Map(seats.map((unit) => [unit.id, unit])).values()];
  return (
    <Form<Values>
      className="panel admin-form spot-check-form"
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={{ unit: units[0]?.id, every: 'month', percent: 10, minute: 540 }}
      aria-label="新的抽查计划"
      onFinish={(values) => make.mutate(values)}
    >
      <FormError error={make.error} />
      <div className="spot-check-fields">
        <Form.Item label="以哪个单位的名义" name="unit">
          <Select options={units.map(({ id, name }) => ({ value: id, label: name }))} />
        </Form.Item>
        <Form.Item label="多久一次" name="every">
          <Select
            options={[
              { value: 'week', label: '每周一，抽上周办结的' },
              { value: 'month', label: '每月 1 日，抽上月办结的' },
            ]}
          />
        </Form.Item>
        <Form.Item label="每个办理单位至少抽（%）" name="percent">
          <InputNumber min={0.1} max={100} />
        </Form.Item>
        <Form.Item label="几点封存（一小时后抽取）" name="minute">
          <Minute />
        </Form.Item>
      </div>
      <div className="spot-check-buttons">
        <Button type="primary" htmlType="submit" loading={make.isPending}>
          定下计划
        </Button>
        <Button type="text" onClick={onClose}>
          取消
        </Button>
      </div>
    </Form>
  );
}

/** As antd hands value and change to a field. */
function Minute({ value = 540, onChange = () => undefined }: { value?: number; onChange?: (minute: number) => void }) {
  return <ClockTimeInput value={value} onChange={(minute) => onChange(Math.min(minute, 1439))} label="几点封存" />;
}
