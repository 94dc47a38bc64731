import { useQuery } from '@tanstack/react-query';
import type { DraftDetail, FigureSet, FiguresPreview } from '../../../../src/api/contract';
import { get } from '../../api/request';
import { DraftView } from '../admin/drafts/draft-view';
import { percent } from '../overview/rate-words';
import { ErrorState, LoadingRows } from '../parts/states';
import { SetFacts } from './set-facts';

interface Props {
  id: string;
  onEdit: (draft: DraftDetail) => void;
  onClose: () => void;
}

/** A draft: what it changes, and what the figures of the last thirty days would be by it. */
export function SetDraft(props: Props) {
  return (
    <DraftView
      {...props}
      changes={({ data, base }) => (
        <section className="section" aria-labelledby="set-changes">
          <h2 id="set-changes">改什么</h2>
          <SetFacts set={data as FigureSet} base={base as FigureSet | null} />
        </section>
      )}
      preview={(draft) => <Preview draft={draft} />}
    />
  );
}

function Preview({ draft: { id, revision } }: { draft: DraftDetail }) {
  const found = useQuery({
    queryKey: ['drafts', 'figures-preview', id, revision],
    queryFn: () => get<FiguresPreview>(`/drafts/${id}/preview`),
    staleTime: 60_000,
  });
  return (
    <section className="section" aria-labelledby="set-preview">
      <h2 id="set-preview">数字会怎样变</h2>
      {found.isError ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.isPending ? <LoadingRows rows={5} height={40} /> : null}
      {found.data ? <Compared preview={found.data} /> : null}
    </section>
  );
}

function Compared({ preview: { from, to, total, units } }: { preview: FiguresPreview }) {
  return (
    <>
      <p className="muted">
        {from} 至 {to} 的同一批诉求，按现行口径和草案各算一遍。
      </p>
      <table className="admin-table">
        <thead>
          <tr>
            <th scope="col">全区</th>
            <th scope="col">现行</th>
            <th scope="col">草案</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">综合</th>
            <td className="number">{percent(total.combined.before)}</td>
            <td className="number">{percent(total.combined.after)}</td>
          </tr>
          {total.rates
            .filter(({ before, after }) => before.denominator + after.denominator > 0)
            .map(({ name, label, before, after }) => (
              <tr key={name}>
                <th scope="row">{label}</th>
                <td className="number">
                  {percent(before.value)}（{before.numerator}/{before.denominator}）
                </td>
                <td className="number">
                  {percent(after.value)}（{after.numerator}/{after.denominator}）
                </td>
              </tr>
            ))}
        </tbody>
      </table>
      {units.length > 0 ? (
        <table className="admin-table">
          <thead>
            <tr>
              <th scope="col">单位的综合得分</th>
              <th scope="col">现行</th>
              <th scope="col">草案</th>
            </tr>
          </thead>
          <tbody>
            {units.map(({ unit, combined }) => (
              <tr key={unit.id}>
                <th scope="row">{unit.name}</th>
                <td className="number">{percent(combined.before)}</td>
                <td className="number">{percent(combined.after)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </>
  );
}
