import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import type { Draft } from '../../../../../src/api/contract';
import { EDITABLE_STATES, type DraftKind } from '../../../../../src/domain/change-draft';
import { nearMoment } from '../../../time/format';
import { ErrorState } from '../../parts/states';
import { draftsQuery } from './drafts-query';
import { progressWords, stateWords } from './draft-words';
import './drafts.css';

const RECENT = 3;

interface DraftsPanelProps {
  kind: DraftKind;
  /** The year of a calendar. */
  target?: string;
  onOpen: (id: string) => void;
}

/** What is on its way to being published, and what was published or given up last. For administrators of the root. */
export function DraftsPanel({ kind, target, onOpen }: DraftsPanelProps) {
  const drafts = useQuery(draftsQuery(kind));
  if (drafts.isError) return <ErrorState error={drafts.error} onRetry={() => void drafts.refetch()} />;
  const all = (drafts.data?.items ?? []).filter((draft) => target === undefined || draft.target === target);
  const open = all.filter(isOpen);
  const shown = [...open, ...all.filter((draft) => !isOpen(draft)).slice(0, RECENT)];
  if (shown.length === 0) return null;
  return (
    <section className="section drafts-panel" aria-labelledby={`drafts-${kind}`}>
      <h2 id={`drafts-${kind}`}>草案{open.length > 0 ? <span className="number"> {open.length}</span> : null}</h2>
      <table className="admin-table">
        <thead>
          <tr>
            <th scope="col">状态</th>
            <th scope="col">说明</th>
            <th scope="col">起草</th>
            <th scope="col">审定</th>
            <th scope="col">操作</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((draft) => (
            <Row key={draft.id} draft={draft} onOpen={() => onOpen(draft.id)} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

const isOpen = ({ state }: Draft): boolean => EDITABLE_STATES.includes(state);

function Row({ draft, onOpen }: { draft: Draft; onOpen: () => void }) {
  const { note, author, reviewer, reviewedAt, updatedAt } = draft;
  const progress = progressWords(draft);
  return (
    <tr>
      <td>
        {stateWords(draft)}
        {progress ? (
          <span className="muted small drafts-progress" role="status">
            {progress}
          </span>
        ) : null}
      </td>
      <td className="words">{note}</td>
      <td>
        {author.name} <span className="muted small">{nearMoment(updatedAt)}</span>
      </td>
      <td>
        {reviewer && reviewedAt ? (
          <>
            {reviewer.name} <span className="muted small">{nearMoment(reviewedAt)}</span>
          </>
        ) : (
          '—'
        )}
      </td>
      <td>
        <Button size="small" onClick={onOpen} aria-label={`打开草案：${note}`}>
          打开
        </Button>
      </td>
    </tr>
  );
}
