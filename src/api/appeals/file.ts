import { z } from 'zod';
import { startAppeal } from '../../appeals/start-appeals';
import { findAppeal, insertAppeal, readPeopleOfCase, readRoundTimes, searchAppeals } from '../../database/appeals';
import { linkAttachments } from '../../database/attachments';
import { recordAuditIn } from '../../database/audit';
import { insertWords } from '../../database/rating-additions';
import { calendarFrom, createRulesReader, type PublishedRules } from '../../database/rules';
import { refOf, type UnitDirectory } from '../../database/unit-directory';
import { isUniqueViolation } from '../../database/violations';
import {
  APPEAL_KINDS,
  appellant,
  disputable,
  fileUntil,
  filingRefusal,
  openAppeal,
  type Appeal,
  type Disputed,
} from '../../domain/appeal';
import { CLOCKS, type ClockName } from '../../domain/vocabulary';
import type { SignedIn } from '../actor';
import type { Api, ApiDependencies } from '../app';
import { seenDemand, sightOfActor, type Seen } from '../demands/eyes';
import { keyHeader } from '../demands/intake';
import { beijing, timeSchema } from '../demands/view';
import { Problem, problemOf } from '../errors';
import { once } from '../once';
import { idFrom, requestKey, type RequestKey } from '../request-key';
import { text } from '../text';
import { asParty } from './party';
import { appealSchema, clockSchema, kindSchema, showAppeals } from './view';

const START_WITHIN = 2_000;

const newAppealSchema = z
  .strictObject({
    kind: kindSchema,
    round: z.int().min(1).optional().meta({ description: '第几轮；不填为最近一轮' }),
    clock: z.string().max(40).optional().meta({ description: '超时申诉：时限的 id 或名称；不填为最近一次超时' }),
    reason: text(2000, { min: 2 }),
    attachments: z.array(z.uuid()).max(9).optional(),
  })
  .meta({ id: 'NewAppeal' });
type NewAppeal = z.output<typeof newAppealSchema>;

export const optionSchema = z
  .object({
    kind: kindSchema,
    kindLabel: z.string(),
    round: z.int(),
    clock: clockSchema.nullable(),
    until: timeSchema.meta({ description: '最迟何时提出' }),
    allowed: z.boolean(),
    detail: z.string().nullable().meta({ description: '不能提出的原因' }),
  })
  .meta({ id: 'AppealOption' });

const numberParams = z.object({ number: z.string().max(40) });

export function filingRoutes(app: Api, dependencies: ApiDependencies, directory: UnitDirectory): void {
  const { database } = dependencies;
  const readRules = createRulesReader(database);

  app.get(
    '/demands/:number/appeals',
    {
      config: { access: 'signed-in' },
      schema: {
        tags: ['申诉'],
        summary: '本件的申诉及裁定，和您现在能申诉什么',
        params: numberParams,
        response: { 200: z.object({ items: z.array(appealSchema), options: z.array(optionSchema) }) },
      },
    },
    async ({ actor, params }) => {
      const seen = await seenDemand(database, directory, actor, params.number);
      const units = await directory.units();
      const sight = sightOfActor(actor, units);
      const rows = await searchAppeals(database, { sight, demand: seen.demand.state.number, limit: 200 });
      const items = await showAppeals(database, rows, units, asParty(actor));
      const about = await optionsOf(dependencies, { ...seen, units }, actor, await readRules());
      const isFiled = ({ kind, round, clock }: z.output<typeof optionSchema>): boolean =>
        items.some((each) => each.kind === kind && each.round === round && each.clock?.id === clock?.id);
      return { items, options: about.filter((option) => !isFiled(option)) };
    },
  );

  app.post(
    '/demands/:number/appeals',
    {
      config: { access: ['handler', 'supervisor', 'dispatcher', 'replier', 'callback'], standIns: true },
      schema: {
        tags: ['申诉'],
        summary: '申诉：对一轮不满意评价、一次超时，或申请认定不合理诉求；每项一次',
        params: numberParams,
        headers: keyHeader,
        body: newAppealSchema,
        response: { 201: appealSchema },
      },
    },
    async ({ actor, params, body, headers, log }, reply) => {
      const seen = await seenDemand(database, directory, actor, params.number);
      const units = await directory.units();
      const given = headers['idempotency-key'];
      const key = given ? requestKey(`${actor.user}\n${seen.demand.id}\nappeal`, given, body) : null;
      const rules = await readRules();
      const { appeal } = await fileOnce(dependencies, { ...seen, units }, actor, body, key, rules);
      await dependencies.temporal
        .within(START_WITHIN, () => startAppeal(dependencies.temporal, appeal))
        .catch((error: unknown) => log.warn({ appeal: appeal.id, error: String(error) }, 'appeal left to the relay'));
      const row = await findAppeal(database, appeal.id, sightOfActor(actor, units));
      const [view] = await showAppeals(database, [row!], units, asParty(actor));
      void reply.code(201).header('location', `/api/v1/appeals/${appeal.id}`);
      return view!;
    },
  );
}

const pathIn =
  ({ units }: Seen) =>
  (unit: string): readonly string[] =>
    units.get(unit)?.path ?? [unit];

const clockNameOf = (clockId: string): ClockName => clockId.slice(0, clockId.lastIndexOf('-')) as ClockName;

/** What the caller's unit could appeal, and until when. */
async function optionsOf({ database }: ApiDependencies, seen: Seen, actor: SignedIn, rules: PublishedRules) {
  const { state, id } = seen.demand;
  const [as, now, pathOf] = [asParty(actor), Date.now(), pathIn(seen)];
  const of = { policy: rules.policy, calendar: calendarFrom(rules.calendarYears, state.createdAt), pathOf };
  return disputable(state, await readRoundTimes(database, id))
    .filter((each) => appellant(each, as, pathOf) !== null)
    .map((each) => {
      const refused = filingRefusal(each, as, now, of);
      const name = each.clockId === null ? null : clockNameOf(each.clockId);
      return {
        ...{ kind: each.kind, kindLabel: APPEAL_KINDS[each.kind], round: each.round },
        clock: name && { id: each.clockId!, name, label: CLOCKS[name] },
        until: beijing(fileUntil(each, of.policy, of.calendar)),
        ...{ allowed: refused === null, detail: refused?.message ?? null },
      };
    });
}

/** The newest that fits; of those that the caller's unit may dispute, if there is one. */
function chosen(all: readonly Disputed[], { kind, round, clock }: NewAppeal, isTheirs: (each: Disputed) => boolean) {
  const fitting = all.filter(
    (each) =>
      each.kind === kind &&
      (round === undefined || each.round === round) &&
      (clock === undefined || each.clockId === clock || (each.clockId !== null && clockNameOf(each.clockId) === clock)),
  );
  return fitting.findLast(isTheirs) ?? fitting.at(-1);
}

async function fileOnce(
  { database }: ApiDependencies,
  seen: Seen,
  actor: SignedIn,
  body: NewAppeal,
  key: RequestKey | null,
  { policy, calendarYears }: PublishedRules,
): Promise<{ appeal: Appeal }> {
  const { state, id: demandId } = seen.demand;
  return once<{ appeal: Appeal }>(database, actor.user, key, async (remember) => {
    const [as, now, pathOf] = [asParty(actor), Date.now(), pathIn(seen)];
    const all = disputable(state, await readRoundTimes(database, demandId));
    const disputed = chosen(all, body, (each) => appellant(each, as, pathOf) !== null);
    const calendar = calendarFrom(calendarYears, state.createdAt);
    const refused = filingRefusal(disputed, as, now, { policy, calendar, pathOf });
    if (refused) throw problemOf(refused);
    const { kind, round, clockId } = disputed!;
    const unit = refOf(seen.units.get(appellant(disputed!, as, pathOf)!)!);
    // One of each: the id follows from what it is about.
    const id = idFrom({ updateId: demandId, bodyHash: `${kind} ${round} ${clockId ?? ''}` }, 'appeal');
    const wordsId = idFrom({ updateId: id, bodyHash: '' }, 'words');
    const people = await readPeopleOfCase(database, demandId);
    const filed = { filedBy: actor.user, filedAt: now, wordsId };
    const filing = { id, demand: state, people, kind, round, clockId, unit, ...filed };
    const appeal = openAppeal(filing, policy, calendar);
    await database.transact(async (sql) => {
      await insertAppeal(sql, appeal);
      await insertWords(sql, wordsId, demandId, { reason: body.reason, attachments: body.attachments ?? [] });
      await linkAttachments(sql, { ids: body.attachments ?? [], demandId, uploadedBy: actor.user });
      const detail = { appeal: id, kind, round, ...(clockId ? { clock: clockId } : {}) };
      await recordAuditIn(sql, { user: actor.user, action: 'appeal_filed', target: state.number, detail });
      await remember(sql, { appeal });
    });
    return { appeal };
  }).catch((error: unknown) => {
    if (isUniqueViolation(error))
      throw new Problem('already_appealed', '这一项已经申诉过，每项只能申诉一次，请查看已有的申诉。');
    throw error;
  });
}
