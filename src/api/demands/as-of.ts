import { z } from 'zod';
import { readHeldAgainst } from '../../database/appeals';
import type { Database } from '../../database/client';
import type { UnitDirectory } from '../../database/unit-directory';
import { readNames, readTrace, type Traced } from '../../database/traces';
import { versionAt } from '../../domain/as-of';
import { momentWords } from '../../domain/certificate-words';
import type { Demand } from '../../domain/demand';
import type { Version } from '../../domain/retrace';
import type { Api, ApiDependencies } from '../app';
import { invalidInput, Problem } from '../errors';
import { instant, instantOf } from '../instant';
import { asOfSchema, asOfView, type AsOfView } from './as-of-view';
import { seenDemand } from './eyes';

const querySchema = z.object({
  at: instant.optional().meta({ description: '登记以后、现在以前的时刻' }),
  seq: z.coerce.number().int().min(1).max(1_000_000).optional().meta({ description: '或者：办理经过的第几条之后' }),
});
type Query = z.output<typeof querySchema>;

/** A demand as it was at any moment of its life, for whoever may see it now. */
export function asOfRoutes(app: Api, { database }: ApiDependencies, directory: UnitDirectory): void {
  app.get(
    '/demands/:number/as-of',
    {
      config: { access: 'signed-in' },
      schema: {
        tags: ['诉求'],
        summary: '当时的情况：某一时刻的环节、持有人、剩余时间、待办，以及谁能看到什么',
        params: z.object({ number: z.string().max(40) }),
        querystring: querySchema,
        response: { 200: asOfSchema },
      },
    },
    async ({ actor, params, query }) => {
      const { demand } = await seenDemand(database, directory, actor, params.number);
      return asOf(database, directory, demand.state, query);
    },
  );
}

async function asOf(database: Database, directory: UnitDirectory, state: Demand, query: Query): Promise<AsOfView> {
  const asked = momentOf(query, state);
  const traced = await readTrace(database, state);
  const { version, at } = asked === null ? afterEvent(traced, query.seq!) : heldAt(traced, asked);
  const rules = traced.rulesAt(version.asked.rules);
  if (!rules) throw untraceable();
  const { holder } = version.demand;
  const [people, held] = await Promise.all([
    readNames(database, holder.user === null ? [] : [holder.user]),
    readHeldAgainst(database, state.id, new Date(at)),
  ]);
  const known = { units: await directory.units(), people, calendar: rules.calendar, events: traced.events, held };
  return asOfView(version, at, known);
}

/** The instant that was asked for (epoch ms), or null when it was an event. */
function momentOf({ at, seq }: Query, state: Demand): number | null {
  if ((at === undefined) === (seq === undefined))
    throw invalidInput('/at', '请给出一个时刻（at）或一条办理经过（seq）。');
  if (at === undefined) return null;
  const moment = instantOf(at).getTime();
  if (moment < state.createdAt)
    throw invalidInput('/at', `这件诉求登记于 ${momentWords(state.createdAt)}，请选择此后的时刻。`);
  // The life of a demand of the demo may be ahead of the clock on the wall.
  if (moment > Math.max(Date.now(), state.updatedAt)) throw invalidInput('/at', '不能查看将来，请选择现在以前的时刻。');
  return moment;
}

interface Held {
  version: Version;
  at: number;
}

function heldAt({ trace }: Traced, at: number): Held {
  const version = versionAt(trace, at);
  if (version === 'before_filing') throw invalidInput('/at', '那时这件诉求还没有登记，请选择登记以后的时刻。');
  if (typeof version === 'string') throw untraceable();
  return { version, at };
}

function afterEvent({ trace, events }: Traced, seq: number): Held {
  if (!events.some((event) => event.seq === seq)) throw invalidInput('/seq', '没有这一条办理经过，请刷新后重新选择。');
  const version = trace.versions.find((each) => each.seq >= seq);
  // Events of before the trace began stand in its first version already.
  if (!version || (trace.before && seq <= trace.before.seq)) throw untraceable();
  return { version, at: version.at };
}

const untraceable = (): Problem =>
  new Problem('not_traceable', '这段经过登记时还没有保存可以追溯的依据，只能查看“办理经过”和“时限”中的记录。');
