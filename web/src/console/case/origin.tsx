import { Link } from '@tanstack/react-router';
import type { Case } from '../../../../src/api/contract';
import './origin.css';

/** How it came in: who registered it, on what form and on what occasion. */
export function OriginFacts({ demand: { origin, collectedBy } }: { demand: Case }) {
  const { form, campaign, visit, inspection, batch } = origin;
  return (
    <>
      <dt>登记人</dt>
      <dd>{collectedBy?.name ?? '诉求人自己提交'}</dd>
      {campaign ? (
        <>
          <dt>活动</dt>
          <dd>
            <Link to={`/campaigns/${campaign.id}`}>{campaign.name}</Link>
          </dd>
        </>
      ) : null}
      {visit ? <Occasion name="走访" of={visit} /> : null}
      {inspection ? <Occasion name="楼宇排查" of={inspection} /> : null}
      {batch ? <Occasion name="批量导入" of={batch} /> : null}
      {form ? (
        <>
          <dt>征集表</dt>
          <dd>
            {form.title}，第 <span className="number">{form.version}</span> 版
          </dd>
        </>
      ) : null}
    </>
  );
}

const Occasion = ({ name, of }: { name: string; of: { name: string } }) => (
  <>
    <dt>{name}</dt>
    <dd>{of.name}</dd>
  </>
);

/** What was answered to the form's own fields. */
export function OriginAnswers({ demand: { origin } }: { demand: Case }) {
  if (origin.answers.length === 0) return null;
  return (
    <section className="case-note" aria-label="征集表内容">
      <h3>{origin.form?.title ?? '征集表'}</h3>
      <dl className="definitions">
        {origin.answers.map(({ label, value }) => (
          <div key={label} className="case-answer">
            <dt>{label}</dt>
            <dd className="words">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
