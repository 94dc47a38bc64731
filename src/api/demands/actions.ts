import { z } from 'zod';
import { createRulesReader } from '../../database/rules';
import { readSeats } from '../../database/seats';
import type { UnitDirectory } from '../../database/unit-directory';
import type { Demand } from '../../domain/demand';
import { returnHint, returnRoom } from '../../domain/returning';
import type { Rules } from '../../domain/transition';
import { refusal } from '../../domain/transitions';
import { ACTION_NAMES, ACTIONS, type Action } from '../../domain/vocabulary';
import { ratingToken } from '../../intake/file-demand';
import type { Api, ApiDependencies } from '../app';
import { notFound } from '../errors';
import { actionBodies } from './action-bodies';
import { actingOn } from './acting-on';
import { seenDemand } from './eyes';
import { keyHeader } from './intake';
import { actionKey, perform } from './perform';
import { rulesNow } from './rules-now';
import { demandSchema, demandView } from './view';
import type { SignedIn } from '../actor';

const numberParams = z.object({ number: z.string().max(40) });
export const optionSchema = z
  .object({
    action: z.enum(ACTION_NAMES as [Action, ...Action[]]),
    label: z.string(),
    allowed: z.boolean(),
    code: z.string().optional(),
    detail: z.string().optional().meta({ description: '不能做的原因；可做时为须知，如退单还剩几次、到何时' }),
  })
  .meta({ id: 'ActionOption' });
export const actedSchema = demandSchema
  .extend({ ratingToken: z.string().optional().meta({ description: '反馈后给出：评价链接的口令，请交给诉求人' }) })
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
        summary: '现在能做什么，不能做的为什么',
        params: numberParams,
        response: { 200: z.object({ items: z.array(optionSchema) }) },
      },
    },
    async ({ actor, params }) => {
      const { demand } = await seenDemand(database, directory, actor, params.number);
      const { now, rules } = rulesNow(await readRules(), demand.state);
      const as = actingOn(actor, demand);
      const options = ACTION_NAMES.map((action) =>
        optionOf(action, refusal(demand.state, { action, actor: as }, now, rules)),
      );
      return { items: options.map((option) => withHint(option, demand.state, now, rules)) };
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

/** How much of the right to return is left. */
function withHint(option: z.output<typeof optionSchema>, demand: Demand, now: number, rules: Rules) {
  const isHinted = option.action === 'return' && option.allowed;
  return isHinted ? { ...option, detail: returnHint(returnRoom(demand, now, rules)) } : option;
}

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
      const key = actionKey(actor, seen, action, headers['idempotency-key'], request.body);
      const { ifVersion, ...said } = request.body;
      await perform(dependencies, seen, actor, { action, body: said, ifVersion, key });
      return answer(dependencies, directory, actor, params.number, action);
    },
  );
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
  const view = demandView(demand, units, await readSeats(database));
  // Of an improvement nobody rates by a link.
  if (action !== 'reply' || view.kind === 'improvement') return view;
  return { ...view, ratingToken: ratingToken(demand.id, demand.state.round, config) };
}
