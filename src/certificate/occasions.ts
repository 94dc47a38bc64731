import { isDeepStrictEqual } from 'node:util';
import { essentialsOf, type Asked } from '../domain/asked';
import type { Calendar } from '../domain/calendar';
import { momentWords } from '../domain/certificate-words';
import type { Demand } from '../domain/demand';
import type { Policy } from '../domain/policy';
import type { RulesAt } from '../domain/retrace';
import { ACTIONS } from '../domain/vocabulary';
import { plain } from './differences';
import type { CarriedOut, Run, Said } from './history';

/** What the histories hold and the ledger has not named yet. */
export interface Kept {
  updates: CarriedOut[];
  heard: Said[];
  unheard: Said[];
}

/** How much of the ledger was found in the histories. */
export interface Matched {
  action: number;
  message: number;
  time: number;
}

/** The occasion as the history holds it; null when it is not there. */
export function inHistory(
  asked: Asked,
  version: number,
  demand: Demand | null,
  runs: readonly Run[],
  kept: Kept,
  matched: Matched,
): Asked | null {
  const message = (list: Said[], name: string, content: unknown): Asked | null => {
    if (!takeOut(list, (said) => said.name === name && isDeepStrictEqual(plain(said.content), plain(content))))
      return null;
    matched.message += 1;
    return asked;
  };
  switch (asked.kind) {
    case 'filed':
    case 'found': {
      const begun = runs.find(({ input }) => input.demand.version === version);
      return begun ? { ...asked, demand: begun.input.demand } : asked;
    }
    case 'action': {
      const update = takeOut(kept.updates, (one) => isSameAction(one, asked, version, demand));
      if (update) matched.action += 1;
      return update
        ? ({
            ...asked,
            facts: update.message.facts,
            actor: update.message.actor,
            wordsId: update.message.wordsId,
          } as Asked)
        : null;
    }
    case 'heard':
      return message(kept.heard, 'hear', asked.message);
    case 'not_heard':
      // The other demand may have ended, or gone away with its workflow.
      return message(kept.unheard, 'hear', asked.message) ?? asked;
    case 'concluded':
      return message(kept.heard, 'concluded', asked.conclusion);
    case 'calendar':
    case 'policy':
      return adopted(asked, kept, matched);
    case 'reopened':
      return runs.some(({ input }) => input.reopen?.jobId === asked.callbackJob) ? asked : null;
    case 'time':
      matched.time += 1;
      return asked;
    case 'unknown':
      return null;
  }
}

function adopted(asked: Asked & { kind: 'calendar' | 'policy' }, kept: Kept, matched: Matched): Asked | null {
  const version = (content: { calendar?: Calendar; policy?: Policy }) =>
    asked.kind === 'calendar' ? content.calendar?.version : content.policy?.version;
  const wanted = asked.kind === 'calendar' ? asked.rules.calendar : asked.rules.policy;
  const said = takeOut(kept.heard, ({ name, content }) => {
    const held = content as { cause?: string; calendar?: Calendar; policy?: Policy } | undefined;
    return name === asked.kind && held?.cause === asked.cause && version(held) === wanted;
  });
  if (said) matched.message += 1;
  return said ? asked : null;
}

type AskedAction = Asked & { kind: 'action' };

function isSameAction(update: CarriedOut, asked: AskedAction, version: number, demand: Demand | null): boolean {
  const { facts, actor, wordsId } = update.message;
  if (update.action !== asked.action || update.version !== version || demand === null) return false;
  if (wordsId !== asked.wordsId) return false;
  return (
    isDeepStrictEqual(plain(facts), plain(asked.facts)) &&
    isDeepStrictEqual(plain(essentialsOf(actor, demand)), plain(asked.actor))
  );
}

function takeOut<Item>(list: Item[], isWanted: (item: Item) => boolean): Item | null {
  const index = list.findIndex(isWanted);
  return index < 0 ? null : list.splice(index, 1)[0]!;
}

export interface HistoryRules {
  at: RulesAt;
  policies: ReadonlyMap<number, Policy>;
  calendars: ReadonlyMap<string, Calendar>;
}

/** Policies and calendars that travelled in the history itself: nothing that is published today is asked. */
export function historyRules(runs: readonly Run[]): HistoryRules {
  const policies = new Map<number, Policy>();
  const calendars = new Map<string, Calendar>();
  for (const { input, heard } of runs) {
    policies.set(input.policy.version, input.policy);
    calendars.set(input.calendar.version, input.calendar);
    for (const { content } of heard) {
      const { policy, calendar } = (content ?? {}) as { policy?: Policy; calendar?: Calendar };
      if (policy) policies.set(policy.version, policy);
      if (calendar) calendars.set(calendar.version, calendar);
    }
  }
  const at: RulesAt = (versions) => {
    const [policy, calendar] = [policies.get(versions.policy), calendars.get(versions.calendar)];
    return policy && calendar ? { policy, calendar } : null;
  };
  return { at, policies, calendars };
}

export function occasionWords(asked: Asked): string {
  const when = momentWords(asked.now);
  switch (asked.kind) {
    case 'filed':
    case 'found':
      return `${when} 登记的状态`;
    case 'action':
      return `${when} 的“${ACTIONS[asked.action]}”`;
    case 'heard':
    case 'not_heard':
      return `${when} 来自另一件诉求的消息`;
    case 'concluded':
      return `${when} 的回访结论`;
    case 'time':
      return `${when} 到点执行的一档`;
    case 'calendar':
      return `${when} 的日历变更`;
    case 'policy':
      return `${when} 的时限变更`;
    case 'reopened':
      return `${when} 的重办`;
    case 'unknown':
      return `${when} 没有说明缘由的变动`;
  }
}
