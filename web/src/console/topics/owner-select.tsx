import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import type { User } from '../../../../src/api/contract';
import { get } from '../../api/request';
import { useMe } from '../session';

interface OwnerSelectProps {
  id: string;
  unit: string | undefined;
  value: string | undefined;
  onChange: (username: string) => void;
}

/** Somebody of the unit: colleagues of one's own unit, of units below those who handle. */
export function OwnerSelect({ id, unit, value, onChange }: OwnerSelectProps) {
  const me = useMe();
  const [q, setQ] = useState('');
  const isOwnUnit = me.roles.some((role) => role.unit.id === unit);
  const found = useQuery({
    queryKey: ['users', unit, isOwnUnit, q],
    queryFn: () =>
      get<{ items: User[] }>('/users', { unit, role: isOwnUnit ? undefined : 'handler', q: q || undefined, limit: 50 }),
    enabled: unit !== undefined,
    staleTime: 30_000,
  });
  const people = [{ username: me.username, name: `${me.name}（自己）` }, ...(found.data?.items ?? [])];
  const options = people
    .filter(({ username }, i) => people.findIndex((other) => other.username === username) === i)
    .map(({ username, name }) => ({ value: username, label: `${name} ${username}` }));
  return (
    <Select
      id={id}
      showSearch={{ filterOption: false, onSearch: setQ }}
      value={value}
      onChange={onChange}
      options={options}
      loading={found.isFetching}
      placeholder="输入姓名查找"
    />
  );
}
