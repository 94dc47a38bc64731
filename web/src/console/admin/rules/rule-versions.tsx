import { Button } from 'antd';
import type { RuleSetVersion } from '../../../../../src/api/contract';
import { moment } from '../../../time/format';
import { ErrorState } from '../../parts/states';
import { useCursorList } from '../cursor-list';
import { versionWords } from '../policies/versions';

interface RuleVersionsProps {
  shown: number;
  current: number;
  onShow: (version: number) => void;
}

/** Every version there has been, to read or to download. */
export function RuleVersions({ shown, current, onShow }: RuleVersionsProps) {
  const versions = useCursorList<RuleSetVersion>('rules', '/rules', {});
  if (versions.isError) return <ErrorState error={versions.error} onRetry={() => void versions.refetch()} />;
  return (
    <section className="section" aria-labelledby="rules-versions">
      <h2 id="rules-versions">全部版本</h2>
      <table className="admin-table">
        <thead>
          <tr>
            <th scope="col">版本</th>
            <th scope="col">效力</th>
            <th scope="col">发布</th>
            <th scope="col">说明</th>
            <th scope="col">操作</th>
          </tr>
        </thead>
        <tbody>
          {(versions.data ?? []).map(({ version, confirmed, publishedAt, publishedBy, note }) => (
            <tr key={version}>
              <th scope="row">{versionWords(version, current)}</th>
              <td>{confirmed ? '已确认' : '示例'}</td>
              <td>
                {moment(publishedAt)} <span className="muted small">{publishedBy ?? '随系统发布'}</span>
              </td>
              <td className="words">{note || '—'}</td>
              <td>
                <span className="admin-row-actions">
                  {version === shown ? (
                    <span className="muted">正在看</span>
                  ) : (
                    <Button size="small" onClick={() => onShow(version)} aria-label={`看这一版：第 ${version} 版`}>
                      看这一版
                    </Button>
                  )}
                  <a href={`/api/v1/rules/${version}/sheet`} download>
                    下载表格<span className="visually-hidden">：第 {version} 版</span>
                  </a>
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
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
