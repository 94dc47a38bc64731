import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Appeal } from '../../../../src/api/contract';
import { moment } from '../../time/format';
import { caseQuery } from '../case/case-queries';
import { AttachmentList } from '../parts/attachments';
import { DueBadge } from '../parts/clock-badge';
import { PageHeader } from '../parts/page-header';
import { ErrorState, LoadingRows } from '../parts/states';
import { disputedWords, STATE_WORDS } from './appeal-words';
import { appealQuery } from './appeal-queries';
import './appeals.css';
import { RulingForm, Withdraw } from './ruling-form';

/** One appeal: what is disputed, why, until when somebody must rule, and the ruling. */
export function AppealPage() {
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const found = useQuery(appealQuery(id));
  const appeal = found.data;
  return (
    <div className="page">
      <PageHeader
        title={appeal ? appeal.kindLabel : '申诉'}
        note={
          appeal ? (
            <>
              <Link to={`/demands/${appeal.demand.number}`}>
                <span className="number">{appeal.demand.number}</span> {appeal.demand.title}
              </Link>{' '}
              · {disputedWords(appeal)}
            </>
          ) : undefined
        }
      />
      {found.isPending ? <LoadingRows rows={4} height={56} /> : null}
      {found.isError ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : null}
      {appeal ? <Standing appeal={appeal} /> : null}
    </div>
  );
}

function Standing({ appeal }: { appeal: Appeal }) {
  return (
    <>
      <section aria-labelledby="appeal-facts" className="appeal-facts">
        <h2 id="appeal-facts">申诉</h2>
        <dl className="definitions">
          <Fact name="申诉单位">
            {appeal.unit.name} · {appeal.filedBy.name}
          </Fact>
          <Fact name="提出">
            <time dateTime={appeal.filedAt}>{moment(appeal.filedAt)}</time>
          </Fact>
          <Fact name="理由">
            <span className="words">{appeal.reason}</span>
          </Fact>
          <Fact name="由谁裁定">{appeal.rulingUnit.name}及其上级单位，与本案无关的督办员、分拨员</Fact>
          <Fact name="状态">
            {STATE_WORDS[appeal.state]}{' '}
            {appeal.state === 'open' ? (
              <DueBadge dueAt={appeal.dueAt} overdue={appeal.overdue} provisional={appeal.provisional} />
            ) : null}
          </Fact>
        </dl>
        <Evidence appeal={appeal} />
      </section>
      {appeal.ruledBy && appeal.state !== 'withdrawn' ? (
        <section aria-labelledby="appeal-ruling" className="section">
          <h2 id="appeal-ruling">裁定：{STATE_WORDS[appeal.state]}</h2>
          <p className="words">{appeal.ruling}</p>
          <p className="small muted">
            {appeal.ruledBy.name} · {appeal.ruledAt ? moment(appeal.ruledAt) : ''}
          </p>
        </section>
      ) : null}
      {appeal.canRule ? <RulingForm appeal={appeal} /> : null}
      {appeal.state === 'open' && !appeal.canRule ? <p className="muted">{appeal.whyNot}</p> : null}
      {appeal.canWithdraw ? <Withdraw appeal={appeal} /> : null}
    </>
  );
}

/** The files lie with the case. */
function Evidence({ appeal: { demand, attachments } }: { appeal: Appeal }) {
  const found = useQuery({ ...caseQuery(demand.number), enabled: attachments.length > 0 });
  const files = (found.data?.attachments ?? []).filter(({ id }) => attachments.includes(id));
  return files.length > 0 ? <AttachmentList items={files} /> : null;
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </>
);
