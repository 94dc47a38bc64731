import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { Policy } from '../../../../src/api/contract';
import { get } from '../../api/request';
import { moment } from '../../time/format';
import { hasDraft } from '../parts/draft';
import { PageHeader } from '../parts/page-header';
import { ErrorState, LoadingRows } from '../parts/states';
import { usePageSearch, type Search } from '../search';
import { useMe } from '../session';
import './admin.css';
import './policies/policies.css';
import { PolicyCompare } from './policies/policy-compare';
import { PolicyEditor, policyDraft } from './policies/policy-editor';
import { PolicyView } from './policies/policy-view';
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

function Policies({ current }: { current: Policy }) {
  const me = useMe();
  const mayChange = isRootAdministrator(me);
  const [{ version, compare }, change] = usePageSearch();
  // The version that somebody is changing stays the base, also when another one is published meanwhile.
  const [base, setBase] = useState(mayChange && hasDraft(me.username, policyDraft(current)) ? current : null);
  const [published, setPublished] = useState<number | null>(null);

  if (base)
    return (
      <div className="page">
        <PageHeader title="时限与升级" note="每个版本发布后不再改动;诉求一直按登记时的版本计时。" />
        <PolicyEditor
          base={base}
          onDone={(next) => {
            setBase(null);
            setPublished(next?.version ?? null);
            change({ version: undefined, compare: next ? String(base.version) : undefined });
          }}
        />
      </div>
    );
  return (
    <div className="page">
      <PageHeader
        title="时限与升级"
        note={
          mayChange
            ? '每个版本发布后不再改动;诉求一直按登记时的版本计时。'
            : '时限与规则由区级管理员发布,您可以查看。诉求一直按登记时的版本计时。'
        }
      >
        {compare ? <Button onClick={() => change({ compare: undefined })}>结束比较</Button> : null}
        {version ? (
          <Button onClick={() => change({ version: undefined, compare: undefined })}>看现行版本</Button>
        ) : null}
        {mayChange ? (
          <Button type="primary" onClick={() => setBase(current)}>
            修改为新版本
          </Button>
        ) : null}
      </PageHeader>
      {published === current.version ? (
        <p className="admin-note" role="status">
          第 {published} 版已经发布。此后登记的诉求按它计时;在办的诉求沿用登记时的版本,时限不变。
        </p>
      ) : null}
      <Reading current={current} version={version} compare={compare} onChange={change} />
    </div>
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
      {confirmed ? null : <p className="muted">标“示例”的数字没有经主管部门确认,正式使用前请核定,再发布新版本。</p>}
    </div>
  );
}
