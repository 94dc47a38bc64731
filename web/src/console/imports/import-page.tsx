import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ImportDetail } from '../../../../src/api/contract';
import { IMPORT_STATES } from '../../../../src/domain/batch-import';
import { PageHeader } from '../parts/page-header';
import { ErrorState, LoadingRows } from '../parts/states';
import { moment } from '../../time/format';
import './imports.css';
import { MappingForm } from './mapping-form';
import { importQuery } from './queries';
import { Report } from './report';
import { RunForm } from './run-form';

/** One uploaded file: its columns, what is wrong with its rows, how far it is, and what it became. */
export function ImportPage() {
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const found = useQuery(importQuery(id));
  if (found.isPending) return <LoadingRows rows={8} />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  return <Batch key={found.data.id} batch={found.data} />;
}

function Batch({ batch }: { batch: ImportDetail }) {
  const isOpen = batch.state === 'uploaded' || batch.state === 'checked';
  const isChecked = batch.state === 'checked' && batch.isMine;
  return (
    <div className="page">
      <PageHeader title={batch.fileName} note={aboutOf(batch)}>
        <Link to="/imports">返回批量导入</Link>
      </PageHeader>
      {batch.state === 'uploaded' && batch.isMine ? <MappingForm batch={batch} /> : null}
      {isOpen && !batch.isMine ? <p className="muted">{batch.by.name}还没有开始导入。</p> : null}
      {isChecked ? <RunForm batch={batch} /> : null}
      {isOpen ? null : <Progress batch={batch} />}
      {batch.state === 'uploaded' ? null : <Report batch={batch} />}
      {isChecked ? (
        <details className="section">
          <summary>改栏目与列的对应</summary>
          <MappingForm batch={batch} />
        </details>
      ) : null}
    </div>
  );
}

function aboutOf({ unit, by, createdAt, sheet, otherSheets, encoding, state }: ImportDetail): string {
  const read = sheet
    ? `读取工作表“${sheet}”${otherSheets > 0 ? `，另有 ${otherSheets} 张没有读取` : ''}`
    : `csv，${encoding ?? ''} 编码`;
  return `${IMPORT_STATES[state]} · ${unit.name} ${by.name} ${moment(createdAt)} 上传 · ${read}`;
}

/** How many rows have been taken; a live region, so that it is also heard. */
function Progress({ batch }: { batch: ImportDetail }) {
  const { id, state, total, created, repeated, wrong, failure } = batch;
  const done = created + repeated + wrong;
  return (
    <section className="section" aria-labelledby="import-progress">
      <h2 id="import-progress">{state === 'running' ? '正在导入' : '结果'}</h2>
      {state === 'running' ? (
        <progress className="import-progress" max={total} value={done} aria-label="导入进度" />
      ) : null}
      <p role="status" className="number">
        {state === 'running' ? `已处理 ${done} / ${total} 行。可以离开这一页，导入会继续。` : null}
        {state === 'done' ? `登记 ${created} 件，重复跳过 ${repeated} 行，有误 ${wrong} 行。` : null}
        {state === 'failed' ? `${failure ?? '导入没有完成。'}已登记 ${created} 件。` : null}
      </p>
      {created > 0 ? <Link to={`/demands?batch=${id}`}>查看登记的诉求</Link> : null}
    </section>
  );
}
