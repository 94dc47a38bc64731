import { buildingRisk } from './cases';
import type { DemandAnswer, RestClient } from './rest-client';

interface FindingAnswer {
  demand: DemandAnswer | null;
}

const DAY = 86_400_000;
/** That hour of Beijing's day, so many days from today. */
function at(days: number, hour: number): string {
  const day = new Date(Date.now() + 8 * 3_600_000 + days * DAY).toISOString().slice(0, 10);
  return `${day}T${String(hour).padStart(2, '0')}:00:00+08:00`;
}

async function round(rest: RestClient, name: string, days: number, findings: object[]): Promise<FindingAnswer[]> {
  const by = 'longteng.collector';
  const { id } = await rest.post<{ id: string }>(by, '/inspections', {
    ...{ building: 'longteng-tower', name, plannedAt: at(days, 9) },
  });
  const answers: FindingAnswer[] = [];
  for (const finding of findings)
    answers.push(await rest.post<FindingAnswer>(by, `/inspections/${id}/findings`, finding));
  await rest.post(by, `/inspections/${id}/actions/finish`);
  return answers;
}

/** Case 4: a building round with a red 欠薪 finding, which is a demand at once. Answers its number. */
export async function buildingRound(rest: RestClient): Promise<string> {
  await round(rest, '龙腾大厦月度排查（示例）', -20, [
    {
      category: '安全生产',
      risk: 'amber',
      place: '地下车库',
      description: '两具灭火器过期',
      followUp: '物业三日内更换',
    },
    { category: '装修工程', risk: 'green' },
    { category: '劳资纠纷', risk: 'green' },
    { category: '欠薪维权', risk: 'green' },
    { category: '理财投资', risk: 'green' },
  ]);
  const { title, body, subject } = buildingRisk.filing;
  const [red] = await round(rest, '龙腾大厦节前排查（示例）', 0, [
    { category: '欠薪维权', risk: 'red', place: '12 层', description: `${title}。${body}`, subject },
    { category: '安全生产', risk: 'green', place: '地下车库', description: '灭火器已更换' },
    { category: '装修工程', risk: 'amber', place: '12 层', description: '装修未报备', followUp: '社区约谈装修公司' },
  ]);
  return red!.demand!.number;
}

/** A team's week: visits to come, one that was made, and what was said there. */
export async function teamVisits(rest: RestClient): Promise<void> {
  const by = 'longteng-team-01.collector';
  const { items } = await rest.get<{ items: { id: string }[] }>(by, '/enterprises?team=longteng-team-01');
  const [first, second, ...others] = items.map(({ id }) => id);
  if (first === undefined || second === undefined) return;
  const plan = (enterprises: string[], days: number, hour: number, months = 1) =>
    rest.post<{ items: { id: string }[] }>(by, '/visits', { enterprises, plannedAt: at(days, hour), months });
  const made = await plan([first], 0, 9);
  await plan([second], 0, 15);
  for (const [i, id] of others.entries()) await plan([id], i + 1, 10, i === 0 ? 3 : 1);
  const { id } = made.items[0]!;
  await rest.post(by, '/demands', {
    ...{ visit: id, kind: 'help', category: '政策落地', title: '技改补贴不知道向谁申报' },
    body: '企业今年更换了六台设备，想申报技改补贴，不清楚条件和窗口，希望有人上门讲一次。',
  });
  await rest.post(by, `/visits/${id}/actions/record`, {
    summary: '见到行政负责人，生产正常；反映技改补贴申报不清楚。',
  });
}
