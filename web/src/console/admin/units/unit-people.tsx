import { Link } from '@tanstack/react-router';
import { Button, Table } from 'antd';
import type { TreeUnit, User } from '../../../../../src/api/contract';
import { ROLE_LABELS } from '../../../words/labels';
import { ErrorState } from '../../parts/states';
import { useCursorList } from '../cursor-list';

/** Who has a role in this very unit. */
export function UnitPeople({ unit }: { unit: TreeUnit }) {
  const people = useCursorList<User>('people', '/users', { unit: unit.id });
  return (
    <section className="section" aria-labelledby="unit-people">
      <div className="admin-section-head">
        <h2 id="unit-people">在这里有角色的人</h2>
        <Link to="/admin/people" search={{ unit: unit.id }}>
          管理人员
        </Link>
      </div>
      {people.isError ? (
        <ErrorState error={people.error} onRetry={() => void people.refetch()} />
      ) : (
        <Table<User>
          size="small"
          rowKey="id"
          loading={people.isPending}
          pagination={false}
          dataSource={people.data ?? []}
          locale={{ emptyText: '还没有人在这里有角色。派到这里的任务会送给上级单位的同角色人员。' }}
          columns={[
            { title: '姓名', dataIndex: 'name', width: '25%' },
            { title: '用户名', dataIndex: 'username', width: '40%' },
            { title: '这里的角色', render: (_, person) => rolesIn(person, unit.id) },
          ]}
        />
      )}
      {people.hasNextPage ? (
        <Button className="admin-more" loading={people.isFetchingNextPage} onClick={() => void people.fetchNextPage()}>
          更多
        </Button>
      ) : null}
    </section>
  );
}

function rolesIn({ roles, disabled }: User, unit: string): string {
  const here = (roles ?? []).filter((grant) => grant.unit.id === unit).map(({ role }) => ROLE_LABELS[role]);
  return `${here.join('、') || '—'}${disabled ? '（已停用）' : ''}`;
}
