import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { put } from '../../api/request';
import { showFieldErrors } from '../parts/field-errors';
import { FormError } from '../parts/form-error';

interface Passwords {
  current: string;
  next: string;
  again: string;
}

export function PasswordForm() {
  const [form] = Form.useForm<Passwords>();
  const change = useMutation({
    mutationFn: ({ current, next }: Passwords) => put<void>('/me/password', { current, next }),
    onSuccess: () => form.resetFields(),
    onError: (error) => showFieldErrors(form, error),
  });
  return (
    <section className="section account-form" aria-labelledby="account-password">
      <h2 id="account-password">修改口令</h2>
      <Form<Passwords>
        className="admin-form"
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={(values) => change.mutate(values)}
      >
        <FormError error={change.error} />
        {change.isSuccess ? (
          <p className="account-done" role="status">
            口令已修改。您在其他设备上的登录已经失效，这里不受影响。
          </p>
        ) : null}
        <Form.Item label="现在的口令" name="current" rules={[{ required: true, message: '请输入现在的口令' }]}>
          <Input.Password autoComplete="current-password" maxLength={256} />
        </Form.Item>
        <Form.Item
          label="新口令"
          name="next"
          rules={[
            { required: true, message: '请输入新口令' },
            { min: 12, message: '口令不能少于 12 个字符' },
          ]}
          extra="至少 12 个字符，不含用户名；几个互不相干的词连在一起就很好。"
        >
          <Input.Password autoComplete="new-password" maxLength={256} />
        </Form.Item>
        <Form.Item
          label="再输一次新口令"
          name="again"
          dependencies={['next']}
          rules={[
            { required: true, message: '请再输入一次新口令' },
            {
              validator: (_, again: string | undefined) =>
                !again || again === form.getFieldValue('next')
                  ? Promise.resolve()
                  : Promise.reject(new Error('两次输入的新口令不一样')),
            },
          ]}
        >
          <Input.Password autoComplete="new-password" maxLength={256} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={change.isPending}>
          修改口令
        </Button>
      </Form>
    </section>
  );
}
