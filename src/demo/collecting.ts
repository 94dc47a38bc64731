import { busLineMedia } from './bus-line-media';
import { busLine, busLineOpens, busLinePoll, busLineVotes, conferenceTopics, forumCases } from './cases';
import { exhibitionForm } from './exhibition-form';
import { eachOf, file, play, playCase, waitFor } from './playing';
import type { DemandAnswer, RestClient } from './rest-client';

const HOUR = 3_600_000;
const at = (hoursFromNow: number): string => new Date(Date.now() + hoursFromNow * HOUR).toISOString();

interface Made {
  id: string;
}

/** Case 1. One sitting, one sheet. Several people enter it at once, so the demands are filed side by side. */
export async function forum(rest: RestClient): Promise<Made> {
  const campaign = await rest.post<Made>('hangcheng.collector', '/campaigns', {
    ...{ unit: 'hangcheng', kind: 'forum', name: '航城街道“微论坛”', channel: '微论坛', form: 'organisation' },
    ...{ host: '航城街道“两新”组织党委', location: '航城街道党群服务中心' },
    ...{ startsAt: at(-2), endsAt: at(2) },
  });
  await eachOf(forumCases, 5, async ({ filing, answers, to }) => {
    const { number } = await file(rest, filing, { campaign: campaign.id, answers });
    await play(rest, number, [
      ['hangcheng.dispatcher', 'dispatch', { leadUnit: to, note: '微论坛现场收集，会后即分拨。' }],
    ]);
  });
  return campaign;
}

interface Batch extends Made {
  state: string;
  suggested: { columns: object; defaults: object };
}

/** An exhibition of Fuhai: the forms that branches filled in at the stand come as one file. Answers the batch. */
export async function exhibition(rest: RestClient): Promise<Made> {
  const by = 'fuhai.collector';
  const campaign = await rest.post<Made>(by, '/campaigns', {
    ...{ unit: 'fuhai', kind: 'exhibition', name: '福海“两新”服务展（示例）', channel: '展会', form: 'organisation' },
    ...{ host: '福海街道“两新”组织党委', location: '会展湾园区南登录大厅' },
    ...{ startsAt: at(-6), endsAt: at(2) },
  });
  const file = { name: '福海展会征集表.csv', type: 'text/csv', content: exhibitionForm };
  const { id, suggested } = await rest.upload<Batch>(by, '/imports', file, { campaign: campaign.id });
  const { columns, defaults } = suggested;
  await rest.put(by, `/imports/${id}/mapping`, { columns, defaults });
  await rest.post(by, `/imports/${id}/run`);
  await waitFor(async () => ((await rest.get<Batch>(by, `/imports/${id}`)).state === 'done' ? true : undefined));
  return { id };
}

type ConferenceTopic = (typeof conferenceTopics)[number];

/** Case 2. The conference decides each demand: what the park can do it does, the rest goes up with the decision as the reason. */
export async function conference(rest: RestClient): Promise<Made> {
  const chair = 'zhihui.dispatcher';
  const listed = await listedDemands(rest);
  const held = await rest.post<Made>(chair, '/conferences', {
    ...{ unit: 'zhihui', title: '智美·汇志园区党建联席会议', heldAt: at(-1) },
    ...{ location: '园区党群服务中心会议室', host: '智美·汇志园区党委' },
    attendees: '园区党委、街道经济发展办公室、街道城市建设办公室、物业服务队、企业代表',
  });
  await rest.post(chair, `/conferences/${held.id}/items`, { numbers: [...listed.keys()].sort() });
  await eachOf([...listed], 5, async ([number, { decision, to, workingDays }]) => {
    await rest.put(chair, `/conferences/${held.id}/items/${number}`, { decision, leadUnit: to, workingDays });
  });
  await rest.post(chair, `/conferences/${held.id}/actions/apply`);
  await eachOf([...listed], 5, async ([number, { to }]) => {
    if (to.startsWith('fuyong')) await play(rest, number, [['fuyong.dispatcher', 'dispatch', { leadUnit: to }]]);
    await play(rest, number, [[`${to}.handler`, 'accept']]);
  });
  await rest.post(chair, `/conferences/${held.id}/actions/close`);
  await rest.post(chair, '/topics', {
    ...{ title: '园区出入口通行', unit: 'zhihui', owner: chair, aim: '早高峰出入口排队不超过五分钟。' },
    demands: [...listed].filter(([, { to }]) => to === 'zhihui-property').map(([number]) => number),
  });
  return held;
}

async function listedDemands(rest: RestClient): Promise<Map<string, ConferenceTopic>> {
  const listed = new Map<string, ConferenceTopic>();
  const wanted = conferenceTopics.flatMap((topic) => Array.from({ length: topic.count }, (_, i) => ({ topic, i })));
  await eachOf(wanted, 5, async ({ topic, i }) => {
    const { title, body, category } = topic;
    const subject = { type: 'enterprise', name: `汇志${i + 1}号企业` } as const;
    const filed = await file(rest, {
      ...{ by: 'zhihui.collector', kind: 'help', body, category, unit: 'zhihui', subject },
      title: `${title}（汇志${i + 1}号企业）`,
      channel: '党建联席会议',
    });
    listed.set(filed.number, topic);
  });
  return listed;
}

/** Case 5. Those who would ride it choose the line; the case waits for their votes. Answers its number. */
export async function redBus(rest: RestClient): Promise<string> {
  const handler = 'yanluo-construction.handler';
  const number = await playCase(rest, busLine);
  const { id } = await rest.post<Made>(handler, `/demands/${number}/polls`, { ...busLinePoll, closesAt: at(7 * 24) });
  const ballots = await rest.get<{ items: { link: string }[] }>(handler, `/polls/${id}/ballots`);
  await eachOf([...busLineVotes.entries()], 4, async ([voter, option]) => {
    await rest.post(null, `/public/polls/${ballots.items[voter]!.link}/votes`, { option });
  });
  await rest.post(handler, `/polls/${id}/actions/close`, { reason: '职工大会当场投票完毕。' });
  await waitFor(async () =>
    (await rest.get<DemandAnswer>(handler, `/demands/${number}`)).stage === 'handling' ? true : undefined,
  );
  const replier = 'yanluo.replier';
  const files = (await busLineMedia()).map((file) => rest.upload<Made>(replier, '/attachments', file));
  await play(rest, number, busLineOpens((await Promise.all(files)).map((file) => file.id)));
  return number;
}
