import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { recordAuditIn } from '../../database/audit';
import {
  cancelRehearsal,
  countUnfinished,
  findRehearsal,
  insertRehearsal,
  type RehearsalRow,
} from '../../database/rehearsals';
import type { UnitDirectory } from '../../database/unit-directory';
import { REHEARSAL_STATES } from '../../domain/rehearsal';
import { startRehearsal } from '../../rehearsal/start-rehearsal';
import { unitsWithRole, type SignedIn } from '../actor';
import type { Api, ApiDependencies } from '../app';
import { keyHeader } from '../demands/intake';
import { notFound, Problem } from '../errors';
import { once, type Remember } from '../once';
import { requestKey } from '../request-key';
import { isUuid } from '../uploads';
import { newRehearsalSchema, pastPeriod, REHEARSERS, seatFor, triedIn, type NewRehearsalBody } from './new-rehearsal';
import { rehearsalSchema, rehearsalView } from './view';

const params = z.object({ id: z.string().max(64) });
const config = { access: REHEARSERS };
const tags = ['推演'];
const START_WITHIN = 1_000;
/** Each takes a process for a minute. */
const MOST_UNFINISHED = 2;

/** Throws not_found for one of another unit, too. */
export async function seenRehearsal(
  { database }: Pick<ApiDependencies, 'database'>,
  actor: SignedIn,
  id: string,
): Promise<RehearsalRow> {
  const row = isUuid(id) ? await findRehearsal(database, id, unitsWithRole(actor, ...REHEARSERS)) : null;
  if (!row) throw notFound('这次推演');
  return row;
}

export function requestRoutes(app: Api, dependencies: ApiDependencies, directory: UnitDirectory): void {
  const { database, temporal } = dependencies;
  const schema = { tags, headers: keyHeader, response: { 201: rehearsalSchema } };
  app.post(
    '/rehearsals',
    { config, schema: { ...schema, summary: '推演：用草案重放一段时间的真实诉求', body: newRehearsalSchema } },
    async ({ actor, body, headers, log }, reply) => {
      const sight = seatFor(actor, await directory.units([body.unit]), body.unit);
      const given = headers['idempotency-key'];
      const key = given ? requestKey(`${actor.user}\nrehearsal`, given, body) : null;
      const { id } = await once<{ id: string }>(database, actor.user, key, (remember) =>
        create(dependencies, actor, body, sight, remember),
      );
      try {
        await temporal.within(START_WITHIN, () => startRehearsal(temporal, id));
      } catch (error) {
        log.warn({ rehearsal: id, error: String(error) }, 'rehearsal not started yet, the relay will start it');
      }
      void reply.code(201).header('location', `/api/v1/rehearsals/${id}`);
      return rehearsalView(await seenRehearsal(dependencies, actor, id), await directory.units([body.unit]));
    },
  );

  app.post(
    '/rehearsals/:id/actions/cancel',
    {
      config,
      schema: {
        tags,
        summary: '取消推演',
        params,
        body: z.strictObject({}).optional(),
        response: { 200: rehearsalSchema },
      },
    },
    async ({ actor, params: { id } }) => {
      const row = await seenRehearsal(dependencies, actor, id);
      await database.transact(async (sql) => {
        if (!(await cancelRehearsal(sql, row.id)))
          throw new Problem(
            'not_allowed_in_state',
            `这次推演“${REHEARSAL_STATES[row.state]}”，不用取消，请刷新后查看。`,
          );
        await recordAuditIn(sql, {
          user: actor.user,
          action: 'rehearsal_cancelled',
          target: row.unit_id,
          detail: { id },
        });
      });
      return rehearsalView(await seenRehearsal(dependencies, actor, id), await directory.units([row.unit_id]));
    },
  );
}

async function create(
  { database }: ApiDependencies,
  actor: SignedIn,
  body: NewRehearsalBody,
  sight: string[],
  remember: Remember<{ id: string }>,
): Promise<{ id: string }> {
  const { from, to } = pastPeriod(body, Date.now());
  const tried = await triedIn(database, body);
  if ((await countUnfinished(database, actor.user)) >= MOST_UNFINISHED)
    throw new Problem('too_many_rehearsals', `您已有 ${MOST_UNFINISHED} 次推演没有结束，请等它们完成或取消后再试。`);
  const id = randomUUID();
  const drafts = Object.fromEntries(
    Object.entries(tried).map(([kind, { draft, revision }]) => [kind, `${draft}#${revision}`]),
  );
  await database.transact(async (sql) => {
    await insertRehearsal(sql, { id, unit: body.unit, sight, from, to, tried, by: actor.user });
    const detail = { id, from: body.from, to: body.to, ...drafts };
    await recordAuditIn(sql, { user: actor.user, action: 'rehearsal_requested', target: body.unit, detail });
    await remember(sql, { id });
  });
  return { id };
}
