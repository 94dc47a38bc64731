import { randomUUID } from 'node:crypto';
import { recordDemand } from '../../src/database/record-demand';
import { packFacts } from '../../src/domain/packed-facts';
import { apply } from '../../src/domain/transitions';
import { aDemand, anActor, HOUR, rules, ZHIHUI } from '../support/a-demand';
import { testApp, type TestApp } from '../support/app';
import { putDemand } from '../support/put-demand';

let api: TestApp;
beforeAll(async () => {
  api = await testApp();
});
afterAll(() => api.close());

test('what a dead worker wrote too late takes no place of what happened instead', async () => {
  const { database } = api;
  const demand = aDemand({ id: randomUUID(), place: ZHIHUI });
  await putDemand(database, demand);
  const actor = anActor('dispatcher', ZHIHUI);
  const noted = (from: typeof demand, by: string, hours: number) =>
    apply(
      from,
      'note',
      { public: false },
      { now: from.createdAt + hours * HOUR, actor: { ...actor, user: by } },
      rules,
    );
  const lost = noted(demand, 'lost', 1);
  const second = noted(demand, 'second', 1);
  const third = noted(second.demand, 'third', 2);
  await recordDemand(database, second);
  await recordDemand(database, third);
  await recordDemand(database, lost);
  const events = await database.demandEvent.findMany({ where: { demandId: demand.id }, orderBy: { seq: 'asc' } });
  expect(events.map(({ actorId }) => actorId)).toEqual(['second', 'third']);
  const { facts } = await database.demand.findUniqueOrThrow({ where: { id: demand.id } });
  expect(facts).toBe(JSON.stringify(packFacts(third.demand)));
});
