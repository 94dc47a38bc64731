import { Button, Table } from 'antd';
import type { User } from '../../../../../src/api/contract';
import { useMe } from '../../session';
import { rolesByUnit } from './roles-words';

interface PeopleTableProps {
  people: User[];
  onEdit?: (person: User) => void;
  onViewAs?: (person: User) => void;
}

export function PeopleTable({ people, onEdit, onViewAs }: PeopleTableProps) {
  const me = useMe();
  return (
    <Table<User>
      size="small"
      rowKey="id"
      pagination={false}
      dataSource={people}
      columns={[
        { title: '姓名', dataIndex: 'name', width: '12%' },
        { title: '用户名', dataIndex: 'username', width: '22%' },
        ...(onEdit && onViewAs
          ? [
              { title: '角色', render: (_: unknown, person: User) => <Roles person={person} /> },
              {
                title: '状态',
                width: '9%',
                render: (_: unknown, { disabled }: User) => (disabled ? '已停用' : '在用'),
              },
              {
                title: '操作',
                width: '22%',
                render: (_: unknown, person: User) =>
                  person.username === me.username ? (
                    <span className="muted small">自己的账号由另一位管理员修改</span>
                  ) : (
                    <span className="admin-row-actions">
                      <Button size="small" onClick={() => onEdit(person)} aria-label={`编辑 ${person.name}`}>
                        编辑
                      </Button>
                      {person.disabled ? null : (
                        <Button
                          size="small"
                          onClick={() => onViewAs(person)}
                          aria-label={`以此人身份查看：${person.name}`}
                        >
                          以此人身份查看
                        </Button>
                      )}
                    </span>
                  ),
              },
            ]
          : []),
      ]}
    />
  );
}

function Roles({ person }: { person: User }) {
  if (!person.roles) return <span className="muted">—</span>;
  if (person.roles.length === 0) return <span className="muted">没有角色，登录后看不到诉求</span>;
  return (
    <ul className="admin-plain">
      {rolesByUnit(person.roles).map(({ unit, name, roles }) => (
        <li key={unit}>
          <span className="muted">{name}：</span>
          {roles}
        </li>
      ))}
    </ul>
  );
}
