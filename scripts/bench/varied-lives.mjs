import { createRequire } from 'node:module';

const compiled = createRequire(new URL('../../dist/', import.meta.url));

/** What became of demands, as [hours later, what]. `late` waits until a clock has just run out; `silence` until nobody has rated. */
const handled = (contact, finish, result = 'resolved') => [
  [1, 'dispatch'],
  [1, 'accept'],
  [contact, 'contact'],
  [finish, 'finish', { result }],
  [2, 'review'],
  [2, 'reply'],
];
const rated = (grade) => [9, 'rate', { grade, reasons: grade < 3 ? ['not_solved'] : [] }];
const IN_TIME = handled(2, 20);
const times = (n, life) => Array.from({ length: n }, () => life);
const LIVES = {
  ended: [
    ...times(8, [...IN_TIME, rated(5)]),
    ...times(6, [...IN_TIME, rated(4)]),
    ...times(3, [...IN_TIME, rated(3)]),
    ...times(3, [...IN_TIME, ['silence']]),
    ...times(2, [...handled(40, 10), rated(4)]),
    [...handled('late', 5, 'partly'), rated(3)],
    ...times(2, [...handled(2, 'late'), rated(5)]),
    [...handled(3, 12, 'explained'), rated(2), [5, 'satisfied']],
    [...IN_TIME, rated(1), [5, 'dissatisfied'], ...IN_TIME, rated(4)],
    [[1, 'reject']],
    [
      [1, 'dispatch'],
      [2, 'withdraw'],
    ],
  ],
  open: [
    [],
    [['late', 'note', { public: false }]],
    IN_TIME.slice(0, 1),
    IN_TIME.slice(0, 2),
    IN_TIME.slice(0, 3),
    [...IN_TIME.slice(0, 3), ['late', 'note', { public: false }]],
    [...IN_TIME.slice(0, 3), [1, 'supervise', { workingDays: 3 }]],
    IN_TIME.slice(0, 4),
    IN_TIME.slice(0, 5),
    IN_TIME,
    [...IN_TIME, rated(1)],
  ],
};

/** Each kind of life once for each of the lead units, played by the domain's own rules. Gives the states they came to. */
export function variedLives(leads, rules) {
  const of = (lives) => leads.flatMap((lead) => lives.map((steps, i) => play(lead, steps, i, rules)));
  return { ended: of(LIVES.ended), open: of(LIVES.open) };
}

function play(lead, steps, i, rules) {
  const { openDemand } = compiled('./src/domain/intake.js');
  const { nextDeadline, passTime } = compiled('./src/domain/time-passing.js');
  const actor = { kind: 'staff', user: `demo-${lead.id}.handler`, grants: [] };
  let now = Date.parse('2026-03-02T09:00:00+08:00');
  let { demand } = openDemand(filing(lead, i), actor, now, rules);
  const until = (goal) => {
    for (let due = nextDeadline(demand); due !== null && due <= goal; due = nextDeadline(demand))
      ({ demand } = passTime(demand, due, rules));
    now = goal;
  };
  for (const [after, what, facts = {}] of steps) {
    const live = demand.clocks.filter((clock) => clock.endedAt === null && clock.state === 'running');
    until(typeof after === 'number' ? now + after * 3_600_000 : Math.min(...live.map((clock) => clock.dueAt)) + 60_000);
    if (what) demand = take(demand, what, facts, { now, actor }, lead, rules);
  }
  return demand;
}

function take(demand, what, facts, step, lead, rules) {
  const { apply } = compiled('./src/domain/transitions.js');
  const { openDraft, seal } = compiled('./src/domain/transition.js');
  const { concludeCallback } = compiled('./src/domain/actions/closing.js');
  if (what === 'satisfied' || what === 'dissatisfied') {
    const draft = openDraft(demand, rules, step);
    concludeCallback(draft, { jobId: demand.callbackJob, result: what, grade: null, wordsId: null });
    return seal(draft).demand;
  }
  const given = {
    dispatch: { lead, co: [], replying: lead },
    contact: { channel: 'phone', outcome: 'reached' },
    review: { approve: true },
  };
  return apply(demand, what, { ...given[what], ...facts }, step, rules).demand;
}

function filing(lead, i) {
  const at = (list) => list[i % list.length];
  const proposal = {
    level: lead.level,
    urgency: 'normal',
    risk: 'green',
    lead: null,
    co: [],
    replying: null,
    direct: false,
    rules: [],
  };
  return {
    ...{ id: 'ID', number: 'NUMBER', place: lead, collecting: lead, collectedBy: null, parent: null, channel: 'bench' },
    kind: at(['help', 'complaint', 'consultation', 'suggestion', 'help']),
    proposal: {
      ...proposal,
      category: at(['市容环卫', '交通出行', '劳资纠纷', '惠企政策', '物业管理', '其他', '安全生产']),
    },
  };
}
