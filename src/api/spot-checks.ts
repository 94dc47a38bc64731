import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { createRulesReader } from '../database/rules';
import { findSpotCheck, readSample, type SampledCase, type SpotCheckRow } from '../database/spot-checks';
import { createUnitDirectory, refOf } from '../database/unit-directory';
import { CALLBACK_RESULTS, CALLBACK_STATES } from '../domain/callback';
import { strataOf } from '../domain/spot-check';
import type { Role } from '../domain/vocabulary';
import { keepDraw, LARGEST_FRAME, readFrame, type Drawing } from '../spot-check/draw';
import { startWaitingJobs } from '../spot-check/start-jobs';
import { unitsWithRole, type SignedIn } from './actor';
import type { Api, ApiDependencies } from './app';
import { gradeSchema } from './demands/action-bodies';
import { keyHeader, placeOf } from './demands/intake';
import { beijing, timeSchema, unitView, type Units } from './demands/view';
import { invalidInput, notFound, Problem } from './errors';
import { once, type Remember } from './once';
import { requestKey } from './request-key';
import { text } from './text';
import { unitSchema } from './units';

const DRAWERS: Role[] = ['supervisor', 'administrator'];
const WATCHERS: Role[] = [...DRAWERS, 'auditor'];

const instant = z.iso.datetime({ offset: true }).or(z.iso.date());
const newDrawSchema = z
  .strictObject({
    unit: z.string().min(1).max(64).meta({ description: '抽查该单位及其下级办理的诉求' }),
    from: instant.meta({ description: '办结时间从此刻起;只写日期为当日零时(北京时间)' }),
    to: instant.meta({ description: '办结时间在此刻之前(不含)' }),
    percent: z.number().min(0.1).max(100).default(10).meta({ description: '每个办理单位至少抽取的百分比' }),
    seed: text(100).optional().meta({ description: '随机种子;不填则自动生成并记录' }),
  })
  .meta({ id: 'NewSpotCheck' });
const caseSchema = z.object({ number: z.string(), leadUnit: unitSchema });
const spotCheckSchema = z
  .object({
    id: z.string(),
    unit: unitSchema,
    drawnBy: z.object({ username: z.string(), name: z.string() }),
    drawnAt: timeSchema,
    from: timeSchema,
    to: timeSchema,
    percent: z.number(),
    seed: z.string(),
    frameSize: z.int(),
    frame: z
      .array(z.object({ number: z.string(), leadUnit: z.string() }))
      .meta({ description: '按此与种子可重做抽取' }),
    strata: z.array(z.object({ leadUnit: unitSchema, size: z.int(), drawn: z.int() })),
    sample: z.array(
      caseSchema.extend({
        title: z.string(),
        round: z.int(),
        rating: gradeSchema.nullable().meta({ description: '原评价' }),
        callback: z.string().meta({ description: '回访任务的 id' }),
        state: z.enum(CALLBACK_STATES),
        result: z.enum([...CALLBACK_RESULTS, 'unreachable']).nullable(),
        grade: gradeSchema.nullable().meta({ description: '抽查回访时的评价' }),
      }),
    ),
  })
  .meta({ id: 'SpotCheck' });

const START_WITHIN = 2_000;

export async function spotCheckRoutes(app: Api, { database, temporal }: ApiDependencies): Promise<void> {
  const directory = createUnitDirectory(database);
  const readRules = createRulesReader(database);

  async function show(id: string, actor: SignedIn): Promise<z.output<typeof spotCheckSchema>> {
    const row = await findSpotCheck(database, id, unitsWithRole(actor, ...WATCHERS));
    if (!row) throw notFound('该次抽查');
    return viewOf(row, await readSample(database, row.id), await directory.units());
  }

  async function draw(drawing: Drawing, remember: Remember<{ id: string }>) {
    const rules = await readRules();
    return database.transact(async (sql) => {
      const frame = await readFrame(sql, drawing);
      if (frame.length > LARGEST_FRAME)
        throw invalidInput('/from', `一次抽查的范围不能超过 ${LARGEST_FRAME} 件,请缩短时间段或缩小单位范围。`);
      const drawn = { id: await keepDraw(sql, drawing, frame, rules) };
      await remember(sql, drawn);
      return drawn;
    });
  }

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
      const given = headers['idempotency-key'];
      const key = given ? requestKey(`${actor.user}\nspot-check`, given, body) : null;
      const { id } = await once<{ id: string }>(database, actor.user, key, (remember) => draw(drawing, remember));
      try {
        const rules = await readRules();
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

const instantOf = (when: string): Date => new Date(when.length === 10 ? `${when}T00:00:00+08:00` : when);

function viewOf(row: SpotCheckRow, sample: SampledCase[], units: Units): z.output<typeof spotCheckSchema> {
  const { id, percent, seed, frame } = row;
  return {
    ...{ id, percent, seed, frame, frameSize: frame.length },
    unit: unitView(units, row.unit_id),
    drawnBy: { username: row.username, name: row.name },
    drawnAt: beijing(row.drawn_at.getTime()),
    from: beijing(row.from_at.getTime()),
    to: beijing(row.to_at.getTime()),
    strata: strataOf(frame, percent).map((stratum) => ({ ...stratum, leadUnit: unitView(units, stratum.leadUnit) })),
    sample: sample.map(({ number, title, lead_unit_id, round, rounds, job, state, result, grade }) => ({
      ...{ number, title, round, callback: job, state, result, grade },
      leadUnit: unitView(units, lead_unit_id),
      rating: rounds.find((each) => each.round === round)?.rating ?? null,
    })),
  };
}
