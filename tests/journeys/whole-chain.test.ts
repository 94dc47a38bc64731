import { testStack, type Stack } from '../support/stack';
import { filed, insist } from '../support/travel';

let stack: Stack;

beforeAll(async () => {
  stack = await testStack();
});
afterAll(() => stack.close());

async function file(): Promise<string> {
  const { status, body } = await stack.call('zhihui.collector', {
    method: 'POST',
    url: '/api/v1/demands',
    payload: filed,
  });
  expect(status).toBe(201);
  return body.number as string;
}

const act = (user: string, number: string, action: string, payload: object) =>
  insist(stack, user, `/demands/${number}/actions/${action}`, payload);

describe('the whole chain', () => {
  it('carries a demand from collecting to a satisfied rating', async () => {
    const number = await file();
    const steps: [string, string, object, string][] = [
      ['zhihui.dispatcher', 'dispatch', { leadUnit: 'zhihui' }, 'accepting'],
      ['zhihui.handler', 'accept', {}, 'handling'],
      ['zhihui.handler', 'finish', { result: 'resolved', summary: '增设货车通道，错峰进出。' }, 'reviewing'],
      ['zhihui.reviewer', 'review', { approve: true }, 'replying'],
      ['zhihui.replier', 'reply', { found: '混行', done: '分流', basis: '园区公约', contact: '王工 0755-1' }, 'rating'],
      ['zhihui.collector', 'rate', { grade: 5 }, 'closed'],
    ];
    for (const [user, action, payload, stage] of steps) {
      const answer = await act(user, number, action, payload);
      expect([action, answer.status, answer.body.stage ?? answer.body]).toEqual([action, 200, stage]);
    }
    const events = await stack.call('zhihui.supervisor', { method: 'GET', url: `/api/v1/demands/${number}/events` });
    expect(events.body.items.map((e: { type: string }) => e.type)).toEqual([
      'submitted',
      'dispatched',
      'accepted',
      'finished',
      'reviewed',
      'replied',
      'rated',
      'closed',
    ]);
  });
});
