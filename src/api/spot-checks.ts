import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Database } from '../database/client';
import { createRulesReader, type PublishedRules } from '../database/rules';
import { findSpotCheck, readSample } from '../database/spot-checks';
import { createUnitDirectory, refOf } from '../database/unit-directory';
import type { Role } from '../domain/vocabulary';
import { keepDraw, LARGEST_FRAME, readFrame, type Drawing } from '../spot-check/draw';
import { startWaitingJobs } from '../spot-check/start-jobs';
import { unitsWithRole, type SignedIn } from './actor';
import type { Api, ApiDependencies } from './app';
import { keyHeader, placeOf } from './demands/intake';
import type { Units } from './demands/view';
import { invalidInput, notFound, Problem } from './errors';
import { instant, instantOf } from './instant';
import { once, type Remember } from './once';
import { requestKey } from './request-key';
import { spotCheckSchema, spotCheckView, type SpotCheckView } from './spot-check-view';
import { text } from './text';

const DRAWERS: Role[] = ['supervisor', 'administrator'];
const WATCHERS: Role[] = [...DRAWERS, 'auditor'];

const newDrawSchema = z
  .strictObject({
    unit: z.string().min(1).max(64).meta({ description: '抽查该单位及其下级办理的诉求' }),
    from: instant.meta({ description: '办结时间从此刻起;只写日期为当日零时(北京时间)' }),
    to: instant.meta({ description: '办结时间在此刻之前(不含)' }),
    percent: z.number().min(0.1).max(100).default(10).meta({ description: '每个办理单位至少抽取的百分比' }),
    seed: text(100).optional().meta({ description: '随机种子;不填则自动生成并记录' }),
  })
  .meta({ id: 'NewSpotCheck' });
const START_WITHIN = 2_000;

export async function spotCheckRoutes(app: Api, dependencies: ApiDependencies): Promise<void> {
  const { database, temporal } = dependencies;
  const directory = createUnitDirectory(database);
  const readRules = createRulesReader(database);
  const show = async (id: string, actor: SignedIn) => readView(database, id, actor, await directory.units());

  app.post(
    '/spot-checks',
    {
      config: { access: DRAWERS },
      schema: {
        tags: ['回访'],
        summary: '抽查:从已办结的诉求中随机抽取并安排回访',
        headers: keyHeader,
        body: newDrawSchema,
        response: { 201: spotCheckSchema },
      },
    },
    async ({ actor, body, headers, log }, reply) => {
      const drawing = drawingOf(actor, body, await directory.units([body.unit]));
      const rules = await readRules();
      const given = headers['idempotency-key'];
      const key = given ? requestKey(`${actor.user}\nspot-check`, given, body) : null;
      const { id } = await once<{ id: string }>(database, actor.user, key, (remember) =>
        draw(database, drawing, rules, remember),
      );
      try {
        await temporal.within(START_WITHIN, () => startWaitingJobs(temporal, database, rules, id));
      } catch (error) {
        log.warn({ spotCheck: id, error: String(error) }, 'callbacks not started yet, the relay will start them');
      }
      void reply.code(201).header('location', `/api/v1/spot-checks/${id}`);
      return show(id, actor);
    },
  );

  app.get(
    '/spot-checks/:id',
    {
      config: { access: WATCHERS },
      schema: {
        tags: ['回访'],
        summary: '一次抽查:范围、分层、样本与回访结果',
        params: z.object({ id: z.string().max(64) }),
        response: { 200: spotCheckSchema },
      },
    },
    async ({ actor, params }) => show(params.id, actor),
  );
}

async function readView(database: Database, id: string, actor: SignedIn, units: Units): Promise<SpotCheckView> {
  const row = await findSpotCheck(database, id, unitsWithRole(actor, ...WATCHERS));
  if (!row) throw notFound('该次抽查');
  return spotCheckView(row, await readSample(database, row.id), units);
}

/** One transaction: a draw is kept as a whole or not at all. */
async function draw(
  database: Database,
  drawing: Drawing,
  rules: PublishedRules,
  remember: Remember<{ id: string }>,
): Promise<{ id: string }> {
  return database.transact(async (sql) => {
    const frame = await readFrame(sql, drawing);
    if (frame.length > LARGEST_FRAME)
      throw invalidInput('/from', `一次抽查的范围不能超过 ${LARGEST_FRAME} 件,请缩短时间段或缩小单位范围。`);
    const drawn = { id: await keepDraw(sql, drawing, frame, rules) };
    await remember(sql, drawn);
    return drawn;
  });
}

/** Throws when the unit is not the caller's own or below it. */
function drawingOf(actor: SignedIn, body: z.output<typeof newDrawSchema>, units: Units): Drawing {
  const { path } = placeOf(units, body.unit);
  const own = unitsWithRole(actor, ...DRAWERS);
  const seat = units.get(path.findLast((id) => own.includes(id)) ?? '');
  if (!seat) throw new Problem('unit_out_of_reach', '只能抽查本单位及下级单位办理的诉求,请由上级单位抽查。');
  const [from, to] = [instantOf(body.from), instantOf(body.to)];
  if (to <= from) throw invalidInput('/to', '结束时间须晚于开始时间。');
  const seed = body.seed ?? randomBytes(16).toString('hex');
  return { unit: body.unit, seat: refOf(seat), drawnBy: actor.user, from, to, percent: body.percent, seed };
}
