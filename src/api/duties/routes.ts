import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { changeDuty, insertDuty, readDuties, readDuty, type DutyItem } from '../../database/duties';
import { createUnitDirectory, refOf, type DirectoryUnit } from '../../database/unit-directory';
import { isUniqueViolation } from '../../database/violations';
import { findDuties, proposeDuties, ruleOfDuty } from '../../domain/duty';
import { committeeFor } from '../../domain/organisation';
import type { Api, ApiDependencies } from '../app';
import { requireAdministered } from '../covered-units';
import { keyHeader } from '../demands/intake';
import { seenDemand } from '../demands/eyes';
import { invalidInput, notFound, Problem } from '../errors';
import { flag } from '../flag';
import { once } from '../once';
import { decodeCursor, listOf, pageOf, pageQuery } from '../paging';
import { requestKey } from '../request-key';
import { requireRootAdministrator } from '../root-administrator';
import { text } from '../text';
import { isUuid } from '../uploads';
import {
  demandDutiesSchema,
  dutyChangeSchema,
  dutyRulesSchema,
  dutySchema,
  dutyView,
  newDutySchema,
} from './duty-schema';
import { dutySheetRoutes } from './sheet-routes';

/** How much of a demand's text is looked at. */
const TEXT = 4_000;
const MOST_ABOVE = 3;

export async function dutyRoutes(app: Api, dependencies: ApiDependencies): Promise<void> {
  const { database } = dependencies;
  const directory = createUnitDirectory(database);
  const find = async (id: string): Promise<DutyItem> => {
    const duty = isUuid(id) ? await readDuty(database, id) : null;
    if (!duty) throw notFound('这项职责');
    return duty;
  };
  const requireOpen = async (unit: string): Promise<void> => {
    const found = (await directory.units([unit])).get(unit);
    if (!found || found.closed) throw invalidInput('/unit', '没有这个单位，或单位已撤销，请从单位列表中选择。');
  };

  app.get(
    '/duties',
    {
      config: { access: 'signed-in' },
      schema: {
        tags: ['职责清单'],
        summary: '职责清单；有 q 时按文字查找，最相关的在前',
        querystring: z.object({
          q: text(1_000).optional(),
          unit: z.string().max(64).optional().meta({ description: '该单位及其下级' }),
          category: text(50).optional(),
          retired: flag.optional().meta({ description: '也列出已停用的' }),
          ...pageQuery,
        }),
        response: { 200: listOf(dutySchema) },
      },
    },
    async ({ query: { q, unit, category, retired = false, cursor, limit } }) => {
      const search = { category, under: unit, retired };
      const units = await directory.units();
      if (q !== undefined) {
        const found = findDuties(q, await readDuties(database, search), limit);
        return { items: found.map(({ item, because }) => dutyView(item, units, because)) };
      }
      const after = decodeCursor(cursor, z.string().max(100));
      const page = pageOf(
        await readDuties(database, { ...search, after, limit: limit + 1 }),
        limit,
        ({ code }) => code,
      );
      return { ...page, items: page.items.map((item) => dutyView(item, units)) };
    },
  );

  app.get(
    '/demands/:number/duties',
    {
      config: { access: 'signed-in' },
      schema: {
        tags: ['职责清单'],
        summary: '按诉求的文字查职责清单：现在的持有单位可以交给谁，哪些要上报',
        params: z.object({ number: z.string().max(40) }),
        querystring: z.object({ limit: z.coerce.number().int().min(1).max(20).default(5) }),
        response: { 200: demandDutiesSchema },
      },
    },
    async ({ actor, params: { number }, query: { limit } }) => {
      const { demand, units } = await seenDemand(database, directory, actor, number);
      const { holder, place } = demand.state;
      const { id, path } = holder.unit ?? committeeFor(place, 'A');
      const text = `${demand.title}\n${demand.body}`.slice(0, TEXT);
      const duties = await readDuties(database, { retired: false });
      const found = (isHere: (unit: DirectoryUnit) => boolean, most: number) => {
        const open = duties.filter(({ unitId }) => {
          const unit = units.get(unitId);
          return unit?.closed === false && isHere(unit);
        });
        return proposeDuties(text, open, most).map(({ item, because }) => dutyView(item, units, because));
      };
      const isAbove = (unit: DirectoryUnit) => path.slice(0, -1).includes(unit.path.at(-2) ?? unit.id);
      return {
        items: found((unit) => unit.path.includes(id), limit),
        above: found((unit) => !unit.path.includes(id) && isAbove(unit), MOST_ABOVE),
      };
    },
  );

  app.post(
    '/duties',
    {
      config: { access: ['administrator'] },
      schema: {
        tags: ['职责清单'],
        summary: '新增职责（责任单位或其上级的管理员）',
        headers: keyHeader,
        body: newDutySchema,
        response: { 201: dutySchema },
      },
    },
    async ({ actor, body, headers }, reply) => {
      await requireOpen(body.unit);
      await requireAdministered(database, actor, body.unit);
      const { unit: unitId, code = `ZZ-${randomBytes(4).toString('hex')}`, ...fields } = body;
      const given = headers['idempotency-key'];
      const key = given ? requestKey(`${actor.user}\nduty`, given, body) : null;
      const { id } = await once<{ id: string }>(database, actor.user, key, (remember) =>
        database.transact(async (sql) => {
          const made = { id: await insertDuty(sql, actor.user, { ...fields, code, unitId }) };
          await remember(sql, made);
          return made;
        }),
      ).catch(codeTaken);
      return reply.code(201).send(dutyView(await find(id), await directory.units([unitId])));
    },
  );

  app.put(
    '/duties/:id',
    {
      config: { access: ['administrator'] },
      schema: {
        tags: ['职责清单'],
        summary: '修改、停用或恢复职责；换责任单位须同时管理两个单位',
        params: z.object({ id: text(64) }),
        body: dutyChangeSchema,
        response: { 200: dutySchema },
      },
    },
    async ({ actor, params: { id }, body: { unit, ...fields } }) => {
      const duty = await find(id);
      await requireAdministered(database, actor, duty.unitId);
      if (unit !== duty.unitId) {
        await requireOpen(unit);
        await requireAdministered(database, actor, unit);
      }
      await changeDuty(database, actor.user, duty, { ...fields, unitId: unit });
      return dutyView(await find(id), await directory.units([unit]));
    },
  );

  app.post(
    '/duties/rules',
    {
      config: { access: ['administrator'] },
      preValidation: ({ actor }) => requireRootAdministrator(database, actor),
      schema: {
        tags: ['职责清单'],
        summary: '把职责写成分派规则，供起草；没有关键词的写不成',
        body: z.strictObject({ duties: z.array(z.uuid()).min(1).max(200) }).meta({ id: 'DutyRules' }),
        response: { 200: dutyRulesSchema },
      },
    },
    async ({ body }) => {
      const units = await directory.units();
      const duties = (await readDuties(database, { retired: false })).filter(({ id }) => body.duties.includes(id));
      const made = duties.map((duty) => {
        const unit = units.get(duty.unitId);
        return { code: duty.code, rule: unit && !unit.closed ? ruleOfDuty(duty, refOf(unit)) : null };
      });
      return {
        rules: made.flatMap(({ rule }) => rule ?? []),
        skipped: made.flatMap(({ code, rule }) => (rule ? [] : [code])),
      };
    },
  );

  await dutySheetRoutes(app, { database, directory });
}

function codeTaken(error: unknown): never {
  if (isUniqueViolation(error)) throw new Problem('name_taken', '这个编号已被使用，请换一个，或不填由系统编号。');
  throw error;
}
