import { z } from 'zod';
import { addToAgenda, draftDecision, orderAgenda, removeFromAgenda } from '../../database/conference-changes';
import { readListed, type ConferenceRow } from '../../database/conferences';
import type { Prisma } from '../../database/client';
import { searchDemands } from '../../database/demand-search';
import { findDemand, inSight } from '../../database/demands';
import { refOf, type UnitDirectory } from '../../database/unit-directory';
import { mayBeNamed } from '../../domain/actions/conferring';
import type { SignedIn } from '../actor';
import type { Api, ApiDependencies } from '../app';
import { actionBodies, LEAD_BEYOND } from '../demands/action-bodies';
import { seenDemand } from '../demands/eyes';
import type { Units } from '../demands/view';
import { invalidInput } from '../errors';
import { moment } from '../instant';
import { listOf } from '../paging';
import { conferenceParams, PRESIDING, refuseIf, type ConferenceReader } from './reader';
import { candidateSchema, candidateView, conferenceWithAgendaSchema } from './view';

const MOST = 200;
const itemParams = conferenceParams.extend({ number: z.string().max(40) });
const numbersSchema = z
  .array(z.string().min(1).max(40))
  .min(1)
  .max(MOST)
  .refine((numbers) => new Set(numbers).size === numbers.length, '编号不能重复，请去掉重复的编号');
const agendaSchema = z.strictObject({ numbers: numbersSchema }).meta({ id: 'Agenda' });
const { decision, leadUnit, workingDays } = actionBodies.decide.shape;
const draftSchema = z
  .strictObject({
    decision: decision.nullable().meta({ description: '空为撤回这项决定' }),
    leadUnit,
    workingDays,
    ifDecidedAt: moment.nullable().optional().meta({ description: '您看到的 decidedAt；他人改过则答 409，不覆盖' }),
  })
  .meta({ id: 'DecisionDraft' });

/** What anybody of the conference's unit may see: then whoever sees the conference sees its demands, too. */
const sightOfConference = ({ unit_id }: ConferenceRow, units: Units): Prisma.Sql =>
  inSight([unit_id], units.get(unit_id)?.path.length === 1);

export function agendaRoutes(
  app: Api,
  { database }: ApiDependencies,
  reader: ConferenceReader,
  directory: UnitDirectory,
): void {
  /** Ids of the demands; throws for one that is not there, or is none of the conference's. */
  async function demandsOf(actor: SignedIn, row: ConferenceRow, numbers: readonly string[]): Promise<string[]> {
    const sight = sightOfConference(row, await directory.units([row.unit_id]));
    const ids: string[] = [];
    for (const [i, number] of numbers.entries()) {
      const { demand } = await seenDemand(database, directory, actor, number);
      if (!(await findDemand(database, number, sight)))
        throw invalidInput(`/numbers/${i}`, `${number} 不在会议单位的管辖范围内，请列入上级的联席会议。`);
      ids.push(demand.id);
    }
    return ids;
  }

  app.get(
    '/conferences/:id/candidates',
    {
      config: { access: PRESIDING },
      schema: {
        tags: ['联席会议'],
        summary: '可列入议程的诉求：已列为提请联席会议的；有搜索词时为会议单位范围内未办结的',
        params: conferenceParams,
        querystring: z.object({ q: z.string().trim().max(100).optional() }),
        response: { 200: listOf(candidateSchema).omit({ nextCursor: true }) },
      },
    },
    async ({ actor, params, query: { q } }) => {
      const row = await reader.presiding(actor, params.id);
      const units = await directory.units([row.unit_id]);
      const sight = sightOfConference(row, units);
      const rows = q
        ? (await searchDemands(database, { sight, q, listed: { open: true }, sort: '-createdAt', limit: 20 })).rows
        : await readListed(database, { conference: row.id, sight, limit: MOST });
      return {
        items: rows.map(({ id, title, state }) => candidateView({ id, number: state.number, title, state }, units)),
      };
    },
  );

  for (const [method, change, summary] of [
    ['PUT', orderAgenda, '排议程：按此次序，不在议程上的加入，未写到的排在其后'],
    ['POST', addToAgenda, '列入议程，排在最后'],
  ] as const)
    app.route({
      method,
      url: '/conferences/:id/items',
      config: { access: PRESIDING },
      schema: {
        tags: ['联席会议'],
        summary,
        params: conferenceParams,
        body: agendaSchema,
        response: { 200: conferenceWithAgendaSchema },
      },
      handler: async ({ actor, params, body: { numbers } }) => {
        const row = await reader.presiding(actor, params.id);
        const demands = await demandsOf(actor, row, numbers);
        refuseIf(await change(database, actor.user, { id: row.id, unitId: row.unit_id, demands, numbers }));
        return reader.show(actor, row.id);
      },
    });

  app.delete(
    '/conferences/:id/items/:number',
    {
      config: { access: PRESIDING },
      schema: {
        tags: ['联席会议'],
        summary: '移出议程',
        params: itemParams,
        response: { 200: conferenceWithAgendaSchema },
      },
    },
    async ({ actor, params: { id, number } }) => {
      const row = await reader.presiding(actor, id);
      const { demand } = await seenDemand(database, directory, actor, number);
      const item = { id: row.id, unitId: row.unit_id, demandId: demand.id, number };
      refuseIf(await removeFromAgenda(database, actor.user, item));
      return reader.show(actor, row.id);
    },
  );

  app.put(
    '/conferences/:id/items/:number',
    {
      config: { access: PRESIDING },
      schema: {
        tags: ['联席会议'],
        summary: '记录一项决定（草稿，执行前可改）',
        params: itemParams,
        body: draftSchema,
        response: { 200: conferenceWithAgendaSchema },
      },
    },
    async ({ actor, params: { id, number }, body }) => {
      const row = await reader.presiding(actor, id);
      const { demand } = await seenDemand(database, directory, actor, number);
      const { leadUnit: lead, ifDecidedAt } = body;
      if (lead !== undefined) leadNamed(await directory.units([lead, row.unit_id]), lead, row.unit_id);
      const drafted =
        body.decision === null
          ? null
          : { decision: body.decision, leadUnitId: lead ?? null, workingDays: body.workingDays ?? null };
      const known = typeof ifDecidedAt === 'string' ? new Date(ifDecidedAt) : ifDecidedAt;
      const item = { id: row.id, unitId: row.unit_id, demandId: demand.id, number };
      refuseIf(await draftDecision(database, actor.user, { ...item, drafted, known }));
      return reader.show(actor, row.id);
    },
  );
}

function leadNamed(units: Units, id: string, conferring: string): void {
  const unit = units.get(id);
  if (!unit || unit.closed) throw invalidInput('/leadUnit', '没有这个单位，或单位已撤销，请从单位列表中选择。');
  if (!mayBeNamed(refOf(unit), refOf(units.get(conferring)!))) throw invalidInput('/leadUnit', LEAD_BEYOND);
}
