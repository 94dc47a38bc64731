import { z } from 'zod';
import {
  changeScript,
  insertScript,
  readScript,
  readScripts,
  retireScript,
  type ScriptRow,
} from '../../database/callback-scripts';
import { findCallback } from '../../database/callbacks';
import type { UnitDirectory } from '../../database/unit-directory';
import { DEFAULT_SCRIPT, scriptFor } from '../../domain/callback-script';
import type { Role } from '../../domain/vocabulary';
import { unitsWithRole, type SignedIn } from '../actor';
import type { Api, ApiDependencies } from '../app';
import { keyHeader, placeOf } from '../demands/intake';
import { unitView, type Units } from '../demands/view';
import { notFound, Problem } from '../errors';
import { flag } from '../flag';
import { once } from '../once';
import { requestKey } from '../request-key';
import { chosenScriptSchema, newScriptSchema, scriptChangeSchema, scriptSchema, scriptView } from './script-schema';
import { idParams, viewerOf, WATCHERS } from './viewer';

const WRITERS: Role[] = ['supervisor', 'administrator'];
const READERS: Role[] = ['callback', ...WRITERS, 'auditor'];
const tags = ['回访'];

export function callbackScriptRoutes(app: Api, { database }: ApiDependencies, directory: UnitDirectory): void {
  app.get(
    '/callback-scripts',
    {
      config: { access: READERS },
      schema: {
        tags,
        summary: '回访提纲：本单位、上级和下级的',
        querystring: z.object({ retired: flag.optional().meta({ description: '也列出已停用的' }) }),
        response: { 200: z.object({ items: z.array(scriptSchema) }) },
      },
    },
    async ({ actor, query: { retired = false } }) => {
      const units = await directory.units();
      const rows = await readScripts(database, unitsInReach(actor, units), retired);
      return { items: rows.map((row) => scriptView(row, units)) };
    },
  );

  app.post(
    '/callback-scripts',
    {
      config: { access: WRITERS },
      schema: {
        tags,
        summary: '新增回访提纲',
        headers: keyHeader,
        body: newScriptSchema,
        response: { 201: scriptSchema },
      },
    },
    async ({ actor, body, headers }, reply) => {
      const units = await directory.units([body.unit]);
      requireOwn(actor, placeOf(units, body.unit).path);
      const given = headers['idempotency-key'];
      const key = given ? requestKey(`${actor.user}\ncallback-script`, given, body) : null;
      const { id } = await once<{ id: string }>(database, actor.user, key, (remember) =>
        database.transact(async (sql) => {
          const made = { id: await insertScript(sql, body.unit, body, actor.user) };
          await remember(sql, made);
          return made;
        }),
      );
      return reply.code(201).send(scriptView((await readScript(database, id))!, units));
    },
  );

  app.put(
    '/callback-scripts/:id',
    {
      config: { access: WRITERS },
      schema: {
        tags,
        summary: '修改回访提纲；停用的重新启用',
        params: idParams,
        body: scriptChangeSchema,
        response: { 200: scriptSchema },
      },
    },
    async ({ actor, params, body }) => {
      const { row, units } = await ownScript(actor, params.id);
      await changeScript(database, row, body, actor.user);
      return scriptView((await readScript(database, row.id))!, units);
    },
  );

  app.post(
    '/callback-scripts/:id/actions/retire',
    {
      config: { access: WRITERS },
      schema: { tags, summary: '停用回访提纲', params: idParams, response: { 200: scriptSchema } },
    },
    async ({ actor, params }) => {
      const { row, units } = await ownScript(actor, params.id);
      if (!(await retireScript(database, row, actor.user)))
        throw new Problem('not_allowed_in_state', '这份提纲已经停用，不需要再操作。');
      return scriptView((await readScript(database, row.id))!, units);
    },
  );

  app.get(
    '/callbacks/:id/script',
    {
      config: { access: WATCHERS, standIns: true },
      schema: {
        tags,
        summary: '这件回访用的提纲：本单位或最近上级的，最贴合类别和类型的一份',
        params: idParams,
        response: { 200: chosenScriptSchema },
      },
    },
    async ({ actor, params }) => {
      const job = await findCallback(database, params.id, viewerOf(actor));
      if (!job) throw notFound('该回访任务');
      const scripts = await readScripts(database, job.sight, false);
      const found = scriptFor(scripts, { path: job.sight, category: job.category, kind: job.demand_kind });
      if (!found) return { id: null, unit: null, title: '通用提纲（示例）', steps: DEFAULT_SCRIPT, isExample: true };
      const { id, title, steps } = found;
      return { id, title, steps, unit: unitView(await directory.units(), found.unit), isExample: false };
    },
  );

  /** Throws when the caller may not write the unit's scripts. What is out of sight is not there. */
  async function ownScript(actor: SignedIn, id: string): Promise<{ row: ScriptRow; units: Units }> {
    const [row, units] = [await readScript(database, id), await directory.units()];
    if (!row || !unitsInReach(actor, units).includes(row.unit)) throw notFound('这份回访提纲');
    requireOwn(actor, units.get(row.unit)?.path ?? []);
    return { row, units };
  }
}

function requireOwn(actor: SignedIn, path: readonly string[]): void {
  const own = unitsWithRole(actor, ...WRITERS);
  if (!path.some((id) => own.includes(id)))
    throw new Problem('not_allowed_for_role', '只能维护本单位及下级单位的回访提纲，请由该单位或其上级维护。');
}

/** Those under the caller's units, and those above, whose scripts are used where a unit has none. */
function unitsInReach(actor: SignedIn, units: Units): string[] {
  const seats = unitsWithRole(actor, ...READERS);
  const above = seats.flatMap((id) => units.get(id)?.path ?? []);
  const below = [...units.values()].filter(({ path }) => path.some((id) => seats.includes(id))).map(({ id }) => id);
  return [...new Set([...above, ...below])];
}
