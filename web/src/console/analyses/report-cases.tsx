import type { AnalysisData } from '../../../../src/api/contract';
import { IMPROVEMENT_STATES } from '../../../../src/domain/improvement';
import { GRADE_LABELS } from '../../words/labels';
import { Numbers, Section, Table } from './report-parts';

export function Checks({ data: { checks, quality } }: { data: AnalysisData }) {
  const grade = (rating: number | null) => (rating === null ? '—' : GRADE_LABELS[rating as 1 | 2 | 3 | 4 | 5]);
  return (
    <Section id="checks" title="抽查发现">
      <p>
        可比对 {checks.checked} 件，与原评价矛盾 {checks.contradicted} 件；答复质量平均{' '}
        {quality.average === null ? '—' : `${quality.average} 分（${quality.count} 件）`}。
      </p>
      {checks.cases.length > 0 ? (
        <Table head={['编号', '承办单位', '原评价', '抽查时']}>
          {checks.cases.map(({ number, unit, rating, found }) => (
            <tr key={number}>
              <th scope="row">
                <Numbers numbers={[number]} />
              </th>
              <td>{unit?.name ?? '—'}</td>
              <td>{grade(rating)}</td>
              <td>{found === 'satisfied' ? '满意' : '不满意'}</td>
            </tr>
          ))}
        </Table>
      ) : null}
    </Section>
  );
}

export function Cases({ data: { cases } }: { data: AnalysisData }) {
  return (
    <Section id="cases" title="值得一读的诉求">
      {cases.length === 0 ? (
        <p className="muted">本期没有特别值得一读的。</p>
      ) : (
        <Table head={['编号', '标题', '为什么']}>
          {cases.map(({ number, title, why }) => (
            <tr key={number}>
              <th scope="row">
                <Numbers numbers={[number]} />
              </th>
              <td>{title}</td>
              <td>{why.join('；')}</td>
            </tr>
          ))}
        </Table>
      )}
    </Section>
  );
}

export function Improved({ data: { improvements, compared } }: { data: AnalysisData }) {
  if (!compared.reportId && improvements.length === 0) return null;
  return (
    <Section id="last" title="此前要求的整改">
      {improvements.length === 0 ? (
        <p className="muted">没有还在整改或新近了结的。</p>
      ) : (
        <Table head={['编号', '整改事项', '单位', '到本次分析时', '退回重改']}>
          {improvements.map(({ number, title, unit, state, sentBack }) => (
            <tr key={number}>
              <th scope="row">
                <Numbers numbers={[number]} />
              </th>
              <td>{title}</td>
              <td>{unit.name}</td>
              <td>{IMPROVEMENT_STATES[state]}</td>
              <td className="number">{sentBack}</td>
            </tr>
          ))}
        </Table>
      )}
    </Section>
  );
}
