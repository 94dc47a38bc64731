import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button, Dropdown, Input, type InputRef, type MenuProps } from 'antd';
import { DownOutlined } from '@ant-design/icons';
import { useRef, type ReactNode } from 'react';
import type { Me, Notices } from '../../../../src/api/contract';
import { get } from '../../api/request';
import { APPEARANCE_LABELS, APPEARANCES } from '../../design/tokens';
import { useAppearance } from '../appearance';
import { labelOf, ROLE_LABELS } from '../../words/labels';
import { useKeys } from '../keys';
import { signOut } from '../session';
import { openKeyboardHelp } from './keyboard-help';
import { startTour } from './tour';

interface TopBarProps {
  me: Me;
  connection: 'live' | 'away' | 'polling';
  /** What opens the navigation where there is no room for it. */
  navigation: ReactNode;
}

export function TopBar({ me, connection, navigation }: TopBarProps) {
  const navigate = useNavigate();
  const search = useRef<InputRef>(null);
  useKeys({ '/': { does: '查找诉求', act: () => search.current?.focus() } });
  const unread = useQuery({ queryKey: ['notices', 'unread'], queryFn: () => get<Notices>('/notices', { limit: 1 }) })
    .data?.unread;

  return (
    <header className="top-bar">
      {navigation}
      <Input.Search
        ref={search}
        allowClear
        className="top-search"
        data-tour="search"
        placeholder="编号、标题或正文中的文字"
        aria-label="查找诉求"
        onSearch={(q) => void navigate({ to: '/demands', search: { q: q.trim() || undefined } })}
      />
      {connection === 'away' ? (
        <span className="small muted" role="status">
          实时更新中断，正在重连
        </span>
      ) : null}
      <div className="top-end">
        <Link to="/notices" className="top-link" data-tour="notices" aria-label={`通知，${unread ?? 0} 条未读`}>
          通知{unread ? <span className="top-unread number">{unread > 999 ? '999+' : unread}</span> : null}
        </Link>
        <AccountMenu me={me} />
      </div>
    </header>
  );
}

/** As whom somebody acts: people who hold several seats see the first, and how many there are. */
function seatWords({ roles }: Me): string {
  const first = roles[0];
  if (!first) return '';
  const seat = `${first.unit.name} ${labelOf(ROLE_LABELS, first.role)}`;
  return roles.length > 1 ? `${seat} 等 ${roles.length} 个岗位` : seat;
}

function AccountMenu({ me }: { me: Me }) {
  const { appearance, large, keys, change } = useAppearance();
  const navigate = useNavigate();
  const units = [...new Set(me.roles.map(({ unit }) => unit.name))].join('、');
  const items: MenuProps['items'] = [
    { key: 'who', type: 'group', label: `${me.username} · ${units}` },
    {
      key: 'look',
      label: '外观',
      children: APPEARANCES.map((each) => ({
        key: `look-${each}`,
        label: `${each === appearance ? '✓ ' : ''}${APPEARANCE_LABELS[each]}`,
        onClick: () => change({ appearance: each }),
      })),
    },
    { key: 'large', label: `${large ? '✓ ' : ''}长者模式（大字）`, onClick: () => change({ large: !large }) },
    { key: 'keys', label: `${keys ? '✓ ' : ''}单键快捷键`, onClick: () => change({ keys: !keys }) },
    { key: 'help', label: '键盘快捷键 ?', onClick: openKeyboardHelp },
    { key: 'tour', label: '新手导览', onClick: startTour },
    { type: 'divider' },
    { key: 'account', label: '账号与口令', onClick: () => void navigate({ to: '/account' }) },
    {
      key: 'out',
      label: '退出登录',
      onClick: () => void signOut(),
    },
  ];
  return (
    <Dropdown menu={{ items }} trigger={['click']}>
      <Button type="text" data-tour="account">
        <span className="top-who" title={`${me.name} ${seatWords(me)}`}>
          {me.name}
          <span className="muted"> {seatWords(me)}</span>
        </span>{' '}
        <DownOutlined style={{ fontSize: 10 }} />
      </Button>
    </Dropdown>
  );
}
