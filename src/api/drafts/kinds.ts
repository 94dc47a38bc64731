import type { Database, Transaction } from '../../database/client';
import type { ChangeDraft } from '../../database/drafts';
import { DRAFT_KINDS, type DraftKind } from '../../domain/change-draft';
import type { SignedIn } from '../actor';
import type { ApiDependencies } from '../app';
import { invalidInput } from '../errors';
import { createCalendarDrafts } from './calendar-drafts';
import { createFiguresDrafts } from './figures-drafts';
import { createPolicyDrafts } from './policy-drafts';
import { createRulesDrafts } from './rules-drafts';

/** A published version, as data of a draft; version 0 and null before anything was published. */
export interface Published {
  version: number;
  data: unknown;
}

/** Which part of a preview is asked for. */
export interface PreviewPage {
  cursor?: string;
  limit: number;
  /** Who looks: a root administrator. */
  actor: SignedIn;
}

/** Approves, in the transaction of the publication. */
export interface Approver {
  /** The user's id. */
  user: string;
}

/** What the generic life of a draft leaves to its kind. */
export interface DraftHooks {
  /** What the target must be; throws invalid_input at /target. Returns it as it is kept. */
  target(given: string | undefined): string | null;
  /** The newest published version of the target. Also asked inside the transaction of an approval. */
  newest(database: Database | Transaction, target: string | null): Promise<Published>;
  /** That version, for the comparison; null when it is not kept. */
  version(database: Database, target: string | null, version: number): Promise<unknown>;
  /** Throws invalid_input with paths under /data. Returns what is kept. */
  validate(data: unknown, target: string | null): unknown;
  /** What publishing it would do; its shape is the kind's own and must be among the previews of view.ts. */
  preview(draft: ChangeDraft, page: PreviewPage): Promise<unknown>;
  /** Publishes it as version `draft.baseVersion + 1`, and whatever must be started beside it as the last thing. */
  publish(transaction: Transaction, draft: ChangeDraft, approver: Approver): Promise<void>;
}

export type DraftKinds = Partial<Record<DraftKind, DraftHooks>>;

export function hooksOf(kinds: DraftKinds, kind: DraftKind): DraftHooks {
  const hooks = kinds[kind];
  if (!hooks) throw invalidInput('/kind', `还不能起草“${DRAFT_KINDS[kind]}”。`);
  return hooks;
}

/** One entry per kind. A new kind is one more line here. */
export function createDraftKinds(dependencies: ApiDependencies): DraftKinds {
  return {
    policy: createPolicyDrafts(dependencies),
    calendar: createCalendarDrafts(dependencies),
    rules: createRulesDrafts(dependencies),
    figures: createFiguresDrafts(dependencies),
  };
}
