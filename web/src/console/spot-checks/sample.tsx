import { Link } from '@tanstack/react-router';
import type { SpotCheck } from '../../../../src/api/contract';
import { moment } from '../../time/format';
import { GRADE_LABELS } from '../../words/labels';
import { CALLBACK_STATE_LABELS, CONCLUSION_LABELS, REPLY_QUALITY_LABELS } from '../callbacks/words';
import { EmptyState } from '../parts/states';
import { hasRole, useMe } from '../session';
import { VERDICT_LABELS } from './words';

type Sampled = SpotCheck['sample'][number];

/** The drawn cases, with what was found beside the rating. */
export function Sample({ check: { sample } }: { check: SpotCheck }) {
  const me = useMe();
  const seesCalls = hasRole(me, 'callback', 'supervisor', 'auditor');
  const ended = sample.filter(({ result }) => result !== null);
  const contradicted = ended.filter(({ verdict }) => verdict === 'contradicted');
  if (sample.length === 0)
    return <EmptyState title="没有抽中任何诉求">范围里没有办结的诉求，或抽中的您现在不能看。</EmptyState>;
  return (
    <section className="section" aria-labelledby="sample">
      <h2 id="sample">抽中 {sample.length} 件</h2>
      <p className="muted" role="status">
        已有结果 {ended.length} 件，其中推翻好评 {contradicted.length} 件。
      </p>
      <table className="admin-table spot-check-table" aria-label="抽中的诉求">
        <thead>
          <tr>
            <th scope="col">诉求</th>
            <th scope="col">办理单位</th>
            <th scope="col">原评价</th>
            <th scope="col">抽查结果</th>
            <th scope="col">两者</th>
            <th scope="col">回访</th>
          </tr>
        </thead>
        <tbody>
          {sample.map((each) => (
            <tr key={each.callback}>
              <th scope="row">
                <Link to={`/demands/${each.number}`} className="number">
                  {each.number}
                </Link>
                <p className="small words">{each.title}</p>
                {each.replaces ? <p className="small muted">替补 {each.replaces}</p> : null}
              </th>
              <td>{each.leadUnit.name}</td>
              <td className="whole">{each.rating === null ? '未评价' : GRADE_LABELS[each.rating]}</td>
              <td>
                <Result sampled={each} />
              </td>
              <td className="whole">{each.verdict ? VERDICT_LABELS[each.verdict] : '—'}</td>
              <td className="whole">
                {seesCalls ? (
                  <Link
                    to="/callbacks"
                    search={{ job: each.callback }}
                    aria-label={`${each.number} 的回访：${CALLBACK_STATE_LABELS[each.state]}`}
                  >
                    {CALLBACK_STATE_LABELS[each.state]}
                  </Link>
                ) : (
                  CALLBACK_STATE_LABELS[each.state]
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Result({ sampled: { result, grade, solved, replyQuality, skip } }: { sampled: Sampled }) {
  if (skip)
    return (
      <>
        跳过：<span className="words">{skip.reason}</span>
        <p className="small muted">
          {skip.by?.name} {moment(skip.at)}
        </p>
      </>
    );
  if (result === null) return <span className="muted">还没有</span>;
  const more = [
    grade === null ? null : GRADE_LABELS[grade],
    solved === null ? null : solved ? '说已解决' : '说没有解决',
    replyQuality === null ? null : `答复${REPLY_QUALITY_LABELS[replyQuality]}`,
  ].filter((part) => part !== null);
  return (
    <>
      {CONCLUSION_LABELS[result]}
      {more.length > 0 ? <p className="small muted">{more.join(' · ')}</p> : null}
    </>
  );
}
