import { z } from 'zod';
import { recordAuditIn } from '../../database/audit';
import type { Database, Sql } from '../../database/client';
import {
  correctFinding,
  findFinding,
  findingsOf,
  insertFinding,
  linkFinding,
  type FindingRow,
  type InspectionRow,
  type StoredFinding,
} from '../../database/inspections';
import type { UnitDirectory } from '../../database/unit-directory';
import {
  becomesDemand,
  correctedDescription,
  correctionRefusal,
  descriptionOf,
  filingRefusal,
  FINDING_CATEGORIES,
  findingErrors,
  roundOver,
} from '../../domain/inspection';
import { RISKS } from '../../domain/vocabulary';
import { createTakeIn } from '../../intake/take-in';
import { unitsWithRole, type SignedIn } from '../actor';
import type { Api, ApiDependencies } from '../app';
import { filingFields, keyHeader } from '../demands/intake';
import type { Units } from '../demands/view';
import { notFound, Problem, problemOf } from '../errors';
import { once } from '../once';
import { idFrom, requestKey } from '../request-key';
import { text } from '../text';
import { filedFinding } from './filed-finding';
import { findingSchema, findingViews, type FindingView } from './inspection-view';
import { seenInspection } from './seen-inspection';
import { INSPECTORS } from './seats';

const { subject, contact, attachments } = filingFields;
/** What only a demand can keep. */
const ofDemand = { subject: subject.optional(), contact, attachments };
export const newFindingSchema = z
  .strictObject({
    category: z.enum(FINDING_CATEGORIES),
    risk: z.enum(RISKS),
    place: text(100, { min: 0 }).default('').meta({ description: '楼里的什么地方；绿色可不填' }),
    description: text(5_000, { min: 0 }).default(''),
    followUp: text(500, { min: 0 }).default('').meta({ description: '黄色：怎样跟进' }),
    file: z.boolean().default(false).meta({ description: '黄色：立即转为诉求；红色总是' }),
    ...ofDemand,
  })
  .meta({ id: 'NewFinding' });
export const correctionSchema = newFindingSchema
  .pick({ category: true, risk: true, place: true, description: true, followUp: true })
  .extend({ reason: text(500) })
  .meta({ id: 'FindingCorrection' });
export const fileFindingSchema = z.strictObject(ofDemand).meta({ id: 'FileFinding' });
type NewFinding = z.output<typeof newFindingSchema>;
type Said = Parameters<typeof findingErrors>[0] & Pick<NewFinding, 'attachments'>;

export function findingRoutes(app: Api, dependencies: ApiDependencies, directory: UnitDirectory): void {
  const { database } = dependencies;
  const takeIn = createTakeIn({ ...dependencies, log: app.log });

  app.post(
    '/inspections/:id/findings',
    {
      config: { access: INSPECTORS },
      schema: {
        tags: ['巡查'],
        summary: '记录一项发现；红色的同时成为加急诉求',
        params: z.object({ id: z.string().max(64) }),
        headers: keyHeader,
        body: newFindingSchema,
        response: { 201: findingSchema },
      },
    },
    async ({ actor, params, body, headers }, reply) => {
      const round = await seenInspection(database, actor, INSPECTORS, params.id);
      requireWhole(body);
      const given = headers['idempotency-key'];
      const key = given ? requestKey(`${actor.user}\nfinding ${round.id}`, given, body) : null;
      const finding = storedFinding(round, body, idFrom(key, 'finding'), actor);
      const units = await directory.units();
      await once(database, actor.user, key, async (remember) => {
        const keep = async (sql: Sql, demand: { id: string; number: string } | null) => {
          if (!(await insertFinding(sql, { ...finding, demandId: demand?.id ?? null }))) throw problemOf(roundOver());
          const { category, risk } = finding;
          const detail = { inspection: round.id, category, risk, demand: demand?.number ?? null };
          await recordAuditIn(sql, { user: actor.user, action: 'finding_recorded', target: round.building_id, detail });
          await remember(sql, { id: finding.id });
        };
        if (becomesDemand(body)) {
          const filed = filedFinding(actor, finding, { building: round.building_id, name: round.name }, body, units);
          await takeIn(filed, (sql, { state }) => keep(sql, state));
        } else await database.transact((sql) => keep(sql, null));
        return { id: finding.id };
      });
      return reply.code(201).send(await shown(database, actor, round.id, finding.id, units));
    },
  );

  app.post(
    '/findings/:id/actions/correct',
    {
      config: { access: INSPECTORS },
      schema: {
        tags: ['巡查'],
        summary: '更正记错的发现（这一轮结束前，没有转为诉求的）',
        params: z.object({ id: z.string().max(64) }),
        body: correctionSchema,
        response: { 200: findingSchema },
      },
    },
    async ({ actor, params, body }) => {
      const row = await seenFinding(database, actor, params.id);
      const round = await seenInspection(database, actor, INSPECTORS, row.inspection_id);
      requireWhole({ ...body, file: false });
      const isFiled = row.demand_id !== null;
      const refusal = correctionRefusal(body, { isFiled, isOver: round.finished_at !== null });
      if (refusal) throw problemOf(refusal);
      const { category, risk, place, reason } = body;
      await database.transact(async (sql) => {
        const description = correctedDescription(body, row);
        if (!(await correctFinding(sql, { id: row.id, category, risk, place, description })))
          throw problemOf(correctionRefusal(body, { isFiled, isOver: true })!);
        const before = { category: row.category, risk: row.risk, place: row.place };
        const detail = { finding: row.id, before, after: { category, risk, place }, reason };
        await recordAuditIn(sql, { user: actor.user, action: 'finding_corrected', target: row.building_id, detail });
      });
      return shown(database, actor, row.inspection_id, row.id, await directory.units());
    },
  );

  app.post(
    '/findings/:id/actions/file',
    {
      config: { access: INSPECTORS },
      schema: {
        tags: ['巡查'],
        summary: '把黄色发现转为诉求',
        params: z.object({ id: z.string().max(64) }),
        headers: keyHeader,
        body: fileFindingSchema,
        response: { 200: findingSchema },
      },
    },
    async ({ actor, params, body, headers }) => {
      const row = await seenFinding(database, actor, params.id);
      const { name } = await seenInspection(database, actor, INSPECTORS, row.inspection_id);
      const given = headers['idempotency-key'];
      const key = given ? requestKey(`${actor.user}\nfile ${row.id}`, given, body) : null;
      const units = await directory.units();
      await once(database, actor.user, key, async (remember) => {
        refuseFiling(row);
        const filed = filedFinding(actor, row, { building: row.building_id, name }, body, units);
        await takeIn(filed, async (sql, { state }) => {
          if (!(await linkFinding(sql, row.id, state.id))) refuseFiling({ ...row, demand_id: state.id });
          const detail = { finding: row.id, demand: state.number };
          await recordAuditIn(sql, { user: actor.user, action: 'finding_filed', target: row.building_id, detail });
          await remember(sql, { id: row.id });
        });
        return { id: row.id };
      });
      return shown(database, actor, row.inspection_id, row.id, units);
    },
  );
}

function requireWhole(body: Said): void {
  const errors = findingErrors(body);
  if (!becomesDemand(body) && body.attachments?.length)
    errors.push({ path: '/attachments', message: '附件随诉求保存；不转为诉求的请只写文字' });
  if (errors.length === 0) return;
  throw new Problem('invalid_input', `填写有误：${errors.map(({ message }) => message).join('；')}。`, { errors });
}

function storedFinding(round: InspectionRow, body: NewFinding, id: string, actor: SignedIn): StoredFinding {
  const { category, risk, place } = body;
  const description = descriptionOf(body);
  return { id, inspection: round.id, category, risk, place, description, demandId: null, by: actor.user };
}

async function seenFinding(database: Database, actor: SignedIn, id: string): Promise<FindingRow> {
  const row = await findFinding(database, unitsWithRole(actor, ...INSPECTORS), id);
  if (!row) throw notFound('该项发现');
  return row;
}

function refuseFiling({ risk, demand_id }: FindingRow): void {
  const refusal = filingRefusal({ risk, isFiled: demand_id !== null });
  if (refusal) throw problemOf(refusal);
}

async function shown(
  database: Database,
  actor: SignedIn,
  inspection: string,
  id: string,
  units: Units,
): Promise<FindingView> {
  const row = (await findingsOf(database, inspection)).find((each) => each.id === id)!;
  const [view] = await findingViews(database, actor, [row], units);
  return view!;
}
