import { z } from 'zod';
import type { Database } from '../../database/client';
import { createRulesReader, calendarFrom } from '../../database/rules';
import type { UnitDirectory } from '../../database/unit-directory';
import { refusal } from '../../domain/transitions';
import { ACTION_NAMES, ACTIONS, ENDED_STAGES, type Action, type Stage } from '../../domain/vocabulary';
import { ratingToken } from '../../intake/file-demand';
import type { Api, ApiDependencies } from '../app';
import { invalidInput, notFound } from '../errors';
import { idFrom, requestKey, type RequestKey } from '../request-key';
import { act } from './act';
import { actionBodies, toFacts, wordsOf, type Lookups } from './action-bodies';
import { seenDemand, sightOfActor, type Seen } from './eyes';
import { findDemand } from '../../database/demands';
import { keyHeader } from './intake';
import { demandSchema, demandView } from './view';
import type { SignedIn } from '../actor';

const numberParams = z.object({ number: z.string().max(40) });
const optionSchema = z
  .object({
    action: z.enum(ACTION_NAMES as [Action, ...Action[]]),
    label: z.string(),
    allowed: z.boolean(),
    code: z.string().optional(),
    detail: z.string().optional(),
  })
  .meta({ id: 'ActionOption' });
const actedSchema = demandSchema
  .extend({ ratingToken: z.string().optional().meta({ description: '反馈后给出:评价链接的口令,请交给诉求人' }) })
  .meta({ id: 'ActedDemand' });

export function actionRoutes(app: Api, dependencies: ApiDependencies, directory: UnitDirectory): void {
  const { database } = dependencies;
  const readRules = createRulesReader(database);

  app.get(
    '/demands/:number/actions',
    {
      config: { access: 'signed-in' },
      schema: {
        tags: ['诉求'],
        summary: '现在能做什么,不能做的为什么',
        params: numberParams,
        response: { 200: z.object({ items: z.array(optionSchema) }) },
      },
    },
    async ({ actor, params }) => {
      const { demand } = await seenDemand(database, directory, actor, params.number);
      const published = await readRules();
      // A demand that was moved forward in the demo is ahead of this process.
      const now = Math.max(Date.now(), demand.state.updatedAt);
      const rules = { policy: published.policy, calendar: calendarFrom(published.calendarYears, now) };
      return {
        items: ACTION_NAMES.map((action) => optionOf(action, refusal(demand.state, { action, actor }, now, rules))),
      };
    },
  );

  for (const action of ACTION_NAMES) actionRoute(app, dependencies, directory, action);

  app.post(
    '/demands/:number/actions/:action',
    {
      config: { access: 'signed-in' },
      schema: { hide: true, params: numberParams.extend({ action: z.string().max(100) }) },
    },
    () => {
      throw notFound('这种操作');
    },
  );
}

const optionOf = (action: Action, refused: { code: string; message: string } | null): z.output<typeof optionSchema> =>
  refused
    ? { action, label: ACTIONS[action], allowed: false, code: refused.code, detail: refused.message }
    : { action, label: ACTIONS[action], allowed: true };

function actionRoute(app: Api, dependencies: ApiDependencies, directory: UnitDirectory, action: Action): void {
  const { database } = dependencies;
  const body = actionBodies[action].extend({ ifVersion: z.int().min(1).optional() }).meta({ id: `Action_${action}` });
  app.post(
    `/demands/:number/actions/${action}`,
    {
      config: { access: 'signed-in' },
      schema: {
        tags: ['办理'],
        summary: ACTIONS[action],
        params: numberParams,
        headers: keyHeader,
        body,
        response: { 200: actedSchema },
      },
    },
    async (request) => {
      const { actor, params, headers } = request;
      const seen = await seenDemand(database, directory, actor, params.number);
      const given = headers['idempotency-key'];
      const key = given ? requestKey(`${actor.user}\n${seen.demand.id}\n${action}`, given, request.body) : null;
      const { ifVersion, ...said } = request.body;
      await perform(dependencies, seen, actor, action, said, ifVersion, key);
      return answer(dependencies, directory, actor, params.number, action);
    },
  );
}

async function perform<A extends Action>(
  dependencies: ApiDependencies,
  { demand, units }: Seen,
  actor: SignedIn,
  action: A,
  said: object,
  ifVersion: number | undefined,
  key: RequestKey | null,
): Promise<void> {
  const lookups = lookupsFor(dependencies.database, { demand, units }, actor, key);
  const facts = await toFacts[action](said as never, lookups);
  await act(dependencies, demand, { action, actor, facts, words: wordsOf(said), ifVersion, key });
}

function lookupsFor(database: Database, { demand, units }: Seen, actor: SignedIn, key: RequestKey | null): Lookups {
  return {
    units,
    newIds: (count) => Array.from({ length: count }, (_, i) => idFrom(key, `part ${i}`)),
    handlerIn: async (user) => {
      const unitId = demand.state.lead?.id ?? '';
      const found = await database.user.findFirst({
        where: {
          OR: [{ id: user }, { username: user }],
          disabledAt: null,
          grants: { some: { role: 'handler', unitId } },
        },
        select: { id: true },
      });
      if (!found) throw invalidInput('/user', '主办单位没有这位经办人,请从本单位经办人中选择。');
      return found.id;
    },
    openDemand: async (number) => {
      const main = await findDemand(database, number, sightOfActor(actor, units));
      if (!main) throw invalidInput('/into', '没有这件诉求,或您无权查看,请核对主案编号。');
      const { stage } = main.state;
      if (
        (ENDED_STAGES as readonly Stage[]).includes(stage) ||
        ['rating', 'calling_back', 'merged', 'split'].includes(stage)
      )
        throw invalidInput('/into', '主案已反馈或已结束,不能再并入,请选择仍在办理的诉求。');
      return main.id;
    },
  };
}

/** The demand as it is after the action. Whoever gave it away may not see it any more, but hears what became of it. */
async function answer(
  { database, config }: ApiDependencies,
  directory: UnitDirectory,
  actor: SignedIn,
  number: string,
  action: Action,
): Promise<z.output<typeof actedSchema>> {
  const { demand, units } = await seenDemand(database, directory, actor, number);
  const view = demandView(demand, units);
  if (action !== 'reply') return view;
  return { ...view, ratingToken: ratingToken(demand.id, demand.state.round, config) };
}
