import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import type { Import } from '../../../../src/api/contract';
import { IMPORT_STATES } from '../../../../src/domain/batch-import';
import { PageHeader } from '../parts/page-header';
import { EmptyState, ErrorState, LoadingRows } from '../parts/states';
import { hasRole, useMe } from '../session';
import { moment } from '../../time/format';
import './imports.css';
import { importsQuery } from './queries';
import { UploadForm } from './upload-form';

/** Filled forms that were uploaded, by this unit and those below it. */
export function ImportsPage() {
  const me = useMe();
  const found = useInfiniteQuery(importsQuery);
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="page">
      <PageHeader
        title="批量导入"
        note="把填好的征集表（xlsx 或 csv）一次登记成诉求：先核对每一行，再导入；同样的内容再导入一次不会重复登记。"
      />
      {hasRole(me, 'collector') ? <UploadForm me={me} /> : null}
      <section className="section" aria-labelledby="imports-before">
        <h2 id="imports-before">导入记录</h2>
        {found.isPending ? <LoadingRows rows={4} height={44} /> : null}
        {found.isError ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : null}
        {found.isSuccess && items.length === 0 ? (
          <EmptyState title="还没有导入过">
            {hasRole(me, 'collector')
              ? '上传一份填好的征集表，核对后导入；这里会留下每次导入的结果。'
              : '本单位和下级的收集人导入之后，结果列在这里。'}
          </EmptyState>
        ) : null}
        {items.length > 0 ? <ImportTable items={items} /> : null}
        {found.hasNextPage ? (
          <Button onClick={() => void found.fetchNextPage()} loading={found.isFetchingNextPage}>
            更早的
          </Button>
        ) : null}
      </section>
    </div>
  );
}

const ImportTable = ({ items }: { items: Import[] }) => (
  <table className="import-table">
    <thead>
      <tr>
        <th scope="col">文件</th>
        <th scope="col">单位</th>
        <th scope="col">导入人</th>
        <th scope="col">上传时间</th>
        <th scope="col">状态</th>
        <th scope="col" className="import-number">
          行
        </th>
        <th scope="col" className="import-number">
          登记
        </th>
        <th scope="col" className="import-number">
          重复
        </th>
        <th scope="col" className="import-number">
          有误
        </th>
      </tr>
    </thead>
    <tbody>
      {items.map((item) => (
        <tr key={item.id}>
          <th scope="row">
            <Link to={`/imports/${item.id}`}>{item.fileName}</Link>
          </th>
          <td>{item.unit.name}</td>
          <td>{item.by.name}</td>
          <td className="number">{moment(item.createdAt)}</td>
          <td>{IMPORT_STATES[item.state]}</td>
          <td className="import-number number">{item.total}</td>
          <td className="import-number number">{item.created}</td>
          <td className="import-number number">{item.repeated}</td>
          <td className="import-number number">{item.wrong}</td>
        </tr>
      ))}
    </tbody>
  </table>
);
