import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { DraftDetail, Policy } from '../../../../src/api/contract';
import { get } from '../../api/request';
import { moment } from '../../time/format';
import { hasDraft } from '../parts/draft';
import { PageHeader } from '../parts/page-header';
import { ErrorState, LoadingRows } from '../parts/states';
import { usePageSearch, type Search } from '../search';
import { useMe } from '../session';
import './admin.css';
import './policies/policies.css';
import { DraftsPanel } from './drafts/drafts-panel';
import { DraftView } from './drafts/draft-view';
import { Moves } from './drafts/moves';
import { policyChanges } from './policies/policy-changes';
import { ChangeTable, PolicyCompare } from './policies/policy-compare';
import { PolicyEditor, policyDraft } from './policies/policy-editor';
import { PolicyView } from './policies/policy-view';
import type { Rules } from './policies/policy-words';
import { Versions, versionWords } from './policies/versions';
import { isRootAdministrator } from './rights';

const usePolicy = (version: string | undefined): UseQueryResult<Policy> =>
  useQuery({
    queryKey: ['policies', version ?? 'none'],
    queryFn: () => get<Policy>(`/policies/${version}`),
    enabled: version !== undefined,
  });

export function PoliciesPage() {
  const current = usePolicy('current');
  if (current.data) return <Policies current={current.data} />;
  return (
    <div className="page">
      <PageHeader title="时限与升级" />
      {current.isError ? (
        <ErrorState error={current.error} onRetry={() => void current.refetch()} />
      ) : (
        <LoadingRows rows={8} height={48} />
      )}
    </div>
  );
}

const HOW =
  '每个版本发布后不再改动。修改先存为草案，由另一位区级管理员批准后发布；经接口直接发布的没有第二人批准，审计里写明。';

function Policies({ current }: { current: Policy }) {
  const me = useMe();
  const mayChange = isRootAdministrator(me);
  const [{ version, compare, draft }, change] = usePageSearch();
  // The version that somebody is changing stays the base, also when another one is published meanwhile.
  const [edited, setEdited] = useState<Edited | null>(
    mayChange && hasDraft(me.username, policyDraft(current)) ? { base: current } : null,
  );

  if (edited)
    return (
      <div className="page">
        <PageHeader title="时限与升级" note={HOW} />
        <PolicyEditor
          {...edited}
          onDone={(saved) => {
            setEdited(null);
            change({ version: undefined, compare: undefined, draft: saved?.id });
          }}
        />
      </div>
    );
  if (draft && mayChange)
    return (
      <div className="page">
        <PageHeader title="时限与升级：草案" note={HOW} />
        <DraftView
          id={draft}
          changes={(shown) => <Changes draft={shown} />}
          preview={(shown) => <Moves draft={shown} />}
          onEdit={(shown) => setEdited({ base: current, draft: shown })}
          onClose={() => change({ draft: undefined })}
        />
      </div>
    );
  return (
    <div className="page">
      <PageHeader title="时限与升级" note={mayChange ? HOW : '时限与规则由区级管理员发布，您可以查看。'}>
        {compare ? <Button onClick={() => change({ compare: undefined })}>结束比较</Button> : null}
        {version ? (
          <Button onClick={() => change({ version: undefined, compare: undefined })}>看现行版本</Button>
        ) : null}
        {mayChange ? (
          <Button type="primary" onClick={() => setEdited({ base: current })}>
            起草新版本
          </Button>
        ) : null}
      </PageHeader>
      {mayChange ? <DraftsPanel kind="policy" onOpen={(id) => change({ draft: id })} /> : null}
      <Reading current={current} version={version} compare={compare} onChange={change} />
    </div>
  );
}

interface Edited {
  base: Policy;
  draft?: DraftDetail;
}

function Changes({ draft }: { draft: DraftDetail }) {
  const changes = policyChanges(draft.base as Rules, draft.data as Rules);
  return (
    <section className="section" aria-labelledby="draft-changes">
      <h2 id="draft-changes">改动 {changes.length} 处</h2>
      {changes.length === 0 ? (
        <p className="muted">与第 {draft.baseVersion} 版内容相同。</p>
      ) : (
        <ChangeTable changes={changes} before={`第 ${draft.baseVersion} 版`} after="草案" />
      )}
      <p className="drafts-changes-note">
        {draft.appliesToRunning ? '在办的诉求也改按新版本。' : '只用于发布以后登记的诉求。'}
      </p>
    </section>
  );
}

interface ReadingProps {
  current: Policy;
  version?: string;
  compare?: string;
  onChange: (change: Search) => void;
}

/** One version in full, or held beside another. */
function Reading({ current, version, compare, onChange }: ReadingProps) {
  const shown = usePolicy(version ?? 'current');
  const other = usePolicy(compare);
  const failed = [shown, other].find(({ isError }) => isError);
  if (failed) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />;
  if (!shown.data || (compare && !other.data)) return <LoadingRows rows={8} height={48} />;
  return (
    <>
      <Publication policy={shown.data} current={current.version} />
      {other.data ? <Compared one={other.data} two={shown.data} /> : <PolicyView policy={shown.data} />}
      <Versions
        shown={shown.data.version}
        current={current.version}
        onShow={(next) => onChange({ version: String(next), compare: undefined })}
        onCompare={(next) => onChange({ compare: String(next) })}
      />
    </>
  );
}

function Compared({ one, two }: { one: Policy; two: Policy }) {
  const [before, after] = one.version < two.version ? [one, two] : [two, one];
  return <PolicyCompare before={before} after={after} />;
}

function Publication({ policy, current }: { policy: Policy; current: number }) {
  const { version, confirmed, publishedAt, publishedBy, note } = policy;
  return (
    <div className="admin-publication">
      <p>
        <strong>{versionWords(version, current)}</strong>
        {confirmed ? null : <span className="tag">示例</span>}
        <span className="muted">
          {moment(publishedAt)} · {publishedBy ? `由 ${publishedBy} 发布` : '随系统发布'}
        </span>
      </p>
      {note ? <p className="words muted">{note}</p> : null}
      {confirmed ? null : <p className="muted">标“示例”的数字没有经主管部门确认，正式使用前请核定，再发布新版本。</p>}
    </div>
  );
}
