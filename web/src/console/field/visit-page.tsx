import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import type { TakenDemand, VisitPage as Page } from '../../../../src/api/contract';
import { moment, nearMoment } from '../../time/format';
import { FiledReceipt } from '../filing/filed-receipt';
import '../filing/filing.css';
import { hasDraft } from '../parts/draft';
import { PageHeader } from '../parts/page-header';
import { ErrorState, LoadingRows } from '../parts/states';
import { hasRole, useMe } from '../session';
import { CollectedList } from './collected-list';
import { CorrectVisit } from './correct-visit';
import './field.css';
import { visitQuery } from './queries';
import { VisitDemand, visitDraft } from './visit-demand';
import { MoveOrCancel, RecordVisit } from './visit-record';
import { VisitState } from './visit-row';

/** At the door: who this is, what was said the last time, what is still owed, and what is said now. */
export function VisitPage() {
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const visit = useQuery(visitQuery(id));
  return (
    <div className="page field-page field-one">
      <p className="small">
        <Link to="/visits">全部走访</Link>
      </p>
      {visit.isPending ? <LoadingRows rows={4} /> : null}
      {visit.isError && !visit.data ? <ErrorState error={visit.error} onRetry={() => void visit.refetch()} /> : null}
      {visit.data ? <Shown key={id} visit={visit.data} /> : null}
    </div>
  );
}

function Shown({ visit }: { visit: Page }) {
  const me = useMe();
  const { enterprise, team, state, plannedAt, doneAt, doneBy, summary } = visit;
  const isOpen = state === 'planned' || state === 'missed';
  const collects = hasRole(me, 'collector');
  return (
    <>
      <PageHeader
        title={enterprise.name}
        note={
          <>
            <VisitState visit={visit} /> · {moment(plannedAt)} · {team.name}
          </>
        }
      />
      <dl className="definitions">
        <dt>地址</dt>
        <dd>{enterprise.address || '没有填写'}</dd>
        <dt>所在地</dt>
        <dd>{enterprise.unit.name}</dd>
        {doneAt ? (
          <>
            <dt>走访</dt>
            <dd>
              {moment(doneAt)}，{doneBy?.name}
            </dd>
            <dt>记录</dt>
            <dd className="words">{summary}</dd>
          </>
        ) : null}
      </dl>
      {visit.canCorrect ? <CorrectVisit visit={visit} /> : null}
      {collects && state !== 'cancelled' ? <Filing visit={visit} /> : null}
      {isOpen && collects ? <RecordVisit id={visit.id} /> : null}
      <section className="section">
        <h2>这家企业尚未办结的诉求</h2>
        {visit.openDemands.length === 0 ? (
          <p className="muted">没有。</p>
        ) : (
          <CollectedList demands={visit.openDemands} />
        )}
      </section>
      <section className="section">
        <h2>以前的走访</h2>
        {visit.lastVisits.length === 0 ? <p className="muted">这是第一次，以前的记录会列在这里。</p> : null}
        <ul className="field-list">
          {visit.lastVisits.map((last) => (
            <li key={last.id} className="field-last">
              <span className="small muted number">
                {nearMoment(last.doneAt!)} {last.doneBy?.name}
              </span>
              <p className="words">{last.summary}</p>
            </li>
          ))}
        </ul>
      </section>
      {isOpen && hasRole(me, 'collector', 'supervisor') ? <MoveOrCancel visit={visit} /> : null}
    </>
  );
}

/** What was filed on this visit, and the form for the next. */
function Filing({ visit }: { visit: Page }) {
  const { username } = useMe();
  const [isOpen, setOpen] = useState(() => hasDraft(username, visitDraft(visit.id)));
  const [taken, setTaken] = useState<TakenDemand | null>(null);
  const again = () => {
    setTaken(null);
    setOpen(true);
  };
  return (
    <section className="section" aria-labelledby="filed-here">
      <h2 id="filed-here">这次走访登记的诉求</h2>
      {taken ? <FiledReceipt taken={taken} onAgain={again} /> : null}
      {visit.filed.length > 0 ? <CollectedList demands={visit.filed} /> : null}
      {visit.filed.length === 0 && !isOpen && !taken ? (
        <p className="muted">还没有。企业提到的事当场登记，编号和查询二维码马上就有。</p>
      ) : null}
      {isOpen && !taken ? (
        <VisitDemand visit={visit} onFiled={setTaken} onClose={() => setOpen(false)} />
      ) : taken ? null : (
        <Button className="field-big" onClick={() => setOpen(true)}>
          登记诉求
        </Button>
      )}
    </section>
  );
}
