import type { DemandEvent } from '../../../../src/api/contract';

export const SIDES = { before: '办理前', after: '办理后' } as const;
export type Side = keyof typeof SIDES;

/** On which side each picture of a case was shown last, by the ids of its files. */
export function sidesOf(events: readonly DemandEvent[]): Map<string, Side> {
  const sides = new Map<string, Side>();
  for (const { words } of events) {
    const evidence = (words?.evidence ?? {}) as Partial<Record<Side, string[]>>;
    for (const side of Object.keys(SIDES) as Side[]) for (const id of evidence[side] ?? []) sides.set(id, side);
  }
  return sides;
}
