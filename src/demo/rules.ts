import type { AssignRule, RuleSet } from '../domain/routing';
import { LEVELS, type Level } from '../domain/vocabulary';
import { file } from './playing';
import type { Filing } from './cases';
import type { RestClient } from './rest-client';

/** 示例, beside the rules that come with the service: by risk, urgency and subject, up to the district. */
const further: AssignRule[] = [
  {
    id: 'fuyong-safety',
    when: { category: ['安全生产'], risk: ['red'], under: ['fuyong'] },
    then: { level: 'B', lead: 'fuyong-governance', co: ['fuyong-construction'] },
    reason: '红色安全隐患由街道综合治理办公室立即处置，城市建设办公室协办',
  },
  {
    id: 'safety-red',
    when: { category: ['安全生产'], risk: ['red'] },
    then: { level: 'A', lead: 'baoan-emergency' },
    reason: '红色安全隐患直接报区应急管理局',
  },
  {
    id: 'wages-urgent',
    when: { category: ['欠薪维权'], urgency: ['urgent'], level: ['A', 'B'] },
    then: { level: 'A', lead: 'baoan-hr' },
    reason: '园区、社区以外的欠薪由区人力资源局查处',
  },
  {
    id: 'association-suggestions',
    when: { category: ['政策落地'], subject: ['association'], kind: ['suggestion'] },
    then: { level: 'A', lead: 'baoan-industry' },
    reason: '行业协会党组织对政策的建议涉及全行业，由区工业和信息化局研究',
  },
];

/** Takes in whatever nobody else does; as a rule it would leave nothing to anybody. */
const CATCH_ALL = ['duty-ZS-09'];
/** What is filed in a park or community stays there: only from the street on a matter of the district goes to it at once. */
const NOT_FROM_BELOW: Level[] = ['A', 'B'];

/** Version 2 of the demo: the duty list as rules, the nearest unit first, behind what is ruled for single places. */
export function demoRules(first: Pick<RuleSet, 'classify' | 'assign'>, duties: readonly AssignRule[]) {
  const nearest = duties
    .filter(({ id }) => !CATCH_ALL.includes(id))
    .sort((one, other) => LEVELS.indexOf(other.then.level!) - LEVELS.indexOf(one.then.level!))
    .map(({ when, ...rule }): AssignRule => {
      const level = rule.then.level === 'A' ? { level: NOT_FROM_BELOW } : {};
      return { ...rule, when: { ...when, ...level } };
    });
  return { confirmed: false, classify: first.classify, assign: [...first.assign, ...further, ...nearest] };
}

const AUTHOR = 'baoan.administrator';
/** Milliseconds; every process keeps the rules for no more than two seconds. */
const KNOWN_EVERYWHERE = 3_000;

/** Drafted by one administrator and approved by the other. Does nothing where somebody published rules before. */
export async function publishDemoRules(rest: RestClient): Promise<void> {
  const current = await rest.get<RuleSet>(AUTHOR, '/rules/current');
  if (current.version > 1) return;
  const { items } = await rest.get<{ items: { id: string }[] }>(AUTHOR, '/duties?limit=200');
  const duties = items.map(({ id }) => id);
  const { rules } = await rest.post<{ rules: AssignRule[] }>(AUTHOR, '/duties/rules', { duties });
  const draft = await rest.post<{ id: string }>(AUTHOR, '/drafts', {
    ...{ kind: 'rules', data: demoRules(current, rules), baseVersion: current.version },
    note: '示例：按职责清单补充分派规则，就近优先；红色安全隐患、园区以外的欠薪直达责任部门。',
  });
  await rest.post(AUTHOR, `/drafts/${draft.id}/actions/submit`);
  await rest.post('baoan.administrator2', `/drafts/${draft.id}/actions/approve`);
  await new Promise((resolve) => setTimeout(resolve, KNOWN_EVERYWHERE));
}

const waiting: Pick<Filing, 'by' | 'title' | 'body' | 'unit'>[] = [
  {
    ...{ by: 'hangcheng.collector', unit: 'hangcheng', title: '工业园后门路灯不亮' },
    body: '后门路灯不亮已三天，下夜班的员工看不清路面。',
  },
  {
    ...{ by: 'zhihui.collector', unit: 'zhihui', title: '空调外机夜里声音大' },
    body: '二号楼空调外机夜里声音大，晚走的员工和楼上住户都有意见。',
  },
  {
    ...{ by: 'fuyong.collector', unit: 'fuyong', title: '厂区外垃圾三天没人清运' },
    body: '厂区外的垃圾三天没人清运，异味影响员工上下班。',
  },
];

/** Demands that wait for their dispatcher with a proposal of the new rules: of a street, a park and the district. */
export async function waitForDispatch(rest: RestClient): Promise<void> {
  const subject = { type: 'enterprise', name: '示例企业' } as const;
  for (const filing of waiting) await file(rest, { ...filing, kind: 'help', channel: '党群服务中心', subject });
}
