import { z } from 'zod';
import { insertWords } from '../../database/rating-additions';
import { recordAuditIn } from '../../database/audit';
import { insertPromise } from '../../database/record-promise';
import { createRulesReader } from '../../database/rules';
import type { UnitRef } from '../../domain/organisation';
import { isAhead, mayReport, promiseRules, type OpenPromise } from '../../domain/promise-keeping';
import { startPromise } from '../../promises/start-promises';
import type { SignedIn } from '../actor';
import type { Api, ApiDependencies } from '../app';
import { morningOf } from '../demands/action-bodies';
import { seenDemand, type Seen } from '../demands/eyes';
import { keyHeader } from '../demands/intake';
import { invalidInput, Problem } from '../errors';
import { once } from '../once';
import { dateSchema } from '../period';
import { requireNoLeaks } from '../replies/leaks';
import { idFrom, requestKey } from '../request-key';
import { text } from '../text';
import { actorOf, type PromiseReader } from './reader';
import { promiseSchema } from './view';

const START_WITHIN = 2_000;
const newPromiseSchema = z
  .strictObject({
    text: text(1000),
    confirmed: z.boolean().optional().meta({ description: '已核对，姓名或照抄内部记录的提示是误报' }),
    dueOn: dateSchema.meta({ description: '何时兑现（当天 9 时提醒报告）' }),
  })
  .meta({ id: 'NewPromise' });
type NewPromise = z.output<typeof newPromiseSchema>;

/**
 * Beside a reply, which may hold a promise itself: what is promised later, or on behalf of a case that has long been closed. It is
 * taken in while the engine is away.
 */
export function makingRoute(app: Api, dependencies: ApiDependencies, { directory, read, show }: PromiseReader): void {
  const { database, temporal } = dependencies;
  const readRules = createRulesReader(database);
  app.post(
    '/demands/:number/promises',
    {
      config: { access: ['handler', 'replier', 'supervisor'], standIns: true },
      schema: {
        tags: ['承诺'],
        summary: '登记一项承诺（主办单位），到期提醒报告',
        params: z.object({ number: z.string().max(40) }),
        headers: keyHeader,
        body: newPromiseSchema,
        response: { 201: promiseSchema },
      },
    },
    async ({ actor, params, headers, body, log }, reply) => {
      const seen = await seenDemand(database, directory, actor, params.number);
      const open = await makeOnce(dependencies, seen, actor, body, headers['idempotency-key']);
      const rules = promiseRules((await readRules()).policy);
      await temporal
        .within(START_WITHIN, () => startPromise(temporal, { open, rules }))
        .catch((error: unknown) => log.warn({ promise: open.id, error: String(error) }, 'promise left to the relay'));
      void reply.code(201).header('location', `/api/v1/promises/${open.id}`);
      return show(actor, await read(actor, open.id), seen.units);
    },
  );
}

/** Who promises: the lead unit, and of it those who may report on it. Throws the problem otherwise. */
function promising({ demand }: Seen, actor: SignedIn): UnitRef {
  const unit = demand.state.lead;
  if (!unit) throw new Problem('not_allowed_in_stage', '这件诉求还没有主办单位，分拨后才能登记承诺。');
  if (!mayReport({ unit }, actorOf(actor)))
    throw new Problem('not_allowed_for_role', '只有主办单位的经办、反馈和督办人员可以登记承诺。');
  return unit;
}

async function makeOnce(
  dependencies: ApiDependencies,
  seen: Seen,
  actor: SignedIn,
  body: NewPromise,
  given: string | undefined,
): Promise<OpenPromise> {
  const { state, id: demandId } = seen.demand;
  const unit = promising(seen, actor);
  const [dueAt, now] = [morningOf(body.dueOn), Date.now()];
  if (!isAhead(dueAt, now)) throw invalidInput('/dueOn', '兑现日期须在今天之后、五年之内，请重新选择。');
  await requireNoLeaks(dependencies, seen, body);
  const { database } = dependencies;
  const key = given === undefined ? null : requestKey(`${actor.user}\n${demandId}\npromise`, given, body);
  return once<OpenPromise>(database, actor.user, key, async (remember) => {
    const wordsId = idFrom(key, 'words');
    const open = { id: idFrom(key, 'promise'), demandId, unit, madeBy: actor.user, wordsId, dueAt };
    await database.transact(async (sql) => {
      await insertWords(sql, wordsId, demandId, { promise: { text: body.text } });
      await insertPromise(sql, open, now);
      const detail = { promise: open.id };
      await recordAuditIn(sql, { user: actor.user, action: 'promise_made', target: state.number, detail });
      await remember(sql, open);
    });
    return open;
  });
}
