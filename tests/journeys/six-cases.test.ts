import type { AddressInfo } from 'node:net';
import { busLineVotes, buildingRisk, conferenceTopics, forumCases, threeTiers } from '../../src/demo/cases';
import { conference, exhibition, forum, redBus } from '../../src/demo/collecting';
import { buildingRound } from '../../src/demo/field-work';
import { publishDemoRules, waitForDispatch } from '../../src/demo/rules';
import { eachOf, play, playCase } from '../../src/demo/playing';
import { createRestClient, type RestClient } from '../../src/demo/rest-client';
import { dissatisfaction, improvement, spotCheck } from '../../src/demo/scenario';
import { demoPassword, type Json } from '../support/app';
import { testStack, type Stack } from '../support/stack';

let stack: Stack;
let rest: RestClient;

beforeAll(async () => {
  stack = await testStack();
  await stack.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = stack.app.server.address() as AddressInfo;
  const people = await stack.database.user.findMany({ select: { username: true } });
  rest = createRestClient(`http://127.0.0.1:${port}`, new Map(people.map(({ username }) => [username, demoPassword])));
});
afterAll(() => stack.close());

const read = (path: string, by = 'baoan.supervisor') => rest.get<Json>(by, path);
const eventsOf = async (number: string): Promise<Json[]> => (await read(`/demands/${number}/events`)).items;
const typesOf = async (number: string): Promise<string[]> => (await eventsOf(number)).map(({ type }) => type);

describe('the six cases of the report, over REST', () => {
  test('a forum asks fifteen demands in one sitting, and all are dispatched at once', async () => {
    const { id } = await forum(rest);
    const { total } = await read(`/campaigns/${id}/result`);
    expect(total).toMatchObject({ asked: forumCases.length, dispatched: forumCases.length, solved: 0 });
    const { items } = await read(`/demands?campaign=${id}&limit=50`);
    expect(new Set(items.map(({ channel }: Json) => channel))).toEqual(new Set(['微论坛']));
    const [{ number }] = items;
    expect((await read(`/demands/${number}`)).origin).toMatchObject({
      ...{ form: { code: 'organisation' }, answers: [{ label: '党员人数' }, { label: '涉及企业' }], campaign: { id } },
    });
  });

  test('the forms that were filled in at an exhibition come in as one file', async () => {
    const { id } = await exhibition(rest);
    expect(await read(`/imports/${id}`, 'fuhai.collector')).toMatchObject({
      total: 12,
      created: 12,
      wrong: 0,
      repeated: 0,
    });
    const { items } = await read(`/demands?batch=${id}&limit=50`);
    expect(new Set(items.map(({ channel }: Json) => channel))).toEqual(new Set(['展会']));
  });

  test('a joint conference decides twenty-three demands: who, what and by when', async () => {
    const { id } = await conference(rest);
    const { decisions, undecided } = await read(`/conferences/${id}/minutes`);
    expect([decisions.length, undecided.length]).toEqual([23, 0]);
    for (const { demand, leadUnit, appliedAt, dueAt } of decisions) {
      expect(demand.leadUnit).toEqual(leadUnit);
      expect([typeof appliedAt, typeof dueAt]).toEqual(['string', 'string']);
    }
    const led = (to: string) => decisions.filter(({ leadUnit }: Json) => leadUnit.id === to).length;
    expect(conferenceTopics.map(({ to }) => led(to))).toEqual(conferenceTopics.map(({ count }) => count));
  });

  test('three demands are solved in the park, at the street and by a district department', async () => {
    const numbers: string[] = [];
    await eachOf(threeTiers, 3, async (each) => void numbers.push(await playCase(rest, each)));
    const levels = await Promise.all(numbers.map(async (number) => (await read(`/demands/${number}`)).level));
    expect(levels.sort()).toEqual(['A', 'B', 'C']);
  });

  test('a red wage finding of a building round is an urgent demand at once, and solved in the building', async () => {
    const number = await buildingRound(rest);
    const filed = await read(`/demands/${number}`);
    expect(filed).toMatchObject({ urgency: 'urgent', risk: 'red', category: '欠薪维权', channel: '楼宇薪火小站' });
    await play(rest, number, buildingRisk.steps);
    expect(await read(`/demands/${number}`)).toMatchObject({ stage: 'closed', level: 'C', rating: 5 });
  });

  test('the bus line is put to the vote, the case waits for the votes, and the reporter sees what came of them', async () => {
    const number = await redBus(rest);
    const types = await typesOf(number);
    expect(types.indexOf('poll_closed')).toBeGreaterThan(types.indexOf('poll_opened'));
    expect(types.indexOf('finished')).toBeGreaterThan(types.indexOf('poll_closed'));
    const { items } = await read(`/polls?demand=${number}`, 'yanluo-construction.handler');
    expect(items[0]).toMatchObject({ ballots: 12, votes: busLineVotes.length });
    expect(items[0].result.map(({ votes }: Json) => votes)).toEqual([6, 2, 2]);
    const closed = await read(`/demands/${number}`);
    expect(closed).toMatchObject({ stage: 'closed', result: 'adopted', rating: 5 });
    expect(closed.attachments.map(({ mediaType }: Json) => mediaType).sort()).toEqual(['image/png', 'video/mp4']);
  });

  test('a bad rating brings a callback and a redo one level up that satisfies; a spot check overturns a good rating', async () => {
    const redone = await read(`/demands/${await dissatisfaction(rest)}`);
    expect(redone).toMatchObject({ stage: 'closed', level: 'B', round: 2, rating: 5 });
    const overturned = await read(`/demands/${await spotCheck(rest)}`);
    expect(overturned).toMatchObject({ stage: 'dispatching', round: 2 });
  });

  test('reporters rate by their links, side by side in four respects, and the street asks for an improvement', async () => {
    const rounds = await stack.database.$queryRaw<{ by: string; inRespects: boolean }[]>`
      SELECT each->>'ratedBy' AS by, each->'dimensions' IS NOT NULL AS "inRespects"
      FROM demand, jsonb_array_elements(state->'rounds') AS each WHERE jsonb_typeof(each->'rating') = 'number'`;
    expect(new Set(rounds.map(({ by }) => by))).toEqual(new Set(['reporter']));
    expect(rounds.filter(({ inRespects }) => inRespects).length).toBeGreaterThan(rounds.length / 2);
    const asked = await read(`/demands/${await improvement(rest)}`);
    expect(asked).toMatchObject({ kind: 'improvement', leadUnit: { id: 'zhihui' } });
  });

  test('the rules are revised by the duty list, approved by a second person, and what is filed then has a unit proposed', async () => {
    await publishDemoRules(rest);
    const { items } = await read('/rules');
    expect(items.map(({ version, publishedBy }: Json) => [version, publishedBy])).toEqual([
      [2, 'baoan.administrator2'],
      [1, null],
    ]);
    await waitForDispatch(rest);
    const proposed = async (title: string, by: string) => {
      const found = (await read(`/demands?q=${encodeURIComponent(title)}`, by)).items[0];
      return (await read(`/demands/${found.number}`, by)).proposal;
    };
    expect(await proposed('空调外机夜里声音大', 'zhihui.dispatcher')).toMatchObject({
      ...{ level: 'C', leadUnit: { id: 'zhihui-property' }, rules: [{ id: 'duty-ZS-08', version: 2 }] },
    });
    expect(await proposed('厂区外垃圾三天没人清运', 'baoan.dispatcher')).toMatchObject({
      ...{ level: 'A', leadUnit: { id: 'baoan-urban' } },
    });
  });
});
