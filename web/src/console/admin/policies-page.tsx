import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { Policy } from '../../../../src/api/contract';
import { get } from '../../api/request';
import { moment } from '../../time/format';
import { PageHeader } from '../parts/page-header';
import { ErrorState, LoadingRows } from '../parts/states';
import { usePageSearch } from '../search';
import { useMe } from '../session';
import './admin.css';
import { hasDraft } from './kept-draft';
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
  const mayChange = isRootAdministrator(useMe());
  const [{ version, compare }, change] = usePageSearch();
  const current = usePolicy('current');
  const shown = usePolicy(version ?? 'current');
  const other = usePolicy(compare);
  const [asked, setAsked] = useState<boolean | null>(null);
  const [published, setPublished] = useState<number | null>(null);
  const base = current.data;
  const isEditing = mayChange && base !== undefined && (asked ?? hasDraft(policyDraft(base)));
  const failed = [current, shown, other].find(({ isError }) => isError);

  if (failed) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />;
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
        {compare && !isEditing ? <Button onClick={() => change({ compare: undefined })}>结束比较</Button> : null}
        {version && !isEditing ? (
          <Button onClick={() => change({ version: undefined, compare: undefined })}>看现行版本</Button>
        ) : null}
        {mayChange && base && !isEditing ? (
          <Button type="primary" onClick={() => setAsked(true)}>
            修改为新版本
          </Button>
        ) : null}
      </PageHeader>
      {isEditing ? (
        <PolicyEditor
          key={base.version}
          base={base}
          onDone={(next) => {
            setAsked(false);
            setPublished(next?.version ?? null);
            change({ version: undefined, compare: next ? String(base.version) : undefined });
          }}
        />
      ) : null}
      {!isEditing && (!shown.data || !base) ? <LoadingRows rows={8} height={48} /> : null}
      {!isEditing && shown.data && base ? (
        <>
          {published === base.version ? (
            <p className="admin-note" role="status">
              第 {published} 版已经发布。此后登记的诉求按它计时;在办的诉求沿用登记时的版本,时限不变。
            </p>
          ) : null}
          <Publication policy={shown.data} current={base.version} />
          {other.data ? <Compared one={other.data} two={shown.data} /> : <PolicyView policy={shown.data} />}
          <Versions
            shown={shown.data.version}
            current={base.version}
            onShow={(next) => change({ version: String(next), compare: undefined })}
            onCompare={(next) => change({ compare: String(next) })}
          />
        </>
      ) : null}
    </div>
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
