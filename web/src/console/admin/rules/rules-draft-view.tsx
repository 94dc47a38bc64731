import { useQuery } from '@tanstack/react-query';
import type { DraftDetail, Rules } from '../../../../../src/api/contract';
import { ErrorState } from '../../parts/states';
import { ChangeTable } from '../policies/policy-compare';
import { DraftView } from '../drafts/draft-view';
import { DryRunResult } from './dry-run-result';
import { Findings } from './findings';
import { ruleChanges } from './rule-words';
import { rulesPreviewQuery } from './rules-query';
import { useRuleUnits } from './rule-units';

interface RulesDraftViewProps {
  id: string;
  onEdit: (draft: DraftDetail) => void;
  onClose: () => void;
}

/** A draft for review: what it changes, what the check says, and what it would have made of demands of the past. */
export function RulesDraftView(props: RulesDraftViewProps) {
  return (
    <DraftView
      {...props}
      changes={(draft) => <Changes draft={draft} />}
      preview={(draft) => <Preview id={draft.id} revision={draft.revision} />}
    />
  );
}

const NOTHING: Rules = { confirmed: false, classify: [], assign: [] };

function Changes({ draft: { id, base, data, baseVersion } }: { draft: DraftDetail }) {
  const { unitName } = useRuleUnits();
  const changes = ruleChanges((base as Rules | null) ?? NOTHING, data as Rules, unitName);
  return (
    <section className="section" aria-labelledby="rules-changed">
      <h2 id="rules-changed">改了什么</h2>
      {changes.length === 0 ? (
        <p className="muted">与第 {baseVersion} 版相同。</p>
      ) : (
        <ChangeTable changes={changes} before={`第 ${baseVersion} 版`} after="草案" />
      )}
      <p className="drafts-changes-note">
        <a href={`/api/v1/drafts/${id}/sheet`} download>
          下载草案的表格
        </a>
      </p>
    </section>
  );
}

function Preview({ id, revision }: { id: string; revision: number }) {
  const preview = useQuery(rulesPreviewQuery(id, revision));
  if (preview.isError) return <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />;
  if (!preview.data)
    return (
      <p className="muted section" role="status">
        正在检查规则，并用过去的诉求试算…
      </p>
    );
  return (
    <>
      <div className="section">
        <Findings findings={preview.data.findings} linked={false} />
      </div>
      <section className="section" aria-labelledby="rules-tried">
        <h2 id="rules-tried">试算</h2>
        <DryRunResult run={preview.data.dryRun} />
      </section>
    </>
  );
}
