import { insertRuleSet, newestRules, readRuleSet } from '../../database/rule-sets';
import { createUnitDirectory } from '../../database/unit-directory';
import { inSight } from '../../database/demands';
import type { RuleSet } from '../../domain/routing';
import type { ApiDependencies } from '../app';
import { Problem } from '../errors';
import { dryRunView, lintIn } from '../rules/check-view';
import { rulesSchema, type RulesBody } from '../rules/rule-schema';
import { noTarget, parseDraftData } from './draft-data';
import type { DraftHooks } from './kinds';

/** The days of demands that a draft is tried on. */
const DAYS = 90;

/** Drafts of the dispatch rules. What the check calls an error is not published. */
export function createRulesDrafts({ database }: ApiDependencies): DraftHooks {
  const directory = createUnitDirectory(database);
  return {
    target: noTarget,
    newest: async (on) => {
      const { version, ...data } = await newestRules(on);
      return { version, data };
    },
    version: async (on, _target, version) => {
      const found = await readRuleSet(on, version);
      return found && dataOf(found.rules);
    },
    validate: (data) => parseDraftData(rulesSchema, data),
    preview: async (draft) => {
      const units = await directory.units();
      const rules = { ...(draft.data as RulesBody), version: draft.baseVersion + 1 };
      // Whoever reads drafts administers the district, and so sees every demand.
      const dryRun = await dryRunView(database, rules, { sight: inSight([], true), days: DAYS, units });
      return { kind: 'rules', findings: lintIn(rules, units), dryRun };
    },
    publish: async (transaction, draft, { user }) => {
      const rules = draft.data as RulesBody;
      refuseFaulty(rules, lintIn(rules, await directory.units()));
      await insertRuleSet(transaction, await newestRules(transaction), {
        ...{ rules, note: draft.note, by: user, draft: draft.id },
      });
    },
  };
}

function refuseFaulty({ classify, assign }: RulesBody, findings: ReturnType<typeof lintIn>): void {
  const faults = findings.filter(({ severity }) => severity === 'error');
  if (faults.length === 0) return;
  const errors = faults.map(({ table, rules, message }) => {
    const at = (table === 'classify' ? classify : assign).findIndex(({ id }) => id === rules.at(-1));
    return { path: `/data/${table}/${at}`, message };
  });
  throw new Problem('invalid_input', `规则还有 ${faults.length} 处错误，不能发布：${faults[0]!.message}`, { errors });
}

function dataOf({ version: _, ...data }: RuleSet): Omit<RuleSet, 'version'> {
  return data;
}
