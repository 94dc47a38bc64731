import { readCalendars } from '../../database/calendars';
import { Prisma } from '../../database/client';
import { insertPolicy, newestPolicy, readPolicy } from '../../database/policies';
import type { Policy } from '../../domain/policy';
import type { ApiDependencies } from '../app';
import { newPolicySchema } from '../policy-schema';
import { startPolicyChange } from '../start-change';
import { noTarget, parseDraftData } from './draft-data';
import type { DraftHooks } from './kinds';
import { createMovesPreview } from './moves-preview';

/** Drafts of the policy: clocks, ladders, limits. */
export function createPolicyDrafts({ database, temporal }: ApiDependencies): DraftHooks {
  const preview = createMovesPreview(database);
  return {
    target: noTarget,
    newest: async (on) => {
      const { version, ...data } = await newestPolicy(on);
      return { version, data };
    },
    version: async (on, _target, version) => {
      const found = await readPolicy(on, version);
      return found && dataOf(found.policy);
    },
    validate: (data) => {
      const {
        version: _v,
        note: _n,
        publishedAt: _at,
        publishedBy: _by,
        ...policy
      } = parseDraftData(newPolicySchema, data);
      return policy;
    },
    preview: (draft, page) =>
      preview(draft, page, async () => {
        const { version } = await newestPolicy(database);
        const policy = { ...(draft.data as Omit<Policy, 'version'>), version: version + 1 };
        const reaches = Prisma.sql`d.policy_version <= ${version}`;
        return { change: 'policy', policy, years: await readCalendars(database), reaches };
      }),
    publish: async (transaction, draft, { user }) => {
      const base = await newestPolicy(transaction);
      const data = draft.data as Omit<Policy, 'version'>;
      await insertPolicy(transaction, base, { data, note: draft.note, by: user, draft: draft.id });
      if (draft.appliesToRunning) await startPolicyChange(temporal, { version: base.version + 1 });
    },
  };
}

function dataOf({ version: _, ...data }: Policy): Omit<Policy, 'version'> {
  return data;
}
