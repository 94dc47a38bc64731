import { useMutation } from '@tanstack/react-query';
import { Form, Input, Modal } from 'antd';
import type { User } from '../../../../../src/api/contract';
import { useIntention } from '../../../api/use-intention';
import { post, setViewedAs } from '../../../api/request';
import { showFieldErrors } from '../../parts/field-errors';
import { FormError } from '../../parts/form-error';

/** Looking at the service as somebody else: read-only, with a reason that stays in the audit. */
export function ViewAsDialog({ person, onCancel }: { person: User; onCancel: () => void }) {
  const [form] = Form.useForm<{ reason: string }>();
  const { keyFor } = useIntention();
  const start = useMutation({
    mutationFn: ({ reason }: { reason: string }) => {
      const body = { username: person.username, reason };
      return post('/view-as', body, keyFor(body));
    },
    onSuccess: () => {
      setViewedAs(person.username);
      location.assign('/console');
    },
    onError: (error) => showFieldErrors(form, error),
  });
  return (
    <Modal
      open
      title={`以 ${person.name}（${person.username}）的身份查看`}
      okText="开始查看"
      onOk={form.submit}
      confirmLoading={start.isPending}
      onCancel={onCancel}
    >
      <Form
        className="admin-form"
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={(reason) => start.mutate(reason)}
      >
        <FormError error={start.error} />
        <p className="muted admin-dialog-note">
          您将看到此人能看到的一切，但什么也不能改；一小时后自动结束。何时、看谁、为什么，都记入审计。
        </p>
        <Form.Item
          label="理由"
          name="reason"
          rules={[{ required: true, whitespace: true, min: 2, message: '请写明为什么要查看' }]}
        >
          <Input.TextArea
            autoFocus
            rows={3}
            maxLength={500}
            showCount
            placeholder="例如：此人来电说看不到分拨来的诉求，核对权限"
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}
