import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Button } from 'antd';
import type { SpotCheck } from '../../../../src/api/contract';
import { post } from '../../api/request';
import { useIntention } from '../../api/use-intention';
import { moment } from '../../time/format';
import '../admin/admin.css';
import { refresh } from '../live';
import { FormError } from '../parts/form-error';
import { PageHeader } from '../parts/page-header';
import { EmptyState, ErrorState, LoadingRows } from '../parts/states';
import { useMe } from '../session';
import { spotCheckQuery } from './queries';
import { Sample } from './sample';
import './spot-checks.css';
import { CAUSE_LABELS, spanText } from './words';

export function SpotCheckPage() {
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const check = useQuery(spotCheckQuery(id));
  if (check.isPending) return <LoadingRows />;
  if (check.data === undefined) return <ErrorState error={check.error} onRetry={() => void check.refetch()} />;
  return <OneCheck check={check.data} />;
}

/** What was fixed before the draw, what was drawn, what the calls came to, and how to redo it. */
function OneCheck({ check }: { check: SpotCheck }) {
  const me = useMe();
  const client = useQueryClient();
  const { keyFor } = useIntention();
  const draw = useMutation({
    mutationFn: () => post<SpotCheck>(`/spot-checks/${check.id}/actions/draw`, undefined, keyFor(check.id)),
    onSuccess: (drawn) => {
      client.setQueryData(spotCheckQuery(check.id).queryKey, drawn);
      refresh(client);
    },
  });
  const isDrawn = check.state === 'drawn';
  return (
    <div className="page">
      <PageHeader
        title={`${check.unit.name}抽查`}
        note={`${spanText(check)} 办结 · 每个办理单位至少 ${check.percent}% · ${check.drawnBy.name}${check.plan ? '的计划' : '发起'}`}
      >
        <Link to="/spot-checks">全部抽查</Link>
        {isDrawn ? (
          <Button href={`/api/v1/spot-checks/${check.id}/export`} download={`spot-check-${check.id}.json`}>
            导出
          </Button>
        ) : null}
        {check.canDraw && me.viewedBy === undefined ? (
          <Button type="primary" loading={draw.isPending} onClick={() => draw.mutate()}>
            公布种子并抽取
          </Button>
        ) : null}
      </PageHeader>
      <FormError error={draw.error} />
      <Strata check={check} />
      {isDrawn ? (
        <Sample check={check} />
      ) : (
        <EmptyState title="已封存，还没有抽取">
          范围和种子已经定下，指纹公布在下面。抽取时公布种子，人人可以核对它没有换过。
        </EmptyState>
      )}
      <Replacements check={check} />
      <Proof check={check} />
    </div>
  );
}

function Strata({ check: { strata, frameSize } }: { check: SpotCheck }) {
  return (
    <section className="section" aria-labelledby="strata">
      <h2 id="strata">范围：{frameSize} 件已办结</h2>
      {strata.length === 0 ? (
        <p className="muted">这段时间没有可抽的办结诉求；可以换一段时间再发起。</p>
      ) : (
        <table className="admin-table spot-check-narrow" aria-label="按办理单位分层">
          <thead>
            <tr>
              <th scope="col">办理单位</th>
              <th scope="col">办结</th>
              <th scope="col">抽取</th>
            </tr>
          </thead>
          <tbody>
            {strata.map(({ leadUnit, size, drawn }) => (
              <tr key={leadUnit.id}>
                <th scope="row">{leadUnit.name}</th>
                <td className="number">{size}</td>
                <td className="number">{drawn}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Replacements({ check: { replacements } }: { check: SpotCheck }) {
  if (replacements.length === 0) return null;
  return (
    <section className="section" aria-labelledby="replacements">
      <h2 id="replacements">替补</h2>
      <ul className="spot-check-list">
        {replacements.map(({ number, because, next }) => (
          <li key={number}>
            <span className="number">{number}</span> {CAUSE_LABELS[because]}，
            {next ? (
              <>
                按抽取次序由 <span className="number">{next}</span> 替补
              </>
            ) : (
              '这个办理单位没有更多可抽'
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Proof({ check }: { check: SpotCheck }) {
  const { committedAt, drawnAt, seed, seedHash, frameHash, id } = check;
  return (
    <section className="section" aria-labelledby="proof">
      <h2 id="proof">怎样重做这次抽取</h2>
      <dl className="definitions spot-check-proof">
        <dt>封存</dt>
        <dd className="number">{committedAt ? moment(committedAt) : '—'}</dd>
        <dt>抽取</dt>
        <dd className="number">{drawnAt ? moment(drawnAt) : '还没有'}</dd>
        <dt>范围的 SHA-256</dt>
        <dd className="number">{frameHash ?? '—'}</dd>
        <dt>种子的 SHA-256</dt>
        <dd className="number">{seedHash ?? '—'}</dd>
        <dt>种子</dt>
        <dd className="number">{seed ?? (drawnAt ? '回访结束以前保密' : '抽取以前保密')}</dd>
      </dl>
      {drawnAt ? (
        <p>
          导出文件后，在任何装有 Node.js 的机器上、本项目的目录里运行{' '}
          <code>npm run redraw -- spot-check-{id}.json</code>
          ，抽中的应当一件不差。
        </p>
      ) : null}
    </section>
  );
}
