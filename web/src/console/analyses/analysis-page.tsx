import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Button, Progress } from 'antd';
import { useState } from 'react';
import type { AnalysisDetail } from '../../../../src/api/contract';
import { moment } from '../../time/format';
import '../collection/print.css';
import { PageHeader } from '../parts/page-header';
import { ErrorState, LoadingRows } from '../parts/states';
import './analyses.css';
import { ImprovementForm, type Subject } from './improvement-form';
import { Improvements } from './improvements';
import { analysisQuery } from './queries';
import { ReportBody } from './report-body';

/** One report: while it is made, how far; then all of it, and what is asked to be improved. */
export function AnalysisPage() {
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const found = useQuery(analysisQuery(id));
  const report = found.data;
  return (
    <div className="page analysis">
      {report ? <Head report={report} /> : <PageHeader title="专题分析" />}
      {found.isError ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.isPending ? <LoadingRows rows={8} /> : null}
      {report && report.state !== 'done' ? <Making report={report} /> : null}
      {report?.state === 'done' && !report.data ? <Outdated /> : null}
      {report?.data ? <Whole report={report} data={report.data} /> : null}
    </div>
  );
}

function Head({ report: { id, title, unit, data, finishedAt, requestedBy } }: { report: AnalysisDetail }) {
  const file = (format: string) => `/api/v1/analyses/${id}/report?format=${format}`;
  return (
    <PageHeader
      title={title}
      note={
        <>
          {unit.name}及下级
          {finishedAt ? ` · ${moment(finishedAt)} 生成（${requestedBy?.name ?? '每月自动'}）` : ''}
        </>
      }
    >
      <Link to="/analyses">全部分析</Link>
      {data ? (
        <>
          <Button href={file('pdf')} download>
            下载 PDF
          </Button>
          <Button href={file('xlsx')} download>
            下载 Excel
          </Button>
          <Button href={file('csv')} download>
            下载 CSV
          </Button>
          <Button onClick={() => window.print()}>打印</Button>
        </>
      ) : null}
    </PageHeader>
  );
}

function Making({ report: { state, stateLabel, progress, failure } }: { report: AnalysisDetail }) {
  if (state === 'failed')
    return (
      <div className="state" role="alert">
        <p className="state-title">{stateLabel}</p>
        <p className="muted">{failure}</p>
      </div>
    );
  return (
    <div className="analysis-bar" role="status">
      <p>{stateLabel}。可以离开这一页，生成好以后在“专题分析”里看。</p>
      <Progress percent={Math.round(100 * progress)} aria-label="生成进度" strokeColor="var(--text)" />
    </div>
  );
}

function Outdated() {
  return (
    <div className="state" role="alert">
      <p className="state-title">这份分析由旧版本生成，现在读不出来</p>
      <p className="muted">要求过的整改不受影响。请在“专题分析”里按同样的单位和时段重新生成一份。</p>
    </div>
  );
}

function Whole({ report, data }: { report: AnalysisDetail; data: NonNullable<AnalysisDetail['data']> }) {
  const [subject, setSubject] = useState<Subject | null>(null);
  const canAsk = report.canAsk && subject === null;
  return (
    <div className="printed">
      <ReportBody data={data} onAsk={canAsk ? setSubject : null} />
      <section className="section" aria-labelledby="analysis-improvements">
        <h2 id="analysis-improvements">本次要求的整改</h2>
        {subject ? (
          <ImprovementForm report={report} subject={subject} onClose={() => setSubject(null)} />
        ) : report.canAsk ? (
          <p className="not-printed">
            <Button type="primary" onClick={() => setSubject({ about: [], title: '', unit: undefined })}>
              要求整改
            </Button>
          </p>
        ) : null}
        <Improvements id={report.id} />
      </section>
    </div>
  );
}
