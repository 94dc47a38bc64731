import { rulesFrom } from '../../src/domain/retrace';
import type { Policy } from '../../src/domain/policy';
import type { RecordedCase } from '../../src/rehearsal/recorded';
import type { Trial } from '../../src/rehearsal/trial';
import type { Month } from '../../src/simulation/month';
import type { World } from '../../src/simulation/world';

/** The lives of a simulated month as the database would give them. */
export function recordedCases({ lives, phones }: Month): RecordedCase[] {
  return lives.map(({ events, demand, arrival }) => ({
    ...{ events, state: demand, subject: arrival.subject.type, text: `${arrival.title}\n${arrival.body}` },
    jobs: phones
      .filter(({ life }) => life.demand.id === demand.id)
      .map(({ job, createdAt }) => ({ ...job, createdAt })),
  }));
}

/** The unchanged rules of a world, with what is tried in their place. */
export const aTrial = (
  { policy, calendarYears, units }: Pick<World, 'policy' | 'calendarYears' | 'units'>,
  horizon: number,
  tried: Partial<Trial> = {},
): Trial => ({
  ...{ policy: null, calendarAt: null, proposal: null, horizon },
  rulesAt: rulesFrom([policy], calendarYears),
  unitOf: (id) => units.get(id)?.ref,
  ...tried,
});

export const halved = (policy: Policy): Policy => ({
  ...policy,
  version: policy.version + 1,
  budgets: policy.budgets.map((row) => ({ ...row, minutes: row.minutes / 2 })),
});
