import type { Database } from '../../database/client';
import { unitOfConference } from '../../database/conferences';
import { findDemand, isAgreedWithMain } from '../../database/demands';
import { readSeats } from '../../database/seats';
import { refOf } from '../../database/unit-directory';
import type { Facts } from '../../domain/facts';
import { ENDED_STAGES, type Action, type Stage } from '../../domain/vocabulary';
import type { SignedIn } from '../actor';
import type { ApiDependencies } from '../app';
import { invalidInput, Problem } from '../errors';
import { requireFit } from '../replies/outgoing';
import { untilHeard } from '../until-heard';
import { idFrom, requestKey, type RequestKey } from '../request-key';
import { act } from './act';
import { actingOn } from './acting-on';
import { toFacts, wordsOf, type ActionBody, type Lookups } from './action-bodies';
import { sightOfActor, type Seen } from './eyes';
import { beijing } from './view';

/** What somebody wants done with one demand. */
export interface Asked<A extends Action> {
  action: A;
  body: ActionBody<A>;
  ifVersion?: number;
  key: RequestKey | null;
}

/** Takes one action on one demand that the caller sees. Throws the problem otherwise. */
export async function perform<A extends Action>(
  dependencies: ApiDependencies,
  seen: Seen,
  actor: SignedIn,
  { action, body, ifVersion, key }: Asked<A>,
): Promise<void> {
  const facts = await factsOf(dependencies.database, seen, actor, { action, body, key });
  await requireFit(dependencies, seen, actor, { action, body, facts });
  const as = actingOn(actor, seen.demand);
  await act(dependencies, seen.demand, { action, actor: as, facts, words: wordsOf(body), ifVersion, key });
  // The main case learns by a message who joined or left it.
  const { into } = facts as Partial<Facts['merge']>;
  const main = action === 'unmerge' ? seen.demand.state.mergedInto : into;
  if (main) await untilHeard(() => isAgreedWithMain(dependencies.database, seen.demand.id, main));
}

/** What the body says, with its names looked up. Writes nothing; throws the problem for what is not there. */
export async function factsOf<A extends Action>(
  database: Database,
  seen: Seen,
  actor: SignedIn,
  { action, body, key }: Asked<A>,
): Promise<Facts[A]> {
  return toFacts[action](body, lookupsFor(database, seen, actor, key));
}

/** The key under which the caller asks this of this demand, if any was given. */
export const actionKey = (
  actor: SignedIn,
  { demand }: Seen,
  action: Action,
  given: string | undefined,
  body: object,
): RequestKey | null =>
  given === undefined ? null : requestKey(`${actor.user}\n${demand.id}\n${action}`, given, body);

/** What is handed to somebody who is away would lie there, or go to the deputy unasked. */
async function requirePresence(database: Database, user: string): Promise<void> {
  const away = (await readSeats(database)).awayAt(user, Date.now());
  if (!away) return;
  const until = beijing(away.until).slice(0, 16).replace('T', ' ');
  const instead = away.deputy
    ? `由${away.deputy.name}代办，请转给${away.deputy.name}或其他在岗的经办人`
    : '请转给其他在岗的经办人';
  throw new Problem('handler_absent', `这位经办人休假至 ${until}，${instead}。`);
}

/** Its reply has gone out, or there will be none: whoever joined it now would hear nothing. */
export const cannotBeMain = (stage: Stage): boolean =>
  (ENDED_STAGES as readonly Stage[]).includes(stage) || ['rating', 'calling_back', 'merged', 'split'].includes(stage);

function lookupsFor(database: Database, { demand, units }: Seen, actor: SignedIn, key: RequestKey | null): Lookups {
  const ofMain = async (id: string): Promise<string> => {
    const row = await database.demand.findUnique({ where: { id }, select: { number: true } });
    const main = row && (await findDemand(database, row.number, sightOfActor(actor, units)));
    return main
      ? `这件诉求已并入 ${row.number}（${main.title}），请改为并入那一件。`
      : '这件诉求已并入您无权查看的一件主案，请联系上级分拨。';
  };
  return {
    units,
    newIds: (count) => Array.from({ length: count }, (_, i) => idFrom(key, `part ${i}`)),
    handlerIn: async (user) => {
      const unitId = demand.state.lead?.id ?? '';
      const found = await database.user.findFirst({
        where: {
          OR: [{ id: user }, { username: user }],
          disabledAt: null,
          grants: { some: { role: 'handler', unitId } },
        },
        select: { id: true },
      });
      if (!found) throw invalidInput('/user', '主办单位没有这位经办人，请从本单位经办人中选择。');
      await requirePresence(database, found.id);
      return found.id;
    },
    conferenceUnit: async (conference) => {
      const found = await unitOfConference(database, conference, demand.id);
      const unit = found && units.get(found.unitId);
      const presides = actor.grants.some(
        ({ role, unit: seat }) => (role === 'dispatcher' || role === 'supervisor') && unit?.path.includes(seat),
      );
      if (!unit || !presides)
        throw invalidInput('/conference', '本诉求不在这次会议的议程上，或您不能代表这次会议作决定。');
      return refOf(unit);
    },
    openDemand: async (number) => {
      const main = await findDemand(database, number, sightOfActor(actor, units));
      if (!main) throw invalidInput('/into', '没有这件诉求，或您无权查看，请核对主案编号。');
      const { stage, mergedInto } = main.state;
      if (stage === 'merged' && mergedInto) throw invalidInput('/into', await ofMain(mergedInto));
      if (cannotBeMain(stage)) throw invalidInput('/into', '主案已反馈或已结束，不能再并入，请选择仍在办理的诉求。');
      return main.id;
    },
  };
}
