import { z } from 'zod';
import { readGivenBack } from '../../database/precedents';
import { calendarFrom, createRulesReader } from '../../database/rules';
import type { UnitDirectory } from '../../database/unit-directory';
import { holdingsOf, pingPong } from '../../domain/holding';
import { CLOCK_NAMES } from '../../domain/vocabulary';
import type { Api, ApiDependencies } from '../app';
import { unitSchema } from '../units';
import { seenDemand } from './eyes';
import { beijing, timeSchema, unitView } from './view';

const chargeSchema = z.object({
  clock: z.enum(CLOCK_NAMES),
  scope: z.enum(['working', 'elapsed']),
  minutes: z.number().meta({ description: '记在名下的分钟数；暂停的时间不计' }),
});
export const holdersSchema = z
  .object({
    items: z.array(
      z.object({
        unit: unitSchema.nullable().meta({ description: '空为在诉求人处' }),
        from: timeSchema,
        to: timeSchema.nullable().meta({ description: '空为现在持有' }),
        returned: z.boolean().meta({ description: '以退单结束' }),
        charged: z.array(chargeSchema),
      }),
    ),
    pingPong: z
      .object({ returns: z.int(), units: z.array(unitSchema) })
      .nullable()
      .meta({ description: '退单拉锯：退回几次（含办理中上报）、由哪些单位退回；没有来回为空' }),
  })
  .meta({ id: 'Holders' });

/** Who held the demand when, and what each is charged, out of the ledgers. */
export function holderRoutes(app: Api, { database }: ApiDependencies, directory: UnitDirectory): void {
  const readRules = createRulesReader(database);
  app.get(
    '/demands/:number/holders',
    {
      config: { access: 'signed-in' },
      schema: {
        tags: ['诉求'],
        summary: '谁持有了多久：每一段记在谁名下，退过几次',
        params: z.object({ number: z.string().max(40) }),
        response: { 200: holdersSchema },
      },
    },
    async ({ actor, params }) => {
      const { demand } = await seenDemand(database, directory, actor, params.number);
      const { clocks, createdAt, updatedAt } = demand.state;
      const [{ calendarYears }, rows] = await Promise.all([readRules(), readGivenBack(database, demand.id)]);
      const given = rows.map(({ unit_id: unit, at, passed_up: passedUp }) => ({ unit, at: at.getTime(), passedUp }));
      const returns = given.filter(({ passedUp }) => !passedUp);
      const now = Math.max(Date.now(), updatedAt);
      const holdings = holdingsOf(clocks, returns, calendarFrom(calendarYears, createdAt), now);
      const units = await directory.units();
      const named = (unit: string) => unitView(units, unit);
      const sawing = pingPong(given);
      return {
        items: holdings.map(({ unit, from, to, returned, charged }) => ({
          ...{ unit: unit === null ? null : named(unit), from: beijing(from), to: to === null ? null : beijing(to) },
          returned,
          charged: charged.map(({ clock, scope, amount }) => ({ clock, scope, minutes: Math.round(amount / 60_000) })),
        })),
        pingPong: sawing && { returns: sawing.returns, units: sawing.units.map(named) },
      };
    },
  );
}
