import { z } from 'zod';
import {
  ABSENCE_STATES,
  endAbsence,
  enterAbsence,
  findColleague,
  readAbsence,
  readAbsences,
  type AbsenceRow,
  type Colleague,
} from '../database/absences';
import type { Database } from '../database/client';
import { forgetSeats, type HeldSeats, readSeats } from '../database/seats';
import { createUnitDirectory, type UnitDirectory } from '../database/unit-directory';
import type { Coverage } from '../database/units';
import type { SignedIn } from './actor';
import type { Api, ApiDependencies } from './app';
import { coveredUnits } from './covered-units';
import { keyHeader } from './demands/intake';
import { beijing, timeSchema } from './demands/view';
import { invalidInput, notFound, Problem, problemOf } from './errors';
import { instant, instantOf } from './instant';
import { once } from './once';
import { cursorTime, decodeCursor, listOf, pageOf, pageQuery } from './paging';
import { endOfDate } from './period';
import { requestKey } from './request-key';
import { text } from './text';

const tags = ['休假代办'];
const personSchema = z.object({ username: z.string(), name: z.string() });
export const absenceSchema = z
  .object({
    id: z.string(),
    user: personSchema.meta({ description: '休假的人' }),
    deputy: personSchema.extend({ disabled: z.boolean() }),
    standIn: personSchema.nullable().meta({ description: '现在实际由谁代办；空为没有开始，或无人能代办' }),
    from: timeSchema,
    to: timeSchema.meta({ description: '到此刻为止，不含' }),
    note: z.string(),
    state: z.enum(ABSENCE_STATES),
    createdBy: personSchema.nullable(),
    createdAt: timeSchema,
    endedAt: timeSchema.nullable().meta({ description: '提前结束的时间' }),
    mayEnd: z.boolean().meta({ description: '您可以结束它' }),
  })
  .meta({ id: 'Absence' });
type AbsenceView = z.output<typeof absenceSchema>;

const username = z.string().trim().min(1).max(64);
export const newAbsenceSchema = z
  .strictObject({
    user: username.optional().meta({ description: '谁休假（用户名）；不填为本人' }),
    deputy: username.meta({ description: '由谁代办（用户名）' }),
    from: instant.meta({ description: '从何时起；只写日期为当日零时；早于现在的从现在起' }),
    to: instant.meta({ description: '到何时止；只写日期为含当日' }),
    note: text(200, { min: 0 }).optional(),
  })
  .meta({ id: 'NewAbsence' });

export async function absenceRoutes(app: Api, { database }: ApiDependencies): Promise<void> {
  const directory = createUnitDirectory(database);

  app.get(
    '/absences',
    {
      config: { access: 'signed-in' },
      schema: {
        tags,
        summary: '休假和代办：我的，或我管理、督办的单位里别人的',
        querystring: z.object({
          of: z.enum(['me', 'others']).default('me').meta({ description: 'me：我休假或我代办的；others：别人的' }),
          state: z.enum(ABSENCE_STATES).optional(),
          ...pageQuery,
        }),
        response: { 200: listOf(absenceSchema) },
      },
    },
    async ({ actor, query: { of, state, cursor, limit } }) => {
      const after = decodeCursor(cursor, z.tuple([cursorTime, z.uuid()]));
      const covered = await watchedBy(database, actor);
      const others = { units: covered.all ? null : [...covered.units], but: actor.user };
      const rows = await readAbsences(database, { of: of === 'me' ? actor : others, state, after, limit });
      const page = pageOf(rows, limit, ({ from_at, id }) => [from_at.toISOString(), id]);
      const seats = await readSeats(database);
      return { ...page, items: page.items.map((row) => absenceView(row, { actor, covered, seats })) };
    },
  );

  app.post(
    '/absences',
    {
      config: { access: 'signed-in' },
      schema: {
        tags,
        summary: '安排休假代办：本人；别人的由其单位或上级的管理员、督办员安排',
        headers: keyHeader,
        body: newAbsenceSchema,
        response: { 201: absenceSchema },
      },
    },
    async ({ actor, headers, body }, reply) => {
      const given = headers['idempotency-key'];
      const key = given ? requestKey(actor.user, given, body) : null;
      const { id } = await once<{ id: string }>(database, actor.user, key, async (remember) => {
        const wanted = await wantedBy(database, directory, actor, body);
        const entered = await database.transact(async (sql) => {
          const outcome = await enterAbsence(sql, wanted, Date.now());
          if ('id' in outcome) await remember(sql, outcome);
          return outcome;
        });
        if ('code' in entered) throw problemOf(entered);
        return entered;
      });
      forgetSeats(database);
      return reply.code(201).send(await shown(database, actor, id));
    },
  );

  app.post(
    '/absences/:id/actions/end',
    {
      config: { access: 'signed-in' },
      schema: {
        tags,
        summary: '提前结束，或取消还没有开始的',
        params: z.object({ id: z.uuid() }),
        body: z.strictObject({}).optional(),
        response: { 200: absenceSchema },
      },
    },
    async ({ actor, params: { id } }) => {
      const row = await readAbsence(database, id);
      const covered = await watchedBy(database, actor);
      if (!row || !sees(row, actor, covered)) throw notFound('这次休假');
      if (!mayEnd(row, actor, covered))
        throw new Problem('not_allowed_for_role', '代办人不能自行结束，请休假的本人或其单位的管理员、督办员结束。');
      const isEnded = await endAbsence(database, row, actor.user);
      if (!isEnded) throw new Problem('absence_over', '这次休假已经结束，不需要再操作。');
      forgetSeats(database);
      return shown(database, actor, id);
    },
  );
}

const watchedBy = (database: Database, actor: SignedIn): Promise<Coverage> =>
  coveredUnits(database, actor, 'administrator', 'supervisor');

/** An absence concerns everything that a person does: who arranges it for somebody else covers all of it. */
const coversAll = ({ units, all }: Coverage, concerned: readonly string[]): boolean =>
  all || (concerned.length > 0 && concerned.every((unit) => units.has(unit)));

const mayEnd = (row: AbsenceRow, actor: SignedIn, covered: Coverage): boolean =>
  row.user_id === actor.user || coversAll(covered, row.units);

const sees = (row: AbsenceRow, actor: SignedIn, covered: Coverage): boolean =>
  mayEnd(row, actor, covered) || row.deputy.username === actor.username;

type NewAbsence = z.output<typeof newAbsenceSchema>;

async function wantedBy(database: Database, directory: UnitDirectory, actor: SignedIn, body: NewAbsence) {
  const user = await findColleague(database, body.user ?? actor.username);
  if (!user || (user.id !== actor.user && !coversAll(await watchedBy(database, actor), user.units)))
    throw new Problem(
      'not_allowed_for_role',
      '只能为自己，或为您管理、督办的单位里的人安排。此人有别处的角色时，请由本人或上级管理员安排。',
    );
  if (user.units.length === 0) throw invalidInput('/user', '此人没有办理类的角色，没有需要代办的工作。');
  const deputy = await findColleague(database, body.deputy);
  if (!deputy) throw invalidInput('/deputy', '没有这位同事，请从人员列表中选择。');
  const now = Date.now();
  const from = Math.max(now, instantOf(body.from).getTime());
  const to = (body.to.length === 10 ? endOfDate(body.to) : new Date(body.to)).getTime();
  // One that is all over is refused by its own rule.
  if (to > now && to <= from) throw invalidInput('/to', '止日须晚于起日。');
  const outOfReach = await beyond(directory, deputy, user.units);
  const asked = { user: user.id, deputy: deputy.id, note: body.note ?? '', by: actor.user };
  return { ...asked, from, to, deputyCanSignIn: !deputy.disabled, outOfReach };
}

/** Names of the units in which, and above which, the deputy has no role that passes to deputies. */
async function beyond(directory: UnitDirectory, deputy: Colleague, wanted: readonly string[]): Promise<string[]> {
  const units = await directory.units(wanted);
  return wanted.flatMap((id) => {
    const unit = units.get(id);
    return unit && !unit.path.some((each) => deputy.units.includes(each)) ? [unit.name] : [];
  });
}

async function shown(database: Database, actor: SignedIn, id: string): Promise<AbsenceView> {
  const row = (await readAbsence(database, id))!;
  const [covered, seats] = [await watchedBy(database, actor), await readSeats(database)];
  return absenceView(row, { actor, covered, seats });
}

function absenceView(
  row: AbsenceRow,
  { actor, covered, seats }: { actor: SignedIn; covered: Coverage; seats: HeldSeats },
): AbsenceView {
  const { id, user, deputy, note, state } = row;
  const standIn = state === 'current' ? (seats.awayAt(row.user_id, Date.now())?.deputy ?? null) : null;
  return {
    ...{ id, user, deputy, note, state, standIn },
    from: beijing(row.from_at.getTime()),
    to: beijing(row.to_at.getTime()),
    createdBy: row.created_by,
    createdAt: beijing(row.created_at.getTime()),
    endedAt: row.ended_at && beijing(row.ended_at.getTime()),
    mayEnd: state !== 'past' && mayEnd(row, actor, covered),
  };
}
