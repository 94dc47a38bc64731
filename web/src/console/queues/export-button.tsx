import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Popover } from 'antd';
import { download, viewedAs, type Query } from '../../api/request';
import { sentenceOf } from '../parts/states';

const FORMATS = { xlsx: 'Excel', csv: 'CSV' } as const;
type Format = keyof typeof FORMATS;

/** 导出: everything that the filters show, not only what has been read of it. */
export function ExportButton({ filters, count }: { filters: Query; count: string }) {
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      content={<Formats filters={filters} count={count} />}
      destroyOnHidden
    >
      <Button size="small" type="text">
        导出
      </Button>
    </Popover>
  );
}

function Formats({ filters, count }: { filters: Query; count: string }) {
  const client = useQueryClient();
  const taking = useMutation({
    mutationFn: (format: Format) => download('/demands/export', { ...filters, format }),
    onSuccess: ({ file, name }) => keep(file, name),
    onSettled: () => client.invalidateQueries({ queryKey: ['exports'] }),
  });
  if (viewedAs()) return <p className="views-menu muted">以他人身份查看时不能导出。</p>;
  return (
    <div className="views-menu">
      <p>
        按现在的筛选和排序导出全部 <span className="number">{count}</span>，不只是已显示的。
      </p>
      <div className="filters">
        {(Object.keys(FORMATS) as Format[]).map((format) => (
          <Button
            key={format}
            size="small"
            loading={taking.isPending && taking.variables === format}
            disabled={taking.isPending}
            onClick={() => taking.mutate(format)}
          >
            {FORMATS[format]}
          </Button>
        ))}
      </div>
      <p role="status">
        {taking.isPending ? '正在导出，请不要关掉这个页面。' : null}
        {taking.isSuccess ? `已导出 ${taking.data.count} 件。` : null}
        {taking.isError ? sentenceOf(taking.error) : null}
      </p>
      <p className="small muted">
        不含联系方式和人名，标题里的号码已遮住。每次导出都会<Link to="/exports">留下记录</Link>。
      </p>
    </div>
  );
}

function keep(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The browser takes the file after this turn.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
