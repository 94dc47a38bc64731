import { useQuery, queryOptions } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { Case, LikeDemand } from '../../../../src/api/contract';
import { get } from '../../api/request';
import { actionsQuery } from '../case/case-queries';
import { draftsIn } from '../parts/draft-store';
import { ErrorState, LoadingRows } from '../parts/states';
import { usePageSearch } from '../search';
import { hasRole, useMe } from '../session';
import { TopicChooser } from '../topics/topic-chooser';
import { LikeRow } from './like-row';
import './similar.css';

export const similarQuery = (number: string) =>
  queryOptions({
    queryKey: ['demand', number, 'similar'],
    queryFn: () => get<{ items: LikeDemand[] }>(`/demands/${encodeURIComponent(number)}/similar`),
    staleTime: 60_000,
  });

/** At dispatch: what is like this one, why, and what to do about it. */
export function CaseSimilar({ demand }: { demand: Case }) {
  if (demand.stage !== 'dispatching') return null;
  return <Likes key={demand.number} number={demand.number} />;
}

function Likes({ number }: { number: string }) {
  const me = useMe();
  const found = useQuery(similarQuery(number));
  const options = useQuery(actionsQuery(number));
  const [, change] = usePageSearch();
  const [chosen, setChosen] = useState<string | null>(null);
  const mayMerge = options.data?.items.some(({ action, allowed }) => action === 'merge' && allowed) ?? false;
  const mayGather = hasRole(me, 'dispatcher', 'supervisor') && me.viewedBy === undefined;

  /** The form of the action opens as if somebody had chosen the main case there. */
  const merge = (into: string) => {
    draftsIn(localStorage).keep(me.username, `${number}:merge`, JSON.stringify({ into }));
    change({ act: 'merge', into });
  };
  if (found.isPending) return <LoadingRows rows={1} height={48} />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  const { items } = found.data;
  return (
    <section className="case-similar" aria-labelledby="case-similar">
      <h3 id="case-similar">相似诉求{items.length > 0 ? ` ${items.length} 件` : ''}</h3>
      {items.length === 0 ? <p className="muted small">近半年没有您可以查看的相似诉求。</p> : null}
      <ul className="like-list">
        {items.map((like) => (
          <LikeRow key={like.number} like={like}>
            {mayMerge && like.mergeInto && like.mergeInto !== number ? (
              <Button size="small" onClick={() => merge(like.mergeInto!)}>
                并案{like.mergeInto === like.number ? '' : `（主案 ${like.mergeInto}）`}
              </Button>
            ) : null}
            {mayGather ? (
              <Button size="small" onClick={() => setChosen(like.number)}>
                归入类案
              </Button>
            ) : null}
          </LikeRow>
        ))}
      </ul>
      {chosen ? <TopicChooser numbers={[number, chosen]} onClose={() => setChosen(null)} /> : null}
    </section>
  );
}
