import { Link } from '@tanstack/react-router';
import { Cases, Checks, Improved } from './report-cases';
import { Dissatisfied } from './report-dissatisfied';
import type { PartProps } from './report-parts';
import { Rates } from './report-rates';
import { Repeats } from './report-repeats';
import { Units } from './report-units';

/** A report as it was kept. Links open what the figures count now: later checks and redos may have moved a number. */
export function ReportBody({ data, onAsk }: PartProps) {
  const { findings, compared, figures, days } = data;
  return (
    <>
      <section className="section" aria-labelledby="analysis-findings">
        <h2 id="analysis-findings">主要发现</h2>
        <ol className="analysis-findings">
          {findings.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ol>
        <p className="muted small">
          时段 {days.from} 至 {days.to}；与{compared.title ?? '上期'}（{compared.from} 至 {compared.to}
          ）比较；统计口径第 {figures.version} 版{figures.confirmed ? '' : '（示例）'}。
          {compared.reportId ? (
            <>
              {' '}
              <Link to={`/analyses/${compared.reportId}`}>看上次分析</Link>
            </>
          ) : null}
        </p>
      </section>
      <Rates data={data} />
      <Dissatisfied data={data} onAsk={onAsk} />
      <Units data={data} onAsk={onAsk} />
      <Repeats data={data} />
      <Checks data={data} />
      <Cases data={data} />
      <Improved data={data} />
    </>
  );
}
