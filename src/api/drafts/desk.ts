import { z } from 'zod';
import { readDraft, type ChangeDraft } from '../../database/drafts';
import type { SignedIn } from '../actor';
import type { ApiDependencies } from '../app';
import { notFound } from '../errors';
import { requireRootAdministrator } from '../root-administrator';
import { isUuid } from '../uploads';
import { createDraftKinds, hooksOf, type DraftKinds } from './kinds';
import { draftView, type DraftDetail } from './view';

export const draftParams = z.object({ id: z.string().max(64) });

/** What every route about drafts shares. */
export interface DraftDesk {
  kinds: DraftKinds;
  /** Drafts hold for the whole district: for administrators of its root alone. */
  guarded: {
    config: { access: readonly ['administrator'] };
    preValidation: (request: { actor: SignedIn }) => Promise<void>;
  };
  /** Throws not_found. */
  find: (id: string) => Promise<ChangeDraft>;
  show: (id: string) => Promise<DraftDetail>;
}

export function createDraftDesk(dependencies: ApiDependencies): DraftDesk {
  const { database } = dependencies;
  const kinds = createDraftKinds(dependencies);
  const find = async (id: string): Promise<ChangeDraft> => {
    const draft = isUuid(id) ? await readDraft(database, id) : null;
    if (!draft) throw notFound('这份草案');
    return draft;
  };
  return {
    kinds,
    find,
    guarded: {
      config: { access: ['administrator'] },
      preValidation: ({ actor }) => requireRootAdministrator(database, actor),
    },
    show: async (id) => {
      const draft = await find(id);
      const hooks = hooksOf(kinds, draft.kind);
      const [newest, base] = await Promise.all([
        hooks.newest(database, draft.target),
        draft.baseVersion === 0 ? null : hooks.version(database, draft.target, draft.baseVersion),
      ]);
      return { ...draftView(draft), data: draft.data, base, newestVersion: newest.version };
    },
  };
}
