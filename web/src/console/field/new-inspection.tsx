import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Select } from 'antd';
import type { InspectionPage, NewInspection as Body } from '../../../../src/api/contract';
import { useIntention } from '../../api/use-intention';
import { post } from '../../api/request';
import { dayText } from '../../time/format';
import { refresh } from '../live';
import { showFieldErrors } from '../parts/field-errors';
import { FormError } from '../parts/form-error';
import { buildingsQuery } from './queries';

interface Written {
  building: string;
  name: string;
  day: string;
}

const { Item } = Form;

/** A new round; `onMade` hears its id. */
export function NewInspection({ onMade, onClose }: { onMade: (id: string) => void; onClose: () => void }) {
  const client = useQueryClient();
  const { keyFor } = useIntention();
  const [form] = Form.useForm<Written>();
  const buildings = useQuery(buildingsQuery).data?.items ?? [];
  const today = dayText(Date.now());
  const make = useMutation({
    mutationFn: ({ building, name, day }: Written) => {
      const body: Body = { building, name, plannedAt: day };
      return post<InspectionPage>('/inspections', body, keyFor(body));
    },
    onSuccess: ({ id }) => {
      refresh(client);
      onMade(id);
    },
    onError: (error) => showFieldErrors(form, error),
  });
  return (
    <Form<Written>
      form={form}
      className="field-form panel"
      layout="vertical"
      requiredMark="optional"
      initialValues={{ day: today, name: `${Number(today.slice(5, 7))}月排查` }}
      onFinish={(written) => make.mutate(written)}
    >
      <div className="field-pair">
        <Item name="building" label="楼宇" rules={[{ required: true, message: '请选择一栋楼宇。' }]}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={buildings.map(({ unit }) => ({ value: unit.id, label: unit.name }))}
            placeholder="巡查哪栋楼"
            notFoundContent="没有可以巡查的楼宇"
          />
        </Item>
        <Item name="name" label="名称" rules={[{ required: true, whitespace: true, message: '请给这一轮起个名称。' }]}>
          <Input maxLength={100} />
        </Item>
        <Item name="day" label="日期" rules={[{ required: true, message: '请选择日期。' }]}>
          <Input type="date" />
        </Item>
      </div>
      <FormError error={make.error} />
      <div className="field-actions">
        <Button type="primary" htmlType="submit" loading={make.isPending}>
          开始
        </Button>
        <Button onClick={onClose}>取消</Button>
      </div>
    </Form>
  );
}
