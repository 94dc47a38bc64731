import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { buildingRisk, childcare, contradicted, dissatisfied, resting, secondRound, threeTiers } from './cases';
import { conference, exhibition, forum, redBus } from './collecting';
import { buildingRound, teamVisits } from './field-work';
import { eachOf, file, play, playCase, waitFor } from './playing';
import { publishDemoRules, waitForDispatch } from './rules';
import { createRestClient, type DemandAnswer, type RestClient } from './rest-client';

/**
 * The demo's story: the six cases of the report travel the chain over REST, as real clients would have it, and demands come
 * to rest in every stage. Started once by `npm start`; waiting is done by 快进, never by sleeping through a working day.
 */
interface CallbackAnswer {
  id: string;
  windowStart: string;
  demand: { number: string };
}

/** Case 6. The callback comes by itself; 快进 brings its window near. */
export async function dissatisfaction(rest: RestClient): Promise<string> {
  const number = await playCase(rest, dissatisfied);
  await answerCallback(rest, number, {
    result: 'dissatisfied',
    grade: 2,
    reasons: ['not_solved'],
    note: '资费没有变化，要求继续办理。',
  });
  await play(rest, number, secondRound);
  await rest.post('zhihui.handler', `/demands/${number}/appeals`, {
    kind: 'rating',
    reason: '宽带资费由运营商与业主签约决定，园区已如实答复并提请街道协调，请核定第一轮评价是否计入。',
  });
  return number;
}

/** A spot check draws the closed cases of a park; one is contradicted and opens its next round. */
export async function spotCheck(rest: RestClient): Promise<string> {
  const number = await playCase(rest, contradicted);
  const day = 24 * 3_600_000;
  const [from, to] = [Date.now() - 30 * day, Date.now() + 30 * day].map((ms) => new Date(ms).toISOString());
  await rest.post('fuyong.supervisor', '/spot-checks', { unit: 'zhihui', from, to, percent: 100 });
  await answerCallback(rest, number, { result: 'dissatisfied', grade: 1, note: '现场复查通道仍有堆物。' });
  return number;
}

async function answerCallback(rest: RestClient, number: string, conclusion: object): Promise<void> {
  const caller = 'fuyong.callback';
  const job = await waitFor(async () => {
    const { items } = await rest.get<{ items: CallbackAnswer[] }>(caller, '/callbacks?limit=200');
    return items.find((item) => item.demand.number === number);
  });
  const ahead = Date.parse(job.windowStart) - Date.now();
  if (ahead > 0) await forward(rest, caller, number, ahead / 3_600_000 + 0.05);
  await waitFor(async () =>
    (await rest.get<{ state: string }>(caller, `/callbacks/${job.id}`)).state === 'offered' ? true : undefined,
  );
  await rest.post(caller, `/callbacks/${job.id}/actions/claim`);
  await rest.post(caller, `/callbacks/${job.id}/actions/attempt`, { outcome: 'reached', note: '接通，核实情况。' });
  await rest.post(caller, `/callbacks/${job.id}/actions/conclude`, conclusion);
  await waitFor(async () => {
    const { stage } = await rest.get<DemandAnswer>('fuyong.supervisor', `/demands/${number}`);
    return stage === 'dispatching' ? true : undefined;
  });
}

const forward = (rest: RestClient, user: string, number: string, hours: number): Promise<unknown> =>
  rest.post(user, `/demo/demands/${number}/fast-forward`, { hours });

/** Callers on duty for the next days, and a spot check every month. */
async function callbackDuty(rest: RestClient): Promise<void> {
  const days = Array.from({ length: 7 }, (_, ahead) => dayText(Date.now(), ahead));
  const shift = { unit: 'fuyong', user: 'fuyong.callback', capacity: 12 };
  for (const day of days) await rest.put('fuyong.supervisor', '/caller-shifts', { ...shift, day });
  const plan = { unit: 'fuyong', every: 'month', percent: 10, minute: 540 };
  await rest.post('fuyong.supervisor', '/spot-check-plans', plan);
}

/** The street has its month analysed, and asks the park to get better at what stands out. */
export async function improvement(rest: RestClient): Promise<string> {
  const street = 'fuyong.supervisor';
  const [from, to] = [dayText(Date.now(), -29), dayText(Date.now(), 0)];
  const { id } = await rest.post<{ id: string }>(street, '/analyses', { unit: 'fuyong', from, to });
  await waitFor(async () =>
    (await rest.get<{ state: string }>(street, `/analyses/${id}`)).state === 'done' ? true : undefined,
  );
  const { number } = await rest.post<{ number: string }>(street, `/analyses/${id}/improvements`, {
    ...{ unit: 'zhihui', owner: 'zhihui.handler', workingDays: 10, title: '答复要答到点子上' },
    body: '资费、公摊一类的答复只写“已整改”。请逐件写明依据、金额和时间，并回头补答两件不满意的。',
  });
  return number;
}

/** The Beijing date some days after an instant. */
const dayText = (at: number, days: number): string =>
  new Date(at + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);

/** A merged pair: two reporters, one case. */
async function merged(rest: RestClient): Promise<void> {
  const main = await file(rest, resting.dispatching!.filing);
  const follower = await file(rest, {
    ...resting.dispatching!.filing,
    title: '直播间经常停电',
    subject: { type: 'employee', name: '主播代表' },
  });
  await play(rest, follower.number, [['zhihui.dispatcher', 'merge', { into: main.number }]]);
  await play(rest, main.number, [['zhihui.dispatcher', 'dispatch', { leadUnit: 'zhihui' }]]);
}

/** Nobody takes it: reminders, the timeout escalation, and authority up to the street. */
async function overdue(rest: RestClient): Promise<void> {
  const { number } = await file(rest, { ...resting.accepting!.filing, title: '东门道闸损坏无人处理' });
  await play(rest, number, resting.accepting!.steps);
  await forward(rest, 'zhihui.supervisor', number, 24 * 7);
}

export async function playScenario(rest: RestClient, say: (text: string) => void): Promise<void> {
  const told = async (text: string, work: () => Promise<unknown>) => {
    await work();
    say(text);
  };
  await told('航城微论坛：15 件诉求当场录入并分拨', () => forum(rest));
  await told('福海展会：一份 12 行的征集表批量导入', () => exhibition(rest));
  await told('智美·汇志联席会议：23 件诉求', () => conference(rest));
  await told('创维创新谷：园区、街道、区三级办结', () =>
    eachOf(threeTiers, 3, async (each) => void (await playCase(rest, each))),
  );
  await told('龙腾大厦：巡查发现红色欠薪风险，楼内化解', async () =>
    play(rest, await buildingRound(rest), buildingRisk.steps),
  );
  await told('西乡包干队：走访企业，现场登记诉求', () => teamVisits(rest));
  await told('同富裕工业园：票选红芯巴士，托育中心', () => Promise.all([redBus(rest), playCase(rest, childcare)]));
  await told('不满意—回访—提级重办—满意，园区申诉', () => dissatisfaction(rest));
  await told('抽查推翻好评，进入重办', () => spotCheck(rest));
  await told('福永街道专题分析，要求园区整改', () => improvement(rest));
  await told('福永街道回访排班，每月抽查计划', () => callbackDuty(rest));
  await told('并案、超时升级，以及停在各环节的诉求', () =>
    Promise.all([
      merged(rest),
      overdue(rest),
      eachOf(Object.values(resting), 4, async (each) => void (await playCase(rest, each))),
    ]),
  );
  // The last: what was filed before went by the rules of the first day, which a trial of these then shows.
  await told('按职责清单修订分拨规则，第 2 版经审定发布', async () => {
    await publishDemoRules(rest);
    await waitForDispatch(rest);
  });
}

async function main(env: NodeJS.ProcessEnv): Promise<void> {
  const file = path.join(env.DATA_DIR ?? '.data', 'demo-accounts.json');
  const accounts = JSON.parse(await readFile(file, 'utf8')) as { username: string; password: string }[];
  const passwords = new Map(accounts.map(({ username, password }) => [username, password]));
  const rest = createRestClient(env.SERVICE_URL ?? `http://127.0.0.1:${env.PORT ?? 3000}`, passwords);
  await playScenario(rest, (text) => process.stdout.write(`${text}\n`));
}

if (require.main === module)
  main(process.env).catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exit(1);
  });
