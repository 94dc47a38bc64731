import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Button, Progress } from 'antd';
import type { RehearsalResult } from '../../../../src/api/contract';
import { REHEARSAL_STATES } from '../../../../src/domain/rehearsal';
import { post } from '../../api/request';
import { moment } from '../../time/format';
import { FormError } from '../parts/form-error';
import { PageHeader } from '../parts/page-header';
import { EmptyState, ErrorState, LoadingRows } from '../parts/states';
import { ChangedCases } from './changed-cases';
import { Callbacks, Escalations, Lateness, Owners } from './figures';
import { isRunning, rehearsalQuery } from './rehearsal-queries';
import './rehearsals.css';
import { differenceWords, periodWords, triedWords } from './words';

/** One rehearsal: how far it is, and what it found. */
export function RehearsalPage() {
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const found = useQuery(rehearsalQuery(id));
  if (found.isPending) return <LoadingRows rows={8} />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  const rehearsal = found.data;
  const { unit, requestedBy, createdAt, state } = rehearsal;
  return (
    <div className="page">
      <PageHeader
        title={`推演：${triedWords(rehearsal)}`}
        note={`${unit.name} · 登记于 ${periodWords(rehearsal)} · ${requestedBy.name} ${moment(createdAt)} · ${REHEARSAL_STATES[state]}`}
      >
        <Link to="/rehearsals">全部推演</Link>
      </PageHeader>
      {isRunning(rehearsal) ? <Running rehearsal={rehearsal} /> : null}
      {state === 'failed' ? <EmptyState title="没有完成">{rehearsal.failure}</EmptyState> : null}
      {state === 'cancelled' ? <EmptyState title="已取消">没有留下结果。需要时可以重新推演。</EmptyState> : null}
      {rehearsal.result ? <Found rehearsal={rehearsal} result={rehearsal.result} /> : null}
    </div>
  );
}

function Running({ rehearsal: { id, done, total } }: { rehearsal: RehearsalResult }) {
  const client = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => post(`/rehearsals/${id}/actions/cancel`),
    onSettled: () => client.invalidateQueries({ queryKey: ['rehearsals'] }),
  });
  const percent = total === 0 ? 0 : Math.floor((100 * done) / total);
  return (
    <section className="section" aria-label="进度">
      <Progress percent={percent} aria-label="推演进度" status="normal" />
      <p role="status">
        已推演 <span className="number">{done}</span> 件，共 <span className="number">{total}</span>{' '}
        件。可以离开本页，推演会继续。
      </p>
      <FormError error={cancel.error} />
      <Button onClick={() => cancel.mutate()} loading={cancel.isPending}>
        取消推演
      </Button>
    </section>
  );
}

type Result = NonNullable<RehearsalResult['result']>;

function Found({ rehearsal, result }: { rehearsal: RehearsalResult; result: Result }) {
  const isCheck = rehearsal.tried.length === 0;
  return (
    <>
      {isCheck ? <Checked result={result} /> : <Facts result={result} />}
      <Caveats result={result} />
      <Lateness result={result} />
      <Escalations result={result} />
      <Callbacks result={result} />
      {result.owners.reproposed + result.owners.changed > 0 ? <Owners result={result} /> : null}
      {result.changed > 0 ? <ChangedCases id={rehearsal.id} /> : null}
    </>
  );
}

const Checked = ({ result: { cases, identical, untraceable } }: { result: Result }) => (
  <section className="section panel rehearsal-checked">
    <p>
      <strong>
        {identical === cases - untraceable
          ? '与历史完全一致。'
          : `有 ${cases - untraceable - identical} 件与历史不同。`}
      </strong>{' '}
      重走 {cases - untraceable} 件，其中 {identical} 件的每个事件、序号和时间都与记录相同。
    </p>
  </section>
);

function Facts({ result }: { result: Result }) {
  const { cases, changed, breaches, escalations, movedUp, callbacks } = result;
  const facts = [
    ['超时', breaches.total],
    ['升级', escalations.total],
    ['上提一级', movedUp.total],
    ['回访（次）', callbacks.total],
  ] as const;
  return (
    <dl className="panel rehearsal-facts">
      <div>
        <dt>走法不同的诉求</dt>
        <dd>
          <span className="rehearsal-value number">{changed}</span>
          <span className="muted small">共 {cases} 件</span>
        </dd>
      </div>
      {facts.map(([label, pair]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            <span className="rehearsal-value number">{differenceWords(pair)}</span>
            <span className="muted small">
              {pair.before} → {pair.after}
            </span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** What the figures leave open. */
function Caveats({ result }: { result: Result }) {
  const { horizon, untraceable, later, undone, assumed, openEnds } = result;
  const said = [
    untraceable > 0 ? `${untraceable} 件缺少早期记录，没有推演` : null,
    later > 0 ? `${later} 次操作推迟到合法的时刻` : null,
    undone > 0 ? `${undone} 次操作在试行规则下用不上或做不成` : null,
    assumed > 0 ? `${assumed} 次上提后假定立即交回原办理人继续` : null,
    openEnds > 0 ? `${openEnds} 件走到记录没有的一轮，推演到此为止` : null,
  ].filter((each) => each !== null);
  return (
    <p className="muted small rehearsal-caveats">
      推演到 {moment(horizon)} 为止。人做的事保持原来的时间，时限、升级和回访按试行规则重算。
      {said.length > 0 ? `${said.join('；')}。` : ''}
    </p>
  );
}
