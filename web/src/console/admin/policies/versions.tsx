import { Button, Table } from 'antd';
import type { PolicyVersion } from '../../../../../src/api/contract';
import { moment } from '../../../time/format';
import { ErrorState } from '../../parts/states';
import { useCursorList } from '../cursor-list';

interface VersionsProps {
  shown: number;
  current: number;
  onShow: (version: number) => void;
  onCompare: (version: number) => void;
}

/** Every version there has been: to read, or to hold beside the one that is shown. */
export function Versions({ shown, current, onShow, onCompare }: VersionsProps) {
  const versions = useCursorList<PolicyVersion>('policies', '/policies', {});
  if (versions.isError) return <ErrorState error={versions.error} onRetry={() => void versions.refetch()} />;
  return (
    <section className="section" aria-labelledby="policy-versions">
      <h2 id="policy-versions">全部版本</h2>
      <Table<PolicyVersion>
        size="small"
        rowKey="version"
        loading={versions.isPending}
        pagination={false}
        dataSource={versions.data ?? []}
        columns={[
          { title: '版本', width: '11%', render: (_, { version }) => versionWords(version, current) },
          { title: '效力', width: '8%', render: (_, { confirmed }) => (confirmed ? '已确认' : '示例') },
          { title: '发布', width: '16%', render: (_, { publishedAt }) => moment(publishedAt) },
          { title: '发布人', width: '14%', render: (_, { publishedBy }) => publishedBy ?? '随系统发布' },
          { title: '说明', render: (_, { note }) => <span className="words">{note || '—'}</span> },
          {
            title: '操作',
            width: '20%',
            render: (_, { version }) =>
              version === shown ? (
                <span className="muted">正在看</span>
              ) : (
                <span className="admin-row-actions">
                  <Button size="small" onClick={() => onShow(version)} aria-label={`看这一版：第 ${version} 版`}>
                    看这一版
                  </Button>
                  <Button size="small" onClick={() => onCompare(version)} aria-label={`与它比较：第 ${version} 版`}>
                    与它比较
                  </Button>
                </span>
              ),
          },
        ]}
      />
      {versions.hasNextPage ? (
        <Button
          className="admin-more"
          loading={versions.isFetchingNextPage}
          onClick={() => void versions.fetchNextPage()}
        >
          更多
        </Button>
      ) : null}
    </section>
  );
}

export const versionWords = (version: number, current: number): string =>
  `第 ${version} 版${version === current ? '（现行）' : ''}`;
