import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Form, Input } from 'antd';
import type { Enterprise, EnterpriseChange, NewEnterprise, TreeUnit } from '../../../../src/api/contract';
import { useIntention } from '../../api/use-intention';
import { post, put } from '../../api/request';
import { refresh } from '../live';
import { showFieldErrors } from '../parts/field-errors';
import { FormError } from '../parts/form-error';
import { UnitSelect } from '../parts/unit-select';

interface Written {
  name: string;
  unit: string;
  address?: string;
  retired?: boolean;
}
interface Props {
  /** To be changed; without one, a new one is registered. */
  enterprise?: Enterprise;
  /** Where a new one stands, and who looks after it. */
  place?: string;
  team?: string;
  onDone: () => void;
}

const { Item } = Form;
/** An enterprise stands in a place; departments and teams are who works there. */
const isPlace = ({ kind }: TreeUnit): boolean => kind !== 'department' && kind !== 'team' && kind !== 'district';

/** Name, place and address of an enterprise. */
export function EnterpriseForm({ enterprise, place, team, onDone }: Props) {
  const client = useQueryClient();
  const { keyFor } = useIntention();
  const [form] = Form.useForm<Written>();
  const save = useMutation({
    mutationFn: ({ name, unit, address = '', retired = false }: Written) => {
      if (enterprise) {
        const change: EnterpriseChange = { name, unit, address, retired };
        return put<Enterprise>(`/enterprises/${enterprise.id}`, change);
      }
      const body: NewEnterprise = { name, unit, address, ...(team ? { team } : {}) };
      return post<Enterprise>('/enterprises', body, keyFor(body));
    },
    onSuccess: () => {
      refresh(client);
      onDone();
    },
    onError: (error) => showFieldErrors(form, error),
  });
  const initial: Partial<Written> = enterprise
    ? { name: enterprise.name, unit: enterprise.unit.id, address: enterprise.address, retired: enterprise.retired }
    : { unit: place };
  return (
    <Form<Written>
      form={form}
      className="field-form panel"
      layout="vertical"
      requiredMark="optional"
      initialValues={initial}
      onFinish={(written) => save.mutate(written)}
    >
      <div className="field-pair">
        <Item name="name" label="企业名称" rules={[{ required: true, whitespace: true, message: '请填写企业全称。' }]}>
          <Input maxLength={100} autoFocus />
        </Item>
        <Item name="unit" label="所在地" rules={[{ required: true, message: '请选择所在的园区、社区或楼宇。' }]}>
          <UnitSelect allow={isPlace} under={place} />
        </Item>
        <Item name="address" label="地址">
          <Input maxLength={200} placeholder="路名、门牌、楼层" />
        </Item>
      </div>
      {enterprise ? (
        <Item name="retired" valuePropName="checked">
          <Checkbox>停用（搬走或注销；已安排的走访一并取消）</Checkbox>
        </Item>
      ) : null}
      <FormError error={save.error} />
      <div className="field-actions">
        <Button htmlType="submit" loading={save.isPending}>
          {enterprise ? '保存' : '登记企业'}
        </Button>
        <Button onClick={onDone}>取消</Button>
      </div>
    </Form>
  );
}
