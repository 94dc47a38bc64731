import { useQueries } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import type { User } from '../../../../src/api/contract';
import { get, type Query } from '../../api/request';
import { useMe } from '../session';
import { awayWords } from './away-words';

interface ColleagueSelectProps {
  id?: string;
  value?: string;
  onChange?: (username: string) => void;
  /** Also handlers of the units below, whom supervisors and dispatchers may list. */
  isWide?: boolean;
  without?: string;
}

/**
 * People with work that passes to deputies whom the reader may list, by their names; the service looks up what is typed, because
 * units can be large.
 */
export function ColleagueSelect({ id, value, onChange, isWide = false, without }: ColleagueSelectProps) {
  const me = useMe();
  const [q, setQ] = useState('');
  const wanted: Query[] = [{ deputies: true }, ...(isWide ? [{ role: 'handler' }] : [])];
  const found = useQueries({
    queries: wanted.map((query) => ({
      queryKey: ['users', 'colleagues', q, query],
      queryFn: () => get<{ items: User[] }>('/users', { ...query, q: q || undefined, limit: 50 }),
    })),
  });
  const people = new Map(found.flatMap(({ data }) => data?.items ?? []).map((user) => [user.username, user]));
  const options = [...people.values()]
    .filter(({ username }) => username !== without && (isWide || username !== me.username))
    .map(({ username, name, away }) => ({
      value: username,
      label: `${name}（${username}）${away ? `，${awayWords(away)}` : ''}`,
    }));
  return (
    <Select
      id={id}
      showSearch={{ filterOption: false, onSearch: setQ }}
      value={value}
      onChange={onChange}
      options={options}
      loading={found.some(({ isFetching }) => isFetching)}
      placeholder="输入姓名或用户名"
      notFoundContent="没有这样的同事"
    />
  );
}
