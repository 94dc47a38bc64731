import { Button, Form, Select } from 'antd';
import { ROLES } from '../../../../../src/domain/vocabulary';
import { ROLE_LABELS } from '../../../words/labels';
import { UnitSelect } from '../units/unit-select';

/** Roles, each in a unit, as rows of the form. */
export function RoleRows() {
  return (
    <fieldset className="admin-fieldset">
      <legend>角色</legend>
      <Form.List name="roles">
        {(rows, { add, remove }) => (
          <>
            {rows.length === 0 ? <p className="muted">没有角色的人登录后看不到任何诉求。</p> : null}
            {rows.map(({ key, name }, i) => (
              <div key={key} className="admin-role-row">
                <Form.Item name={[name, 'role']} rules={[{ required: true, message: '请选择角色' }]}>
                  <Select
                    aria-label={`第 ${i + 1} 个角色`}
                    placeholder="选择角色"
                    options={ROLES.map((role) => ({ value: role, label: ROLE_LABELS[role] }))}
                  />
                </Form.Item>
                <Form.Item name={[name, 'unit']} rules={[{ required: true, message: '请选择单位' }]}>
                  <UnitSelect label={`第 ${i + 1} 个角色所在的单位`} />
                </Form.Item>
                <Button onClick={() => remove(name)} aria-label={`删去第 ${i + 1} 个角色`}>
                  删去
                </Button>
              </div>
            ))}
            <Button onClick={() => add({})}>添加角色</Button>
          </>
        )}
      </Form.List>
    </fieldset>
  );
}
