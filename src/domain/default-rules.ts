import type { AssignRule, ClassifyRule, RuleSet } from './routing';

/** 示例: red risks are urgent at once (domain.md §2, three-level risk triage). */
const classify: ClassifyRule[] = [
  {
    id: 'wages',
    when: { words: ['欠薪', '拖欠工资', '讨薪'] },
    then: { category: '欠薪维权', urgency: 'urgent', risk: 'red' },
    reason: '文字提到欠薪，按红色风险加急',
  },
  {
    id: 'safety',
    when: { words: ['消防', '起火', '坠落', '漏电', '安全隐患'] },
    then: { category: '安全生产', urgency: 'urgent', risk: 'red' },
    reason: '文字提到安全隐患，按红色风险加急',
  },
  {
    id: 'labour',
    when: { words: ['劳动合同', '社保', '辞退', '工伤'] },
    then: { category: '劳资纠纷', risk: 'amber' },
    reason: '文字提到劳动关系，按黄色风险关注',
  },
  {
    id: 'traffic',
    when: { words: ['公交', '地铁', '通行', '拥堵', '停车'] },
    then: { category: '交通出行' },
    reason: '文字提到交通出行',
  },
  {
    id: 'roadworks',
    when: { words: ['占道', '施工', '噪音', '噪声'] },
    then: { category: '施工占道' },
    reason: '文字提到施工',
  },
  {
    id: 'policy',
    when: { words: ['补贴', '政策', '申报', '奖励'] },
    then: { category: '政策落地' },
    reason: '文字提到惠企政策',
  },
  {
    id: 'childcare',
    when: { words: ['托育', '托管', '幼儿'] },
    then: { category: '托育服务' },
    reason: '文字提到托育',
  },
];

const streets = ['fuyong', 'hangcheng', 'fuhai'];

/** 示例: who handles what in the organisation of the demo. One is direct: a question that one office answers anyway. */
const assign: AssignRule[] = [
  {
    id: 'tower-wages',
    when: { category: ['欠薪维权'], under: ['longteng-tower'] },
    then: { lead: 'longteng-tower' },
    reason: '楼宇里的欠薪在楼宇内就地调解',
  },
  {
    id: 'longteng-wages',
    when: { category: ['欠薪维权'], under: ['longteng'] },
    then: { lead: 'longteng-station' },
    reason: '龙腾社区的欠薪由楼宇薪火小站调解',
  },
  {
    id: 'zhihui-disputes',
    when: { category: ['欠薪维权', '劳资纠纷'], under: ['zhihui'] },
    then: { lead: 'zhihui-mediation' },
    reason: '智美·汇志园区的劳资问题由园区纠纷调解组调解',
  },
  {
    id: 'zhihui-traffic',
    when: { category: ['交通出行'], under: ['zhihui'] },
    then: { lead: 'zhihui-property' },
    reason: '智美·汇志园区出入口通行由物业服务队负责',
  },
  {
    id: 'huizhan-roadworks',
    when: { category: ['施工占道'], under: ['huizhan'] },
    then: { level: 'B', lead: 'fuhai-construction', co: ['fuhai-governance'] },
    reason: '会展湾周边施工占道由街道统筹，城市建设办公室主办',
  },
  ...streets.map((street): AssignRule => ({
    id: `${street}-roadworks`,
    when: { category: ['施工占道'], under: [street], level: ['B'] },
    then: { lead: `${street}-construction`, co: [`${street}-governance`] },
    reason: '施工占道由街道城市建设办公室主办，综合治理办公室协办',
  })),
  {
    id: 'fuhai-policy-question',
    when: { category: ['政策落地'], under: ['fuhai'], level: ['B'], kind: ['consultation'] },
    then: { lead: 'fuhai-economy', direct: true },
    reason: '惠企政策咨询由街道经济发展办公室直接答复',
  },
  ...streets.map((street): AssignRule => ({
    id: `${street}-policy`,
    when: { category: ['政策落地'], under: [street], level: ['B'] },
    then: { lead: `${street}-economy` },
    reason: '惠企政策落地由街道经济发展办公室负责',
  })),
  {
    id: 'yanluo-childcare',
    when: { category: ['托育服务'], under: ['yanluo'], level: ['B'] },
    then: { lead: 'yanluo-welfare' },
    reason: '托育服务由街道公共服务办公室统筹',
  },
];

/** 示例: comes with the service, and no authority has confirmed it. */
export const defaultRules: RuleSet = { version: 1, confirmed: false, classify, assign };
