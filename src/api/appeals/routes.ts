import { z } from 'zod';
import { appealUpdate, appealWorkflowId, type AppealMessage } from '../../../workflows/messages';
import { findAppeal, searchAppeals, type AppealRow, type AppealSearch } from '../../database/appeals';
import { recordAudit } from '../../database/audit';
import { createUnitDirectory, type UnitDirectory } from '../../database/unit-directory';
import { alreadyRuled, RULERS, type AppealAction, type AppealFacts } from '../../domain/appeal';
import type { Role } from '../../domain/vocabulary';
import type { SignedIn } from '../actor';
import type { Api, ApiDependencies } from '../app';
import { askWorkflow } from '../ask-workflow';
import { askedBeside } from '../asked-beside';
import { sightOfActor } from '../demands/eyes';
import { keyHeader } from '../demands/intake';
import { notFound } from '../errors';
import { cursorTime, decodeCursor, listOf, pageOf, pageQuery } from '../paging';
import { text } from '../text';
import { filingRoutes } from './file';
import { asParty } from './party';
import { appealSchema, showAppeals, stateSchema } from './view';

const idParams = z.object({ id: z.string().max(64) });

const bodies = {
  rule: z.strictObject({
    uphold: z.boolean().meta({ description: 'true：申诉成立' }),
    reason: text(2000, { min: 2 }).meta({ description: '裁定理由，双方可见' }),
  }),
  withdraw: z.strictObject({ reason: text(1000).optional() }),
} satisfies Record<AppealAction, z.ZodType>;
type Body<A extends AppealAction> = z.output<(typeof bodies)[A]>;

const toFacts: { [A in AppealAction]: (body: Body<A>) => AppealFacts[A] } = {
  rule: ({ uphold }) => ({ uphold }),
  withdraw: () => ({}),
};
const steps = {
  rule: { summary: '裁定申诉（上级单位中与本案无关的督办员、分拨员）', access: [...RULERS], audit: 'appeal_ruled' },
  withdraw: {
    summary: '撤回申诉（申诉人或申诉单位的督办员）',
    access: ['handler', 'supervisor', 'dispatcher', 'replier', 'callback'],
    audit: 'appeal_withdrawn',
  },
} as const satisfies Record<AppealAction, { summary: string; access: Role[]; audit: string }>;

const searchSchema = z.object({
  side: z
    .enum(['ruling', 'ours'])
    .optional()
    .meta({ description: 'ruling：由本单位（或作为其上级）裁定的；ours：本单位提出的；不填为能看到的全部' }),
  state: stateSchema.optional(),
  ...pageQuery,
});

export async function appealRoutes(app: Api, dependencies: ApiDependencies): Promise<void> {
  const directory = createUnitDirectory(dependencies.database);
  filingRoutes(app, dependencies, directory);
  readingRoutes(app, dependencies, directory);
  for (const action of ['rule', 'withdraw'] as const) actionRoute(app, dependencies, directory, action);
  app.post(
    '/appeals/:id/actions/:action',
    {
      config: { access: 'signed-in' },
      schema: { hide: true, params: idParams.extend({ action: z.string().max(100) }) },
    },
    () => {
      throw notFound('这种操作');
    },
  );
}

/** Of stand-ins, too: their unit is where the absent person sits. */
const seatsOf = (actor: SignedIn, roles?: readonly Role[]): string[] => [
  ...new Set(
    asParty(actor)
      .grants.filter(({ role }) => roles === undefined || roles.includes(role))
      .map(({ unit }) => unit),
  ),
];

function readingRoutes(app: Api, { database }: ApiDependencies, directory: UnitDirectory): void {
  app.get(
    '/appeals',
    {
      config: { access: 'signed-in' },
      schema: {
        tags: ['申诉'],
        summary: '申诉，按裁定期限排序',
        querystring: searchSchema,
        response: { 200: listOf(appealSchema) },
      },
    },
    async ({ actor, query: { cursor, side, ...query } }) => {
      const units = await directory.units();
      const search: AppealSearch = {
        ...{ ...query, sight: sightOfActor(actor, units) },
        ...(side === 'ruling' ? { ruledIn: seatsOf(actor, RULERS) } : {}),
        ...(side === 'ours' ? { filedIn: seatsOf(actor) } : {}),
        after: decodeCursor(cursor, z.tuple([cursorTime, z.uuid()])),
      };
      const rows = await searchAppeals(database, search);
      const { items, nextCursor } = pageOf(rows, query.limit, (row) => [row.due_at.toISOString(), row.id]);
      return { items: await showAppeals(database, items, units, asParty(actor)), nextCursor };
    },
  );

  app.get(
    '/appeals/:id',
    {
      config: { access: 'signed-in' },
      schema: { tags: ['申诉'], summary: '一件申诉', params: idParams, response: { 200: appealSchema } },
    },
    async ({ actor, params }) => {
      const units = await directory.units();
      const row = await findAppeal(database, params.id, sightOfActor(actor, units));
      if (!row) throw notFound('该申诉');
      const [view] = await showAppeals(database, [row], units, asParty(actor));
      return view!;
    },
  );
}

function actionRoute<A extends AppealAction>(
  app: Api,
  dependencies: ApiDependencies,
  directory: UnitDirectory,
  action: A,
): void {
  const { database } = dependencies;
  const { summary, access, audit } = steps[action];
  app.post(
    `/appeals/:id/actions/${action}`,
    {
      config: { access, standIns: true },
      schema: {
        tags: ['申诉'],
        summary,
        params: idParams,
        headers: keyHeader,
        body: bodies[action],
        response: { 200: appealSchema },
      },
    },
    async ({ actor, params, headers, body }) => {
      const units = await directory.units();
      const read = () => findAppeal(database, params.id, sightOfActor(actor, units));
      const row = await read();
      if (!row) throw notFound('该申诉');
      await ask(dependencies, row, actor, action, body as Body<A>, headers['idempotency-key']);
      const detail = { appeal: row.id, ...toFacts[action](body as Body<A>) };
      await recordAudit(database, { user: actor.user, action: audit, target: row.number, detail });
      const [view] = await showAppeals(database, [(await read())!], units, asParty(actor));
      return view!;
    },
  );
}

async function ask<A extends AppealAction>(
  dependencies: ApiDependencies,
  { id, demand_id: demandId }: AppealRow,
  actor: SignedIn,
  action: A,
  body: Body<A>,
  given: string | undefined,
): Promise<void> {
  const { database } = dependencies;
  const read = async () => {
    const select = { state: true, requests: true, version: true, filedAt: true };
    const { state, requests, version, filedAt } = await database.appeal.findUniqueOrThrow({ where: { id }, select });
    return { requests, isOver: state !== 'open', openedAt: version === 0 ? filedAt : null };
  };
  await askWorkflow<AppealMessage<A>>(dependencies, {
    workflowId: appealWorkflowId(id),
    update: appealUpdate(action),
    said: { facts: toFacts[action](body) },
    actor: asParty(actor),
    demandId,
    words: body.reason === undefined ? null : { reason: body.reason },
    ...askedBeside({ user: actor.user, id, action, given, body }, read, alreadyRuled()),
  });
}
