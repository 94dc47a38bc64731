import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { DraftDetail } from '../../../../../src/api/contract';
import type { DraftKind } from '../../../../../src/domain/change-draft';
import { post, put } from '../../../api/request';
import { useIntention } from '../../../api/use-intention';

export interface DraftContent {
  data: unknown;
  note: string;
  appliesToRunning?: boolean;
  /** The version that was looked at while it was written. */
  baseVersion: number;
}

interface Saving {
  kind: DraftKind;
  target?: string;
  /** The draft that is changed; without one a new one is made. */
  draft?: DraftDetail;
  onSaved: (draft: DraftDetail) => void;
}

/** Keeps what an editor holds as a draft of the service. Field errors come with paths under /data. */
export function useSaveDraft({ kind, target, draft, onSaved }: Saving) {
  const client = useQueryClient();
  const intention = useIntention();
  return useMutation({
    mutationFn: (content: DraftContent) =>
      draft
        ? put<DraftDetail>(`/drafts/${draft.id}`, { revision: draft.revision, ...content })
        : post<DraftDetail>('/drafts', { kind, target, ...content }, intention.keyFor(content)),
    onSuccess: async (saved) => {
      intention.done();
      client.setQueryData(['drafts', 'one', saved.id], saved);
      await client.invalidateQueries({ queryKey: ['drafts', kind] });
      onSaved(saved);
      document.getElementById('page')?.scrollTo({ top: 0 });
    },
  });
}
