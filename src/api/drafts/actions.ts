import type { Database } from '../../database/client';
import { tellOfDraft } from '../../database/draft-notices';
import { moveDraft, type ChangeDraft } from '../../database/drafts';
import { isUniqueViolation } from '../../database/violations';
import { DRAFT_ACTIONS, DRAFT_STATES, DRAFT_TRANSITIONS, type DraftAction } from '../../domain/change-draft';
import { invalidInput, Problem } from '../errors';
import type { DraftHooks } from './kinds';

interface Act {
  action: DraftAction;
  /** The user's id. */
  by: string;
  revision?: number;
  note?: string;
}

/** Carries an action out, or throws why not. Approving publishes in the same transaction: both happen, once, or neither. */
export async function actOnDraft(database: Database, hooks: DraftHooks, draft: ChangeDraft, act: Act): Promise<void> {
  refuseAct(draft, act);
  const { action, by, note = null } = act;
  try {
    await database.$transaction(
      async (transaction) => {
        if (action === 'approve' || action === 'submit') await refuseOutdated(hooks, draft, transaction);
        const version = action === 'approve' ? draft.baseVersion + 1 : undefined;
        if (!(await moveDraft(transaction, draft, { action, by, note, version }))) throw changedMeanwhile();
        await tellOfDraft(transaction, draft, action);
        if (action === 'approve') await hooks.publish(transaction, draft, { user: by });
      },
      { timeout: 15_000 },
    );
  } catch (error) {
    throw isUniqueViolation(error) ? outdated(draft) : error;
  }
}

function refuseAct(draft: ChangeDraft, { action, by, revision, note }: Act): void {
  const isAuthor = draft.author.id === by;
  if (!DRAFT_TRANSITIONS[action].from.includes(draft.state)) throw wrongState(draft, DRAFT_ACTIONS[action]);
  if ((action === 'submit' || action === 'withdraw') && !isAuthor)
    throw new Problem('not_the_author', `草案由${draft.author.name}起草，请由起草人${DRAFT_ACTIONS[action]}。`);
  if ((action === 'approve' || action === 'refuse') && isAuthor)
    throw new Problem('four_eyes', '不能审定自己起草的草案，请由另一位区级管理员审定；要收回请用“撤回”。');
  if (action === 'refuse' && note === undefined) throw invalidInput('/note', '请说明退回的理由。');
  if (revision !== undefined && revision !== draft.revision) throw changedMeanwhile();
}

async function refuseOutdated(
  hooks: DraftHooks,
  draft: ChangeDraft,
  transaction: Parameters<DraftHooks['newest']>[0],
): Promise<void> {
  const { version } = await hooks.newest(transaction, draft.target);
  if (version !== draft.baseVersion) throw outdated(draft);
}

const outdated = ({ author }: ChangeDraft): Problem =>
  new Problem('version_conflict', `草案所依据的版本已被新版本取代，请${author.name}以现行版本为准修改草案后重新送审。`);

export const changedMeanwhile = (): Problem =>
  new Problem('version_conflict', '草案其间已被修改或处理，请刷新后查看再操作。');

export const wrongState = ({ state }: ChangeDraft, what: string): Problem =>
  new Problem('not_allowed_in_state', `草案“${DRAFT_STATES[state]}”，不能${what}，请刷新后查看当前状态。`);
