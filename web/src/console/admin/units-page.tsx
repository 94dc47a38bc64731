import { useQuery } from '@tanstack/react-query';
import { PageName } from '../parts/page-name';
import { EmptyState, ErrorState, LoadingRows } from '../parts/states';
import { usePageSearch } from '../search';
import './admin.css';
import { UnitDetail } from './units/unit-detail';
import { unitsQuery } from './units/units-query';
import { UnitTreePanel } from './units/unit-tree-panel';

/** The organisation tree on the left, the chosen unit on the right. */
export function UnitsPage() {
  const [search, change] = usePageSearch();
  const units = useQuery(unitsQuery);
  const tree = units.data;
  const chosen = search.unit ?? tree?.roots[0]?.id;
  const unit = chosen === undefined ? undefined : tree?.get(chosen);

  return (
    <div className="split admin-units">
      <section className="split-list admin-units-list" aria-label="组织树">
        <div className="list-title">
          <PageName name="单位" />
          {tree ? <span className="muted number">{tree.all.length} 个</span> : null}
        </div>
        {units.isPending ? <LoadingRows rows={8} height={48} /> : null}
        {units.isError ? <ErrorState error={units.error} onRetry={() => void units.refetch()} /> : null}
        {tree ? <UnitTreePanel tree={tree} chosen={chosen} onChoose={(id) => change({ unit: id })} /> : null}
      </section>
      <div className="split-detail">
        {tree && unit ? (
          <UnitDetail key={unit.id} tree={tree} unit={unit} onChoose={(id) => change({ unit: id })} />
        ) : null}
        {tree && !unit ? (
          <EmptyState title="没有这个单位">它可能写错了编号。请从左边的组织树里选一个单位。</EmptyState>
        ) : null}
      </div>
    </div>
  );
}
