import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Button } from 'antd';
import type { Certificate } from '../../../../src/api/contract';
import { amountWords, latenessWords, momentWords } from '../../../../src/domain/certificate-words';
import '../collection/print.css';
import { PageHeader } from '../parts/page-header';
import { ErrorState, LoadingRows } from '../parts/states';
import { certificateQuery } from './case-queries';
import './certificate.css';

type Proof = Certificate['clocks'][number];

const at = (when: string | null, none: string): string => (when === null ? none : momentWords(Date.parse(when)));

/** 时限证明 on A4: why every clock was due when it was, with the digest of all of it. */
export function CertificatePage() {
  const { number = '' }: { number?: string } = useParams({ strict: false });
  const found = useQuery(certificateQuery(number));
  const pdf = found.data ? `?madeAt=${encodeURIComponent(found.data.madeAt)}` : '';
  return (
    <div className="page">
      <PageHeader
        title="时限证明"
        inTab={`${number} 时限证明`}
        note="每个时限为什么是那时到期，由账本逐日算出；打印为 A4，或下载 PDF。"
      >
        <Link to={`/demands/${number}`} search={{ tab: 'clocks' }}>
          返回诉求
        </Link>
        {found.data ? (
          <a href={`/api/v1/demands/${encodeURIComponent(number)}/certificate.pdf${pdf}`} download>
            下载 PDF
          </a>
        ) : null}
        <Button type="primary" disabled={!found.data} onClick={() => print()}>
          打印
        </Button>
      </PageHeader>
      {found.isPending ? <LoadingRows rows={8} height={48} /> : null}
      {found.isError ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.data ? <Sheet view={found.data} /> : null}
    </div>
  );
}

function Sheet({ view }: { view: Certificate }) {
  return (
    <article className="certificate printed">
      <h2>
        <span className="certificate-name">时限证明</span> <span className="number">{view.number}</span>
      </h2>
      <dl className="definitions">
        <dt>登记时间</dt>
        <dd>{at(view.createdAt, '')}</dd>
        <dt>现处环节</dt>
        <dd>
          {view.stageLabel}（第 {view.round} 轮，第 {view.version} 版）
        </dd>
        <dt>截至</dt>
        <dd>{at(view.madeAt, '')}</dd>
      </dl>
      {view.traceable ? null : (
        <p className="muted">这件诉求登记时还没有保存可以追溯的依据：以下仍由账本算出，但不能与流程历史逐项核对。</p>
      )}
      {view.clocks.map((proof) => (
        <ProofSection key={proof.id} proof={proof} />
      ))}
      <Holders holders={view.holders} />
      <h3>核对</h3>
      <p className="certificate-digest">
        {view.check.algorithm} 摘要：<span className="number">{view.check.digest}</span>
      </p>
      <p className="muted">{view.check.how}</p>
    </article>
  );
}

function ProofSection({ proof }: { proof: Proof }) {
  const title = `${proof.label}时限 · 第 ${proof.round} 轮 · ${proof.levelLabel}`;
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <ol className="certificate-because">
        {proof.because.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ol>
      {proof.days.length > 0 ? <Days days={proof.days} /> : null}
      {proof.rungs.length > 0 ? <Rungs proof={proof} /> : null}
    </section>
  );
}

const clock = (when: string): string => when.slice(11, 19);

function Days({ days }: { days: Proof['days'] }) {
  return (
    <table className="certificate-table">
      <caption>逐日累计</caption>
      <thead>
        <tr>
          <th scope="col">日期</th>
          <th scope="col">日历</th>
          <th scope="col">计入时段</th>
          <th scope="col">累计</th>
        </tr>
      </thead>
      <tbody>
        {days.map(({ from, to, label, holiday, spans, amountMs, sumMs }) => (
          <tr key={from}>
            <td className="number">{from === to ? from : `${from} 至 ${to}`}</td>
            <td>{holiday ? `${label}（${holiday}）` : label}</td>
            <td className="number">
              {amountMs === 0 ? '不计' : spans.map((span) => `${clock(span.from)}–${clock(span.to)}`).join('、')}
            </td>
            <td className="number">{amountMs === 0 ? '' : amountWords(sumMs, 'working')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Rungs({ proof }: { proof: Proof }) {
  return (
    <table className="certificate-table">
      <caption>各档执行</caption>
      <thead>
        <tr>
          <th scope="col">用到</th>
          <th scope="col">动作</th>
          <th scope="col">应执行</th>
          <th scope="col">实际执行</th>
          <th scope="col">准时</th>
        </tr>
      </thead>
      <tbody>
        {proof.rungs.map(({ percent, step, label, plannedAt, firedAt, lateBySeconds }) => (
          <tr key={`${percent} ${step}`}>
            <td className="number">{percent} %</td>
            <td>{label}</td>
            <td>{at(plannedAt, '暂停中')}</td>
            <td>{at(firedAt, proof.endedAt === null ? '未到' : '未用到')}</td>
            <td>{lateBySeconds === null ? '' : latenessWords(lateBySeconds)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Holders({ holders }: { holders: Certificate['holders'] }) {
  if (holders.length === 0) return null;
  return (
    <section aria-label="由谁持有">
      <h3>由谁持有</h3>
      <table className="certificate-table">
        <thead>
          <tr>
            <th scope="col">单位</th>
            <th scope="col">自</th>
            <th scope="col">至</th>
          </tr>
        </thead>
        <tbody>
          {holders.map(({ unit, from, to }) => (
            <tr key={`${from} ${unit?.id ?? ''}`}>
              <td>{unit?.name ?? '诉求人'}</td>
              <td>{at(from, '')}</td>
              <td>{at(to, '现在')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
