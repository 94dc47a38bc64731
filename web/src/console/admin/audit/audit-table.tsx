import { Link } from '@tanstack/react-router';
import { Button, Table } from 'antd';
import type { AuditLine } from '../../../../../src/api/contract';
import { AUDIT_ACTIONS, type AuditAction } from '../../../../../src/domain/audit';
import { moment } from '../../../time/format';
import { useNow } from '../../../time/now';
import type { Search } from '../../search';
import { useUnitTree } from '../units/units-query';
import { detailWords } from './audit-words';

export function AuditTable({ lines, onFilter }: { lines: AuditLine[]; onFilter: (change: Search) => void }) {
  const now = useNow();
  const tree = useUnitTree();
  const unitName = (id: string) => (tree ? (tree.get(id)?.name ?? `查不到的单位（${id}）`) : id);
  return (
    <Table<AuditLine>
      size="small"
      rowKey="id"
      pagination={false}
      dataSource={lines}
      className="admin-audit"
      columns={[
        { title: '时间', width: '14%', render: (_, { at }) => <time dateTime={at}>{moment(at, now)}</time> },
        {
          title: '操作人',
          width: '9%',
          render: (_, { user }) =>
            user ? (
              <Button
                type="link"
                title={`只看 ${user.username} 的操作`}
                onClick={() => onFilter({ user: user.username })}
              >
                {user.name}
              </Button>
            ) : (
              '系统'
            ),
        },
        { title: '操作', width: '13%', dataIndex: 'label' },
        { title: '对象', width: '18%', render: (_, line) => <Target line={line} /> },
        { title: '内容', render: (_, { detail }) => <Detail said={detail ? detailWords(detail, unitName) : []} /> },
      ]}
    />
  );
}

const SERVICES: Record<string, string> = {
  rules: '分拨规则',
  figures: '统计口径',
  channels: '收集渠道',
  messages: '通知发送',
  'reply-requirements': '反馈要素',
};

/** What the line is about, as a way there. */
function Target({ line: { action, target, targetName } }: { line: AuditLine }) {
  if (target === null) return <span className="muted">无权查看</span>;
  const about = Object.hasOwn(AUDIT_ACTIONS, action) ? AUDIT_ACTIONS[action as AuditAction].about : 'service';
  const [what = '', which = ''] = target.split('/');
  if (about === 'demand') return <Link to={`/demands/${target}`}>{target}</Link>;
  if (about === 'unit')
    return (
      <Link to="/admin/units" search={{ unit: target }}>
        {targetName ?? `查不到的单位（${target}）`}
      </Link>
    );
  if (about === 'user')
    return (
      <Link to="/admin/people" search={{ q: target, includeDisabled: 'true' }}>
        {targetName ? `${targetName}（${target}）` : `查不到的人员（${target}）`}
      </Link>
    );
  if (what === 'campaign') return <Link to={`/campaigns/${which}`}>{targetName ?? '查不到的活动'}</Link>;
  if (what === 'draft') return '变更草案';
  if (what === 'form') return `征集表 ${targetName ? `${targetName}（${which}）` : which}`;
  if (Object.hasOwn(SERVICES, what)) return which ? `${SERVICES[what]} 第 ${which} 版` : SERVICES[what];
  if (what === 'policy')
    return (
      <Link to="/admin/policies" search={{ version: which }}>
        时限与升级 第 {which} 版
      </Link>
    );
  if (what === 'calendar')
    return (
      <Link to="/admin/calendars" search={{ year: which.split('.')[0] }}>
        {which.split('.')[0]} 年日历
      </Link>
    );
  return target;
}

function Detail({ said }: { said: [string, string][] }) {
  if (said.length === 0) return <span className="muted">—</span>;
  return (
    <dl className="admin-said">
      {said.map(([name, words]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="words">
            <Words words={words} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** More lines are folded away: the next entries stay in sight. */
const MOST_LINES = 6;

function Words({ words }: { words: string }) {
  const lines = words.split('\n').length;
  if (lines <= MOST_LINES) return words;
  return (
    <details>
      <summary>{lines} 处</summary>
      {words}
    </details>
  );
}
