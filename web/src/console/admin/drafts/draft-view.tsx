import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import type { DraftDetail } from '../../../../../src/api/contract';
import { EDITABLE_STATES } from '../../../../../src/domain/change-draft';
import { TRIED_KINDS } from '../../../../../src/domain/rehearsal';
import { moment } from '../../../time/format';
import { ErrorState, LoadingRows } from '../../parts/states';
import { DraftActions } from './draft-actions';
import { draftQuery } from './drafts-query';
import { progressWords, stateWords } from './draft-words';
import './drafts.css';

interface DraftViewProps {
  id: string;
  /** What it changes, by its kind. */
  changes: (draft: DraftDetail) => ReactNode;
  /** What publishing it would do, by its kind. */
  preview?: (draft: DraftDetail) => ReactNode;
  onEdit: (draft: DraftDetail) => void;
  onClose: () => void;
}

/** One draft in full: what it changes, what that would move, and what whoever looks may do with it now. */
export function DraftView({ id, changes, preview, onEdit, onClose }: DraftViewProps) {
  const found = useQuery(draftQuery(id));
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <LoadingRows rows={6} height={48} />;
  const draft = found.data;
  const isOpen = EDITABLE_STATES.includes(draft.state);
  return (
    <>
      <Facts draft={draft} />
      {isOpen && draft.newestVersion > draft.baseVersion ? (
        <p className="admin-note" role="note">
          起草以后又发布了第 {draft.newestVersion} 版。草案要由{draft.author.name}以它为准重新修改，才能送审和批准。
        </p>
      ) : null}
      {changes(draft)}
      {isOpen && preview ? preview(draft) : null}
      <DraftActions draft={draft} onEdit={() => onEdit(draft)}>
        {isOpen && isTriable(draft.kind) ? (
          <Link to="/rehearsals" search={{ [`${draft.kind}Draft`]: draft.id }}>
            推演
          </Link>
        ) : null}
        <Button onClick={onClose}>返回</Button>
      </DraftActions>
    </>
  );
}

/** What can be replayed on demands of the past before it is published. */
const isTriable = (kind: string): boolean => (TRIED_KINDS as readonly string[]).includes(kind);

function Facts({ draft }: { draft: DraftDetail }) {
  const { baseVersion, author, submittedAt, updatedAt, reviewer, reviewedAt, reviewNote, state, note } = draft;
  const progress = progressWords(draft);
  return (
    <dl className="drafts-facts">
      <Fact name="状态">
        <strong>{stateWords(draft)}</strong>
        {progress ? <span role="status">,{progress}</span> : null}
      </Fact>
      <Fact name="依据">{baseVersion === 0 ? '此前没有发布过' : `第 ${baseVersion} 版`}</Fact>
      <Fact name="说明">{note}</Fact>
      <Fact name="起草">
        {author.name}（{author.username}），{moment(submittedAt ?? updatedAt)} {submittedAt ? '送审' : '修改'}
      </Fact>
      {reviewer && reviewedAt ? (
        <Fact name="审定">
          {reviewer.name}（{reviewer.username}），{moment(reviewedAt)} {state === 'refused' ? '退回' : '批准'}
          {reviewNote ? `：${reviewNote}` : ''}
        </Fact>
      ) : null}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="words">{children}</dd>
    </div>
  );
}
