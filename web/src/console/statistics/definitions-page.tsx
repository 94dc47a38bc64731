import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import type { DraftDetail, FigureSet } from '../../../../src/api/contract';
import { moment } from '../../time/format';
import '../admin/admin.css';
import { DraftsPanel } from '../admin/drafts/drafts-panel';
import { isRootAdministrator } from '../admin/rights';
import { DefinitionList } from '../overview/definition-list';
import { PageHeader } from '../parts/page-header';
import { ErrorState, LoadingRows } from '../parts/states';
import { usePageSearch } from '../search';
import { useMe } from '../session';
import { figureSetsQuery } from './queries';
import { SetDraft } from './set-draft';
import { SetEditor } from './set-editor';
import { SetFacts } from './set-facts';
import './statistics.css';

/** 统计口径: how every figure is counted, now and before; changed by a draft and a second person. */
export function DefinitionsPage() {
  const mayChange = isRootAdministrator(useMe());
  const [search, change] = usePageSearch();
  const [drafting, setDrafting] = useState<DraftDetail | null>(null);
  const found = useQuery(figureSetsQuery);
  const current = found.data?.items[0];
  if (!current)
    return (
      <div className="page">
        <PageHeader title="统计口径" />
        {found.isError ? (
          <ErrorState error={found.error} onRetry={() => void found.refetch()} />
        ) : (
          <LoadingRows rows={6} />
        )}
      </div>
    );
  if (mayChange && search.edit !== undefined)
    return (
      <div className="page">
        <PageHeader
          title="修改统计口径"
          note={`以现行第 ${current.version} 版为准。草案由另一位区级管理员批准后发布。`}
        />
        <SetEditor
          base={current}
          draft={drafting}
          onDone={(saved) => {
            setDrafting(null);
            change({ edit: undefined, draft: saved?.id ?? search.draft });
          }}
        />
      </div>
    );
  if (mayChange && search.draft)
    return (
      <div className="page">
        <PageHeader title="统计口径：草案" />
        <SetDraft
          id={search.draft}
          onEdit={(draft) => {
            setDrafting(draft);
            change({ edit: '1' });
          }}
          onClose={() => change({ draft: undefined })}
        />
      </div>
    );
  return (
    <div className="page">
      <PageHeader title="统计口径" note="每一个比率怎么算、哪些不计入。每一版都留着，分析报告写明按第几版算。">
        <Link to="/statistics">看统计</Link>
        {mayChange ? (
          <Button type="primary" onClick={() => change({ edit: '1' })}>
            修改口径
          </Button>
        ) : null}
      </PageHeader>
      {mayChange ? <DraftsPanel kind="figures" onOpen={(id) => change({ draft: id })} /> : null}
      <Current set={current} />
      <Definitions set={current} />
      <Versions sets={found.data?.items ?? []} />
    </div>
  );
}

function Current({ set }: { set: FigureSet }) {
  return (
    <section className="section" aria-labelledby="set-current">
      <h2 id="set-current">
        现行第 {set.version} 版 {set.confirmed ? null : <span className="tag">示例</span>}
      </h2>
      <SetFacts set={set} />
    </section>
  );
}

function Definitions({ set }: { set: FigureSet }) {
  return (
    <section className="section" aria-labelledby="set-rates">
      <h2 id="set-rates">每个比率</h2>
      <DefinitionList set={set} className="stats-definitions" />
    </section>
  );
}

function Versions({ sets }: { sets: readonly FigureSet[] }) {
  return (
    <section className="section" aria-labelledby="set-versions">
      <h2 id="set-versions">各个版本</h2>
      <table className="admin-table">
        <thead>
          <tr>
            <th scope="col">版本</th>
            <th scope="col">发布</th>
            <th scope="col">说明</th>
          </tr>
        </thead>
        <tbody>
          {sets.map(({ version, publishedAt, publishedBy, note }) => (
            <tr key={version}>
              <th scope="row" className="number">
                第 {version} 版
              </th>
              <td>{publishedAt ? `${moment(publishedAt)} ${publishedBy ?? ''}` : '随系统而来'}</td>
              <td className="words">{note}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
