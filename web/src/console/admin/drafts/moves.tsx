import { Link } from '@tanstack/react-router';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import type { DraftDetail, DraftMoves } from '../../../../../src/api/contract';
import type { StepAtOnce } from '../../../../../src/domain/change-preview';
import { CLOCKS } from '../../../../../src/domain/vocabulary';
import { get } from '../../../api/request';
import { moment } from '../../../time/format';
import { ErrorState } from '../../parts/states';

const PAGE = 20;
const UNITS = 8;

const useMoves = ({ id, revision, newestVersion }: DraftDetail) =>
  useInfiniteQuery({
    queryKey: ['draft-moves', id, revision, newestVersion],
    queryFn: ({ pageParam }) => get<DraftMoves>(`/drafts/${id}/preview`, { limit: PAGE, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    staleTime: 60_000,
  });

/** Which open demands become due at another time, as their own workflows would reckon it now. */
export function Moves({ draft }: { draft: DraftDetail }) {
  const moves = useMoves(draft);
  const pages = moves.data?.pages ?? [];
  const first = pages[0];
  return (
    <section className="section" aria-labelledby="draft-moves">
      <h2 id="draft-moves">在办诉求会怎样</h2>
      {moves.isError ? <ErrorState error={moves.error} onRetry={() => void moves.refetch()} /> : null}
      {moves.isPending ? (
        <p className="muted" role="status">
          正在逐件试算在办诉求的到期时间，诉求很多时要十几秒。
        </p>
      ) : null}
      {first ? <Warnings warnings={first.warnings} /> : null}
      {first ? <Summary moves={first} /> : null}
      {first ? <AtOnce moves={first} /> : null}
      {first && first.items.length > 0 ? (
        <>
          <ByUnit units={first.byUnit} />
          <MoveTable items={pages.flatMap(({ items }) => items)} />
          {moves.hasNextPage ? (
            <Button
              className="admin-more"
              loading={moves.isFetchingNextPage}
              onClick={() => void moves.fetchNextPage()}
            >
              更多
            </Button>
          ) : null}
        </>
      ) : null}
    </section>
  );
}

function Summary({ moves: { applies, at, lookedAt, complete, total } }: { moves: DraftMoves }) {
  if (!applies) return <p>在办诉求沿用原来的版本，到期时间都不变；只有发布以后登记的诉求按新版本计时。</p>;
  const looked = `按 ${moment(at)} 的情况试算了 ${lookedAt} 件在办诉求`;
  if (total.clocks === 0) return <p>{looked}，到期时间都不变。</p>;
  return (
    <p>
      {looked}：<strong className="number">{total.demands}</strong> 件的{' '}
      <strong className="number">{total.clocks}</strong> 个时限会变，提前{' '}
      <span className="number">{total.earlier}</span>
      ，推后 <span className="number">{total.later}</span>，一生效就超期{' '}
      <strong className="number">{total.breaches}</strong>。已经过去的到期时间不变；暂停中的时限在恢复时重算。
      {complete ? '' : '在办诉求太多，没有全部试算。'}
    </p>
  );
}

/** What publishing does to open cases in the same minute, for whoever approves it. */
function AtOnce({ moves: { total } }: { moves: DraftMoves }) {
  const words = atOnceWords(total.atOnce);
  if (words.length === 0) return null;
  return (
    <p className="admin-note drafts-at-once" role="note">
      一生效就会：<strong>{words.join('，')}</strong>。这些当时就发生，不能收回；到期时间没有变的也会。
    </p>
  );
}

function Warnings({ warnings }: { warnings: DraftMoves['warnings'] }) {
  if (warnings.length === 0) return null;
  return (
    <div className="admin-note" role="note">
      <p>
        <strong>请审定人留意</strong>
      </p>
      <ul className="drafts-warnings">
        {warnings.map((warning) => (
          <li key={warning}>{warning}</li>
        ))}
      </ul>
    </div>
  );
}

const AT_ONCE_LABELS: Record<StepAtOnce, string> = {
  remind: '提醒',
  escalate: '升级给督办员',
  move_up: '上提一级',
  supervise: '列入督办',
  expire: '按未评价办结',
};
const STEPS = Object.keys(AT_ONCE_LABELS) as StepAtOnce[];
const atOnceWords = (counts: Record<StepAtOnce, number>): string[] =>
  STEPS.filter((step) => counts[step] > 0).map((step) => `${AT_ONCE_LABELS[step]} ${counts[step]} 件`);

function ByUnit({ units }: { units: DraftMoves['byUnit'] }) {
  const words = units.slice(0, UNITS).map(({ unit, demands, breaches, atOnce }) => {
    const moved = demands > 0 ? [`改期 ${demands} 件`] : [];
    const late = breaches > 0 ? [`超期 ${breaches} 个时限`] : [];
    return `${unit.name} ${[...moved, ...late, ...atOnceWords(atOnce)].join('、')}`;
  });
  return (
    <p className="muted">
      按持有单位：{words.join('；')}
      {units.length > UNITS ? `；另有 ${units.length - UNITS} 个单位` : ''}。
    </p>
  );
}

function MoveTable({ items }: { items: DraftMoves['items'] }) {
  return (
    <table className="admin-table drafts-moves">
      <thead>
        <tr>
          <th scope="col">诉求</th>
          <th scope="col">持有单位</th>
          <th scope="col">时限</th>
          <th scope="col">现在到期</th>
          <th scope="col">改后到期</th>
        </tr>
      </thead>
      <tbody>
        {items.map(({ number, title, unit, clock, oldDueAt, newDueAt, provisional, breaches, atOnce }) => (
          <tr key={`${number} ${clock}`}>
            <th scope="row">
              <Link to="/demands/$number" params={{ number }} className="number">
                {number}
              </Link>{' '}
              <span className="drafts-title">{title}</span>
            </th>
            <td>{unit.name}</td>
            <td className="whole">{CLOCKS[clock]}</td>
            <td className="whole">{moment(oldDueAt)}</td>
            <td>
              {newDueAt === oldDueAt ? '不变' : moment(newDueAt)}
              {provisional ? '（暂定）' : ''}
              {breaches ? <strong className="drafts-breach">一生效就超期</strong> : null}
              {atOnce.length > 0 ? (
                <strong className="drafts-breach">
                  一生效就{[...new Set(atOnce)].map((step) => AT_ONCE_LABELS[step]).join('、')}
                </strong>
              ) : null}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
