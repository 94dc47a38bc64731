import { Button, Form, Input, Space } from 'antd';
import { newPassword } from './new-password';

/** The first password of somebody new, or a new one for somebody who forgot it. */
export function PasswordField({ isNew }: { isNew: boolean }) {
  const form = Form.useFormInstance();
  return (
    <Form.Item
      label={isNew ? '初始口令' : '重设口令（不填则不变）'}
      htmlFor="password"
      extra="至少 12 个字符。请当面或电话告知本人，由本人登录后在“账号与口令”中改掉。"
    >
      <Space.Compact block>
        <Form.Item
          noStyle
          name="password"
          rules={[
            { required: isNew, message: '请填写初始口令' },
            { min: 12, message: '口令不能少于 12 个字符' },
          ]}
        >
          <Input id="password" maxLength={256} autoComplete="new-password" spellCheck={false} />
        </Form.Item>
        <Button onClick={() => form.setFieldValue('password', newPassword())}>随机生成</Button>
      </Space.Compact>
    </Form.Item>
  );
}
