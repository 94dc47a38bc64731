import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Drawer, Form, Input } from 'antd';
import type { User } from '../../../../../src/api/contract';
import type { Role } from '../../../../../src/domain/vocabulary';
import { get, put } from '../../../api/request';
import { showFieldErrors } from '../../parts/field-errors';
import { FormError } from '../../parts/form-error';
import { PasswordField } from './password-field';
import { RoleRows } from './role-rows';

interface PersonForm {
  username: string;
  name: string;
  enabled: boolean;
  roles: { role?: Role; unit?: string }[];
  password?: string;
}

interface PersonDrawerProps {
  /** Null: a new person. */
  person: User | null;
  /** Where a new person's first role is proposed. */
  unit?: string;
  onDone: () => void;
}

export function PersonDrawer({ person, unit, onDone }: PersonDrawerProps) {
  const [form] = Form.useForm<PersonForm>();
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: async ({ username, name, enabled, roles, password }: PersonForm) => {
      if (!person && (await isTaken(username))) throw new NameTaken();
      return put<User>(`/users/${encodeURIComponent(username)}`, {
        ...{ name, disabled: !enabled, roles },
        ...(password ? { password } : {}),
      });
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['people'] });
      onDone();
    },
    onError: (error) => {
      if (error instanceof NameTaken) form.setFields([{ name: 'username', errors: [TAKEN] }]);
      else showFieldErrors(form, error);
    },
  });

  return (
    <Drawer
      open
      size={640}
      title={person ? `${person.name}（${person.username}）` : '新增人员'}
      onClose={onDone}
      footer={
        <div className="admin-drawer-foot">
          <Button onClick={onDone}>取消</Button>
          <Button type="primary" loading={save.isPending} onClick={form.submit}>
            {person ? '保存' : '新增'}
          </Button>
        </div>
      }
    >
      <Form<PersonForm>
        className="admin-form"
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={initialOf(person, unit)}
        onFinish={(values) => save.mutate({ ...values, username: person?.username ?? values.username.trim() })}
      >
        <FormError error={save.error instanceof NameTaken ? null : save.error} />
        <PersonFields isNew={person === null} />
        <RoleRows />
        <PasswordField isNew={person === null} />
      </Form>
    </Drawer>
  );
}

function PersonFields({ isNew }: { isNew: boolean }) {
  return (
    <>
      {isNew ? (
        <Form.Item
          label="用户名"
          name="username"
          rules={[
            { required: true, message: '请填写用户名' },
            { pattern: /^[A-Za-z0-9][A-Za-z0-9._-]{1,63}$/, message: '2 到 64 个字母、数字、点、横线或下划线' },
          ]}
          extra="登录用，建好以后不能改。"
        >
          <Input autoFocus autoComplete="off" />
        </Form.Item>
      ) : null}
      <Form.Item label="姓名" name="name" rules={[{ required: true, whitespace: true, message: '请填写姓名' }]}>
        <Input maxLength={50} autoComplete="off" />
      </Form.Item>
      <Form.Item name="enabled" valuePropName="checked" extra="停用立即生效：此人的登录全部失效，手上的诉求请先转办。">
        <Checkbox>在用，可以登录</Checkbox>
      </Form.Item>
    </>
  );
}

const TAKEN = '已经有人用这个用户名。要改此人，请在列表中找到后点“编辑”；新增的人请换一个。';
class NameTaken extends Error {}

/** The service would take a user name that exists as a change to that person. */
async function isTaken(username: string): Promise<boolean> {
  const { items } = await get<{ items: User[] }>('/users', { q: username, includeDisabled: true, limit: 200 });
  return items.some((each) => each.username === username);
}

function initialOf(person: User | null, unit: string | undefined): Partial<PersonForm> {
  if (!person) return { enabled: true, roles: [{ role: undefined, unit }] };
  const roles = (person.roles ?? []).map((grant) => ({ role: grant.role, unit: grant.unit.id }));
  return { name: person.name, enabled: !person.disabled, roles };
}
