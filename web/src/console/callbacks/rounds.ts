import type { Case, DemandEvent } from '../../../../src/api/contract';
import type { DissatisfactionReason } from '../../../../src/domain/vocabulary';

type Round = Case['rounds'][number];
export interface Answered {
  at: string;
  found: string;
  done: string;
  basis: string;
  contact: string;
  text: string | null;
}
/** One round of handling with what was said in it. */
export interface HeardRound extends Round {
  reply: Answered | null;
  reasons: DissatisfactionReason[];
  comment: string | null;
  callbackNote: string | null;
}

const textOf = (event: DemandEvent | undefined, name: string): string | null => {
  const text = event?.words?.[name];
  return typeof text === 'string' && text !== '' ? text : null;
};

/** The rounds, the latest first. A round that was replied to twice shows the last reply. */
export function heardRounds({ rounds }: Pick<Case, 'rounds'>, events: readonly DemandEvent[]): HeardRound[] {
  return rounds.toReversed().map((round) => {
    const last = (type: DemandEvent['type']) =>
      events.findLast((event) => event.type === type && event.round === round.round);
    const replied = last('replied');
    const rated = last('rated');
    return {
      ...round,
      reply: replied
        ? {
            at: replied.at,
            found: textOf(replied, 'found') ?? '',
            done: textOf(replied, 'done') ?? '',
            basis: textOf(replied, 'basis') ?? '',
            contact: textOf(replied, 'contact') ?? '',
            text: textOf(replied, 'text'),
          }
        : null,
      reasons: (rated?.data.reasons as DissatisfactionReason[] | undefined) ?? [],
      comment: textOf(rated, 'comment'),
      callbackNote: textOf(last('callback_concluded'), 'note') ?? textOf(last('callback_concluded'), 'basis'),
    };
  });
}

/** The version of the rules that the demand keeps; the latest event names it. */
export function policyVersionOf(events: readonly DemandEvent[]): number | null {
  const version = events.findLast(({ cause }) => typeof cause.policyVersion === 'number')?.cause.policyVersion;
  return typeof version === 'number' ? version : null;
}
