import { Form, Input, Modal } from 'antd';
import type { TreeUnit } from '../../../../../src/api/contract';
import { showFieldErrors } from '../../parts/field-errors';
import { FormError } from '../../parts/form-error';
import { useUnitChange } from './change-unit';

export function RenameUnit({ unit, onDone }: { unit: TreeUnit; onDone: () => void }) {
  const [form] = Form.useForm<{ name: string }>();
  const change = useUnitChange(unit, onDone);
  const send = ({ name }: { name: string }) =>
    change.mutate({ name, closed: unit.closed }, { onError: (error) => showFieldErrors(form, error) });
  return (
    <Modal open title="单位改名" okText="保存" onOk={form.submit} confirmLoading={change.isPending} onCancel={onDone}>
      <Form
        className="admin-form"
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ name: unit.name }}
        onFinish={send}
      >
        <FormError error={change.error} />
        <Form.Item
          label="名称"
          name="name"
          rules={[{ required: true, whitespace: true, message: '请填写单位名称' }]}
          extra="改名立即生效，已办的诉求里也会显示新名称；编号不变。"
        >
          <Input maxLength={50} autoFocus />
        </Form.Item>
      </Form>
    </Modal>
  );
}
