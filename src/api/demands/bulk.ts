import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { createRulesReader } from '../../database/rules';
import type { UnitDirectory } from '../../database/unit-directory';
import { refusal } from '../../domain/transitions';
import { ACTIONS, type Action } from '../../domain/vocabulary';
import type { Api, ApiDependencies } from '../app';
import { problemOf } from '../errors';
import { requireFit } from '../replies/outgoing';
import { actingOn } from './acting-on';
import { actionBodies, type ActionBody } from './action-bodies';
import { bulkResultSchema, reportEach } from './bulk-report';
import type { Seen } from './eyes';
import { keyHeader } from './intake';
import { actionKey, factsOf, perform } from './perform';
import { rulesNow } from './rules-now';

export const BULK_ACTIONS = [
  'dispatch',
  'accept',
  'transfer',
  'urge',
  'supervise',
  'note',
  'pass_up',
  'review',
  'merge',
] as const satisfies readonly Action[];
export type BulkAction = (typeof BULK_ACTIONS)[number];

const MOST = 200;
export const numbersSchema = z
  .array(z.string().min(1).max(40))
  .min(1)
  .max(MOST)
  .refine((numbers) => new Set(numbers).size === numbers.length, '编号不能重复，请去掉重复的编号');
const bodyOf = (action: BulkAction) =>
  z
    .strictObject({
      numbers: numbersSchema,
      body: actionBodies[action],
      dryRun: z.boolean().optional().meta({ description: '只试算，什么也不写' }),
    })
    .meta({ id: `Bulk_${action}` });

export function bulkRoutes(app: Api, dependencies: ApiDependencies, directory: UnitDirectory): void {
  for (const action of BULK_ACTIONS) bulkRoute(app, dependencies, directory, action);
}

function bulkRoute(app: Api, dependencies: ApiDependencies, directory: UnitDirectory, action: BulkAction): void {
  const takeEach = createTaking(dependencies, action);
  const tryEach = createTrying(dependencies, action);
  app.post(
    `/demands/bulk/${action}`,
    {
      config: { access: 'signed-in' },
      schema: {
        tags: ['批量办理'],
        summary: `批量${ACTIONS[action]}`,
        description: `一次最多 ${MOST} 件，逐件办理、逐件给出结果；同一个 Idempotency-Key 重发，已办的不会再办一次。`,
        headers: keyHeader,
        body: bodyOf(action),
        response: { 200: bulkResultSchema },
      },
    },
    (request) => {
      const { numbers, body, dryRun } = request.body;
      const ask = dryRun ? tryEach : takeEach;
      return reportEach(dependencies.database, directory, request, numbers, (seen) => ask(request, seen, body));
    },
  );
}

/** Does to one demand what was asked, or throws the problem. */
type Ask = (request: FastifyRequest, seen: Seen, body: ActionBody<BulkAction>) => Promise<void>;

/** The very path of the single action; the key of each demand's is drawn from the request's and its number. */
function createTaking(dependencies: ApiDependencies, action: BulkAction): Ask {
  return async ({ actor, headers }, seen, body) => {
    const given = headers['idempotency-key'];
    const ofThis = given === undefined ? undefined : `${String(given)}\n${seen.demand.state.number}`;
    const key = actionKey(actor, seen, action, ofThis, body);
    await perform(dependencies, seen, actor, { action, body, key });
  };
}

/** What the domain would say, by the record. */
function createTrying(dependencies: ApiDependencies, action: BulkAction): Ask {
  const { database } = dependencies;
  const readRules = createRulesReader(database);
  return async ({ actor }, seen, body) => {
    const facts = await factsOf(database, seen, actor, { action, body, key: null });
    const { state } = seen.demand;
    const { now, rules } = rulesNow(await readRules(), state);
    const refused = refusal(state, { action, actor: actingOn(actor, seen.demand), facts }, now, rules);
    if (refused) throw problemOf(refused);
    await requireFit(dependencies, seen, actor, { action, body, facts });
  };
}
