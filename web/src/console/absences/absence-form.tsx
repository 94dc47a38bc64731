import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, DatePicker, Form, Input } from 'antd';
import type { Dayjs } from 'dayjs';
import type { Absence, NewAbsence } from '../../../../src/api/contract';
import { post } from '../../api/request';
import { useIntention } from '../../api/use-intention';
import { refresh } from '../live';
import { showFieldErrors } from '../parts/field-errors';
import { FormError } from '../parts/form-error';
import { ColleagueSelect } from './colleague-select';

interface Values {
  user?: string;
  deputy: string;
  days: [Dayjs, Dayjs];
  note?: string;
}

interface AbsenceFormProps {
  isForOthers?: boolean;
  isPrimary?: boolean;
}

const DAY = 'YYYY-MM-DD';

/** Who is away from when to when, and who does the work meanwhile. */
export function AbsenceForm({ isForOthers = false, isPrimary = true }: AbsenceFormProps) {
  const [form] = Form.useForm<Values>();
  const client = useQueryClient();
  const { keyFor } = useIntention();
  const user = Form.useWatch('user', form);
  const enter = useMutation({
    mutationFn: (values: Values) => {
      const body = bodyOf(values);
      return post<Absence>('/absences', body, keyFor(body));
    },
    onSuccess: async () => {
      form.resetFields();
      refresh(client);
      await Promise.all(
        ['absences', 'me', 'people', 'users'].map((key) => client.invalidateQueries({ queryKey: [key] })),
      );
    },
    onError: (error) => showFieldErrors(form, error),
  });
  return (
    <Form<Values>
      className="admin-form absence-form"
      form={form}
      layout="vertical"
      requiredMark={false}
      aria-label={isForOthers ? '为他人安排休假代办' : '安排休假代办'}
      onFinish={(values) => enter.mutate(values)}
    >
      <FormError error={enter.error} />
      {enter.isSuccess ? (
        <p className="absence-done" role="status">
          已安排：{enter.data.user.name} 休假期间由 {enter.data.deputy.name} 代办，已通知代办人。
        </p>
      ) : null}
      {isForOthers ? (
        <Form.Item label="谁休假" name="user" rules={[{ required: true, message: '请选择休假的人' }]}>
          <ColleagueSelect isWide />
        </Form.Item>
      ) : null}
      <Form.Item
        label="由谁代办"
        name="deputy"
        rules={[{ required: true, message: '请选择代办人' }]}
        extra="同单位或上级单位的同事；以休假人的办理角色代办，谁办的记谁的名字。"
      >
        <ColleagueSelect isWide={isForOthers} without={user} />
      </Form.Item>
      <Form.Item label="休假日期（含首尾两天）" name="days" rules={[{ required: true, message: '请选择起止日期' }]}>
        <DatePicker.RangePicker className="number" format={DAY} allowClear={false} placeholder={['首日', '末日']} />
      </Form.Item>
      <Form.Item label="备注（选填）" name="note">
        <Input maxLength={200} placeholder="如 年假、学习" />
      </Form.Item>
      <Button type={isPrimary ? 'primary' : 'default'} htmlType="submit" loading={enter.isPending}>
        安排代办
      </Button>
    </Form>
  );
}

const bodyOf = ({ user, deputy, days: [from, to], note }: Values): NewAbsence => ({
  ...(user ? { user } : {}),
  deputy,
  from: from.format(DAY),
  to: to.format(DAY),
  ...(note?.trim() ? { note: note.trim() } : {}),
});
