import type { z } from 'zod';
import type { CollectedDemand } from '../../database/collected-demands';
import { shownClocks } from '../../domain/demand';
import { badgeView, beijing, demandSchema } from '../demands/view';

/** What a visit or an inspection shows of a demand that came from it. */
export const collectedDemandSchema = demandSchema
  .pick({
    ...{ number: true, title: true, kind: true, stage: true, level: true, urgency: true, risk: true },
    ...{ createdAt: true, clocks: true },
  })
  .meta({ id: 'CollectedDemand' });
export type CollectedView = z.output<typeof collectedDemandSchema>;

export function collectedView({ title, state }: CollectedDemand): CollectedView {
  const { number, kind, stage, level, urgency, risk } = state;
  return {
    ...{ number, title, kind, stage, level, urgency, risk },
    createdAt: beijing(state.createdAt),
    clocks: shownClocks(state).map(badgeView),
  };
}
