import { z } from 'zod';
import type { AnalysisRow } from '../../database/analyses';
import { recordAuditIn } from '../../database/audit';
import type { Database } from '../../database/client';
import { findImprovementRow, insertImprovement, readImprovementRows } from '../../database/improvements';
import { createUnitDirectory, refOf, type DirectoryUnit } from '../../database/unit-directory';
import { WORKING_DAY } from '../../domain/policy';
import { NO_ORIGIN, type FiledDemand } from '../../intake/file-demand';
import { createTakeIn } from '../../intake/take-in';
import type { SignedIn } from '../actor';
import type { Api, ApiDependencies } from '../app';
import { sightOfActor } from '../demands/eyes';
import { keyHeader } from '../demands/intake';
import type { Units } from '../demands/view';
import { invalidInput, Problem } from '../errors';
import { once } from '../once';
import { listOf } from '../paging';
import { requestKey } from '../request-key';
import { WATCHERS } from '../statistics/seat';
import { text } from '../text';
import { improvementSchema } from './analysis-schema';
import { analysisParams, ORDERERS, ordersFor, seenAnalysis } from './reading';
import { improvementView } from './view';

export const newImprovementSchema = z
  .strictObject({
    unit: z.string().min(1).max(64).meta({ description: '由哪个单位整改：本单位的下级' }),
    owner: z.string().max(64).optional().meta({ description: '责任人的用户名，须为该单位的经办人：由其签收并持有' }),
    title: text(200),
    body: text(20_000).meta({ description: '要改什么，怎样算改好' }),
    workingDays: z.int().min(1).max(250).default(10).meta({ description: '几个工作日内改好' }),
    about: z
      .array(z.strictObject({ section: text(40), key: text(100) }))
      .max(20)
      .default([])
      .meta({ description: '针对分析中的哪一处' }),
  })
  .meta({ id: 'NewImprovement' });
type NewImprovement = z.output<typeof newImprovementSchema>;

const CHANNEL = '专题分析';

export function improvementRoutes(app: Api, dependencies: ApiDependencies): void {
  const { database } = dependencies;
  const directory = createUnitDirectory(database);
  const takeIn = createTakeIn({ ...dependencies, log: app.log });

  app.get(
    '/analyses/:id/improvements',
    {
      config: { access: WATCHERS },
      schema: {
        tags: ['专题分析'],
        summary: '这份分析要求的整改和现状',
        params: analysisParams,
        response: { 200: listOf(improvementSchema).omit({ nextCursor: true }) },
      },
    },
    async ({ actor, params: { id } }) => {
      const report = await seenAnalysis(database, actor, id);
      const units = await directory.units(actor.units);
      const rows = await readImprovementRows(database, report.id, sightOfActor(actor, units));
      return { items: rows.map((row) => improvementView(row, units)) };
    },
  );

  app.post(
    '/analyses/:id/improvements',
    {
      config: { access: [...ORDERERS] },
      schema: {
        tags: ['专题分析'],
        summary: '要求整改（督办员、管理员）：立即分拨给整改单位，按给定的工作日计时',
        params: analysisParams,
        headers: keyHeader,
        body: newImprovementSchema,
        response: { 201: improvementSchema },
      },
    },
    async ({ actor, params: { id }, body, headers }, reply) => {
      const report = await seenAnalysis(database, actor, id);
      const units = await directory.units([report.unit_id, body.unit]);
      const { asking, lead } = partiesOf(actor, units, report, body);
      const ownerId = await ownerOf(database, body);
      const given = headers['idempotency-key'];
      const key = given ? requestKey(`${actor.user}\nimprovement\n${id}`, given, body) : null;
      const { number } = await once<{ number: string }>(database, actor.user, key, async (remember) => {
        const filed = filedImprovement(actor, report, body, { asking, lead, owner: ownerId });
        const taken = await takeIn(filed, async (sql, { state }) => {
          const improvement = { demandId: state.id, reportId: report.id, ownerId, about: body.about };
          await insertImprovement(sql, { ...improvement, createdBy: actor.user });
          const detail = { analysis: report.id, unit: lead.id, workingDays: body.workingDays };
          await recordAuditIn(sql, { user: actor.user, action: 'improvement_asked', target: state.number, detail });
          await remember(sql, { number: state.number });
        });
        return { number: taken.state.number };
      });
      void reply.code(201).header('location', `/api/v1/demands/${number}`);
      return improvementView((await findImprovementRow(database, number))!, units);
    },
  );
}

/** Throws when the report is not finished, is none of the caller's to act on, or the unit does not lie under its own. */
function partiesOf(actor: SignedIn, units: Units, report: AnalysisRow, { unit }: NewImprovement) {
  const asking = units.get(report.unit_id)!;
  if (!ordersFor(actor, asking.path))
    throw new Problem('not_allowed_for_role', '整改由生成分析的单位或其上级的督办员、管理员提出。');
  if (report.state !== 'done') throw new Problem('analysis_not_finished', '这份分析还没有完成，请完成后再要求整改。');
  const lead = units.get(unit);
  if (!lead || lead.closed) throw invalidInput('/unit', '没有这个单位，或单位已撤销，请从单位列表中选择。');
  if (!lead.path.includes(asking.id) || lead.id === asking.id)
    throw new Problem('unit_out_of_reach', '只能要求本单位的下级整改：谁要求谁验收，不能自己验收自己。');
  return { asking, lead };
}

async function ownerOf(database: Database, { owner, unit }: NewImprovement): Promise<string | null> {
  if (owner === undefined) return null;
  const grants = { some: { role: 'handler', unitId: unit } };
  const found = await database.user.findFirst({
    where: { username: owner, disabledAt: null, grants },
    select: { id: true },
  });
  if (!found) throw invalidInput('/owner', '该单位没有这位经办人，请从该单位的经办人中选择。');
  return found.id;
}

/** Filed by the unit that asks, for the unit that has to do it, which gets it at once. */
function filedImprovement(
  actor: SignedIn,
  report: AnalysisRow,
  { title, body, workingDays }: NewImprovement,
  { asking, lead, owner }: { asking: DirectoryUnit; lead: DirectoryUnit; owner: string | null },
): FiledDemand {
  const reason = `《${report.title}》要求整改`;
  return {
    ...{ kind: 'improvement', title, body, category: '整改', urgency: null, risk: null },
    ...{ place: refOf(lead), collecting: refOf(asking), collectedBy: actor.user },
    subject: { type: 'association', name: asking.name },
    ...{ contact: null, channel: CHANNEL, filedFor: null, attachments: [], parent: null, origin: NO_ORIGIN },
    actor: { kind: 'staff', user: actor.user, grants: actor.grants },
    assigned: { lead: refOf(lead), level: asking.level, minutes: workingDays * WORKING_DAY, owner, reason },
  };
}
