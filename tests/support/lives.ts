import type { Clients, Life } from './rest-clients';
import { filed } from './travel';

type Step = [user: string, action: string, body: object, events: string[]];

const dispatch: Step = ['zhihui.dispatcher', 'dispatch', { leadUnit: 'zhihui' }, ['dispatched']];
const accept: Step = ['zhihui.handler', 'accept', {}, ['accepted']];
const finish: Step = ['zhihui.handler', 'finish', { result: 'resolved', summary: '已增设货车通道。' }, ['finished']];
const replied = { found: '混行拥堵', done: '分流错峰', basis: '园区公约', contact: '王工 0755-12345678' };
const begin: Step[] = [dispatch, accept];
const end: Step[] = [
  finish,
  ['zhihui.reviewer', 'review', { approve: true }, ['reviewed']],
  ['zhihui.replier', 'reply', replied, ['replied']],
];
const rate = (grade: number, ...events: string[]): Step => [
  'zhihui.collector',
  'rate',
  { grade },
  ['rated', ...events],
];

/** Ways through the chain. The dissatisfied one stays open: its callback waits for its window. */
const WAYS: Step[][] = [
  [...begin, ...end, rate(5, 'closed')],
  [
    dispatch,
    ['zhihui.handler', 'return', { reason: '不属于本单位职责。' }, ['returned']],
    ...begin,
    ...end,
    rate(4, 'closed'),
  ],
  [
    ...begin,
    ['zhihui.handler', 'contact', { channel: 'phone', outcome: 'reached' }, ['contacted']],
    ['zhihui.handler', 'note', { text: '已到现场查看。' }, ['noted']],
    finish,
    ['zhihui.reviewer', 'review', { approve: false, reason: '请补充照片。' }, ['reviewed']],
    ...end,
    rate(5, 'closed'),
  ],
  [...begin, ...end, rate(1, 'callback_scheduled')],
];

/** Whole lives, one after the other, until told to stop; a life under way is brought to its end. */
export async function liveOn(
  clients: Clients,
  lives: Life[],
  chance: () => number,
  isOver: () => boolean,
): Promise<void> {
  while (!isOver()) await liveOnce(clients, WAYS[Math.floor(chance() * WAYS.length)]!, lives);
}

async function liveOnce(clients: Clients, way: Step[], lives: Life[]): Promise<Life> {
  const life = await clients.file(filed);
  lives.push(life);
  for (const [user, action, body, events] of way) await clients.act(life, user, action, body, events);
  return life;
}

/** One whole life; afterwards everybody has a session. */
export const liveOneDay = (clients: Clients): Promise<Life> => liveOnce(clients, WAYS[0]!, []);

/** Nobody ever dispatches these: their clock is left to run out, level by level. */
export const neglected = { ...filed, kind: 'complaint', title: '无人分拨的诉求', contact: undefined };

/** What the ladder of the dispatch clock comes to from level C: each rung once per level, and supervision at the top. */
export const NEGLECTED_EVENTS = [
  'submitted',
  ...['moved_up', 'moved_up', 'supervised_by_clock'].flatMap((last) => [
    'reminded',
    'reminded',
    'timeout_escalated',
    last,
  ]),
];
