/**
 * The six cases of the report on Bao'an's 红色直通车, and demands that rest in every other stage, as steps of people. A step is
 * who does what; the scenario plays them through REST.
 */
export interface Filing {
  by: string;
  kind: 'consultation' | 'help' | 'complaint' | 'suggestion';
  title: string;
  body: string;
  unit: string;
  channel: string;
  subject: { type: 'sole' | 'joint' | 'association' | 'member' | 'enterprise' | 'employee'; name: string };
  category?: string;
  filedFor?: string;
}

export type Step = [user: string, action: string, body?: object];

/** Whoever asked: rates by the link that came with the reply, without an account. */
export const REPORTER = 'reporter';

export interface DemoCase {
  name: string;
  filing: Filing;
  steps: Step[];
}

const reply = (found: string, done: string, contact: string): object => ({
  found,
  done,
  basis: '《宝安区“两企三新”诉求建议办理办法》（示例）',
  contact,
});

/** The Beijing date so many days from now. */
const dayIn = (days: number): string =>
  new Date(Date.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);

/** From dispatch to the end, by the usual people of a handling unit. */
function handled(
  dispatcher: string,
  unit: string,
  how: { result: string; summary: string; found: string; done: string },
  rating: object,
): Step[] {
  return [
    [dispatcher, 'dispatch', { leadUnit: unit }],
    [`${unit}.handler`, 'accept'],
    [`${unit}.handler`, 'contact', { channel: 'phone', outcome: 'reached', note: '已电话了解情况，约定现场查看。' }],
    [`${unit}.handler`, 'finish', { result: how.result, summary: how.summary }],
    [`${unit}.reviewer`, 'review', { approve: true }],
    [`${unit}.replier`, 'reply', reply(how.found, how.done, '经办人 0755-27000000')],
    [REPORTER, 'rate', rating],
  ];
}

const forum = (title: string, body: string, name: string, kind: Filing['kind'] = 'help'): Filing => ({
  by: 'hangcheng.collector',
  kind,
  title,
  body,
  unit: 'hangcheng',
  channel: '微论坛',
  subject: { type: 'sole', name },
});

/** Case 1: one sitting in Hangcheng, fifteen demands in one sheet, dispatched to street departments at once. */
export const forumCases: { filing: Filing; answers: object; to: string }[] = [
  ['人才住房申请排队过长', '骨干员工申请人才住房已等候一年，希望明确轮候进度。', '航城精工党支部', 'welfare'],
  ['研发补贴申报材料看不懂', '企业研发投入补贴申报指南专业，小企业不知如何准备。', '锐科电子党支部', 'economy'],
  ['厂区门口路灯不亮', '夜班员工下班路段路灯不亮已两周，存在安全隐患。', '航盛制造党支部', 'construction'],
  ['货车限行影响出货', '限行时段与出货高峰重叠，希望办理通行证。', '顺捷物流党支部', 'governance'],
  ['希望组织专场招聘会', '用工旺季一线岗位缺口约六十人。', '华创模具党支部', 'welfare'],
  ['园区周边停车位紧张', '员工车辆乱停，影响消防通道。', '三围工业园党支部', 'governance'],
  ['高新企业认定辅导', '希望街道组织高新技术企业认定辅导班。', '微视科技党支部', 'economy'],
  ['下雨天路面积水', '航空路与厂区连接处雨后积水没过脚踝。', '鹤洲包装党支部', 'construction'],
  ['员工子女积分入学政策咨询', '外来员工不清楚积分入学的时间与材料。', '宏达五金党支部', 'welfare'],
  ['希望对接银行授信', '订单增长，流动资金紧张，希望银企对接。', '合丰塑胶党支部', 'economy'],
  ['工地施工噪声扰民', '厂区宿舍旁施工夜间噪声大，员工休息受影响。', '新桥线缆党支部', 'construction'],
  ['劳动合同文本需要指导', '计件工资条款如何约定，希望有法律指导。', '立讯服饰党支部', 'governance'],
  ['出口认证信息不畅', '欧盟新规下认证要求变化，希望组织培训。', '海纳照明党支部', 'economy'],
  ['宿舍区网络信号弱', '宿舍区手机信号弱，影响员工生活。', '泰和玩具党支部', 'construction'],
  ['建议设立企业服务日', '建议每月固定一天各部门到园区现场办公。', '航城商会联合党支部', 'economy'],
].map(([title, body, name, office], index) => ({
  filing: forum(title!, body!, name!, index === 14 ? 'suggestion' : title!.includes('咨询') ? 'consultation' : 'help'),
  answers: { members: 5 + ((index * 7) % 30), enterprise: name!.replace(/(联合)?党支部$/, '') },
  to: `hangcheng-${office}`,
}));

interface ConferenceTopic {
  title: string;
  body: string;
  category: string;
  /** Who is to do it, what, and within how many working days. */
  to: string;
  decision: string;
  workingDays: number;
  count: number;
}

/** Case 2: a joint conference of the park decides twenty-three demands on three topics. */
export const conferenceTopics: ConferenceTopic[] = [
  {
    title: '惠企政策落地不到位',
    body: '已获批的租金补贴尚未到账，希望明确拨付时间。',
    category: '政策落地',
    to: 'fuyong-economy',
    decision: '提请街道经济发展办公室核对拨付名单，逐家答复到账时间。',
    workingDays: 10,
    count: 8,
  },
  {
    title: '施工占道影响经营',
    body: '园区南侧管网施工占用半幅车道，客户车辆进不来。',
    category: '施工占道',
    to: 'fuyong-construction',
    decision: '提请街道城市建设办公室调整围挡，恢复双向通行。',
    workingDays: 5,
    count: 7,
  },
  {
    title: '出入口通行慢',
    body: '早高峰货车与员工车辆混行，出入口排队二十分钟。',
    category: '交通出行',
    to: 'zhihui-property',
    decision: '物业服务队分设货车、客车车道，早高峰增派两人疏导。',
    workingDays: 5,
    count: 8,
  },
];

const skyworth = (title: string, body: string, category: string): Filing => ({
  by: 'skyworth.collector',
  kind: 'help',
  title,
  body,
  unit: 'skyworth',
  channel: '党群服务中心',
  subject: { type: 'joint', name: '创维创新谷联合党支部' },
  category,
});

/** Case 3: three tiers of Skyworth valley: solved in the park, at the street, by a district department. */
export const threeTiers: DemoCase[] = [
  {
    name: '创维创新谷：园区就地解决',
    filing: skyworth('园区食堂夜宵供应不足', '夜班员工反映晚十点后无热食供应。', '生活服务'),
    steps: handled(
      'skyworth.dispatcher',
      'skyworth-service',
      {
        result: 'resolved',
        summary: '食堂延长供应至零点。',
        found: '夜班约三百人无热食',
        done: '已延长供应并增加窗口',
      },
      { grade: 5, dimensions: { speed: 5, effect: 5, service: 5, reply: 5 }, comment: '夜宵有热食了，谢谢。' },
    ),
  },
  {
    name: '创维创新谷：上报街道解决',
    filing: skyworth('园区企业技改项目备案指导', '三家企业技改项目备案卡在材料环节。', '政策落地'),
    steps: [
      ['skyworth.dispatcher', 'pass_up', { reason: '备案事项属街道经济发展办公室职责，园区无权办理。' }],
      ...handled(
        'shiyan.dispatcher',
        'shiyan-economy',
        { result: 'resolved', summary: '上门辅导并完成备案。', found: '材料格式不符', done: '三家企业均已备案' },
        { grade: 4, dimensions: { speed: 3, effect: 5, service: 5, reply: 4 } },
      ),
    ],
  },
  {
    name: '创维创新谷：区职能部门解决',
    filing: skyworth('高层次人才子女入学', '引进人才子女转学缺少学位协调渠道。', '教育入学'),
    steps: [
      ['skyworth.dispatcher', 'pass_up', { reason: '学位协调超出园区权限。' }],
      ['shiyan.dispatcher', 'pass_up', { reason: '学位由区教育局统筹，请区级分拨。' }],
      ...handled(
        'baoan.dispatcher',
        'baoan-education',
        { result: 'resolved', summary: '协调就近学位两个。', found: '符合人才子女入学条件', done: '已办理转学手续' },
        { grade: 5, dimensions: { speed: 4, effect: 5, service: 5, reply: 5 } },
      ),
    ],
  },
];

/** Case 4: a red 欠薪 finding of a building inspection in Longteng, handled inside the building. */
export const buildingRisk: DemoCase = {
  name: '龙腾社区：楼宇红色风险',
  filing: {
    by: 'longteng.collector',
    kind: 'complaint',
    title: '龙腾大厦装修公司欠薪',
    body: '薪火小站巡查发现：十二楼装修公司拖欠工资两个月，涉及员工九人，情绪激动。',
    unit: 'longteng-tower',
    channel: '楼宇薪火小站',
    subject: { type: 'employee', name: '装修公司员工九人' },
    filedFor: '装修公司员工',
  },
  steps: handled(
    'longteng.dispatcher',
    'longteng-tower',
    {
      result: 'resolved',
      summary: '三方调解，工资当场发放。',
      found: '欠薪九人共十四万元',
      done: '业主先行垫付，工资已到账',
    },
    { grade: 5, dimensions: { speed: 5, effect: 5, service: 5, reply: 4 } },
  ),
};

const tongfuyu = (kind: Filing['kind'], title: string, body: string, category: string): Filing => ({
  by: 'tongfuyu.collector',
  kind,
  title,
  body,
  unit: 'tongfuyu',
  channel: '主题党日',
  subject: { type: 'sole', name: '同富裕工业园党委' },
  category,
});

/** Case 5: no bus to the metro in Tongfuyu, put to the vote and answered with a free line; and childcare. */
export const busLine: DemoCase = {
  name: '同富裕工业园：红芯巴士',
  filing: tongfuyu(
    'suggestion',
    '建议开通园区到地铁站的公交线路',
    '片区无公交车直达地铁站，三千多名职工出行不便。',
    '交通出行',
  ),
  /** Up to the poll. */
  steps: [
    ['tongfuyu.dispatcher', 'pass_up', { reason: '开线需街道统筹社区党委与巴士公司。' }],
    [
      'yanluo.dispatcher',
      'dispatch',
      { leadUnit: 'yanluo-construction', coUnits: ['tongfuyu', 'yanchuan'], replyingUnit: 'yanluo' },
    ],
    ['yanluo-construction.handler', 'accept'],
    ['yanluo-construction.handler', 'contact', { channel: 'visit', outcome: 'reached' }],
  ],
};
export const busLinePoll = {
  question: '免费公交线路走哪条线？',
  options: ['学校—医院—地铁站', '商业街—地铁站', '工业园北门—地铁站（直达）'],
  electorate: 'ballots',
  ballots: 12,
  wait: true,
};
/** What each voter chooses, by the option's number; two do not vote. */
export const busLineVotes = [0, 0, 2, 0, 1, 0, 0, 2, 0, 1];
/** After the poll; the reply shows these files. */
export const busLineOpens = (attachments: string[]): Step[] => [
  [
    'yanluo-construction.handler',
    'finish',
    { result: 'adopted', summary: '按票选结果开通免费公交线路，途经学校、医院与地铁站。' },
  ],
  ['yanluo-construction.reviewer', 'review', { approve: true }],
  [
    'yanluo.replier',
    'reply',
    {
      ...reply('片区公交覆盖不足', '免费公交线路已按票选结果开通，发车时刻在园区公告栏', '燕罗街道 0755-27000001'),
      attachments,
      promise: { text: '下季度增开夜班车，方便夜班职工往返地铁站', dueOn: dayIn(90) },
    },
  ],
  [REPORTER, 'rate', { grade: 5, dimensions: { speed: 4, effect: 5, service: 5, reply: 5 } }],
];

export const childcare: DemoCase = {
  name: '同富裕工业园：托育中心',
  filing: tongfuyu('help', '园区职工托育需求', '双职工家庭多，下班前孩子无人照看，希望有公益托育。', '托育服务'),
  steps: [
    ['tongfuyu.dispatcher', 'pass_up', { reason: '场地与师资需街道协调。' }],
    ...handled(
      'yanluo.dispatcher',
      'yanluo-welfare',
      {
        result: 'resolved',
        summary: '设立公益社区临时托育中心。',
        found: '双职工家庭约二百户',
        done: '提供半日托、计时托、临时托',
      },
      { grade: 5, dimensions: { speed: 4, effect: 5, service: 5, reply: 5 } },
    ),
  ],
};

const zhihui = (title: string, body: string, kind: Filing['kind'] = 'help'): Filing => ({
  by: 'zhihui.collector',
  kind,
  title,
  body,
  unit: 'zhihui',
  channel: '暖蜂驿站',
  subject: { type: 'enterprise', name: '智美直播基地' },
});

const accepted: Step[] = [
  ['zhihui.dispatcher', 'dispatch', { leadUnit: 'zhihui' }],
  ['zhihui.handler', 'accept'],
];
const finished: Step[] = [...accepted, ['zhihui.handler', 'finish', { result: 'resolved', summary: '已整改完成。' }]];
const approved: Step[] = [...finished, ['zhihui.reviewer', 'review', { approve: true }]];
const replied: Step[] = [...approved, ['zhihui.replier', 'reply', reply('属实', '已整改', '王工 0755-27000002')]];

/** One demand that rests in each stage people can find a demand in. */
export const resting: Record<string, DemoCase> = {
  dispatching: { name: '待分拨', filing: zhihui('直播基地电力增容', '夜间直播高峰频繁跳闸。'), steps: [] },
  accepting: {
    name: '待签收',
    filing: zhihui('电梯等候时间长', '早高峰候梯超过十分钟。'),
    steps: accepted.slice(0, 1),
  },
  handling: { name: '办理中', filing: zhihui('地下车库渗水', '雨后车库积水。'), steps: accepted },
  waiting: {
    name: '待补充材料',
    filing: zhihui('空调外机噪声', '办公区噪声大。', 'complaint'),
    steps: [...accepted, ['zhihui.handler', 'request_information', { question: '请提供噪声发生的楼层与时间段。' }]],
  },
  deferred: {
    name: '挂账',
    filing: zhihui('规划连廊建设', '希望与地铁口连廊打通。', 'suggestion'),
    steps: [
      ...accepted,
      [
        'zhihui.handler',
        'request_deferral',
        { reviewAt: '2027-03-31', reason: '涉及地铁保护区规划，需待明年一季度批复。' },
      ],
      ['baoan.supervisor', 'decide_deferral', { approve: true, reason: '同意挂账，批复后恢复办理。' }],
    ],
  },
  reviewing: { name: '待审核', filing: zhihui('快递柜不足', '快件堆放在大堂。'), steps: finished },
  replying: { name: '待反馈', filing: zhihui('垃圾清运不及时', '周末垃圾满溢。', 'complaint'), steps: approved },
  rating: { name: '待评价', filing: zhihui('门禁系统故障', '访客登记系统经常离线。'), steps: replied },
  calling_back: {
    name: '待回访',
    filing: zhihui('物业费收取争议', '公摊费用计算不透明。', 'complaint'),
    steps: [
      ...replied,
      // The one that somebody rates for the reporter, on the telephone.
      [
        'zhihui.collector',
        'rate',
        { grade: 2, reasons: ['not_solved'], comment: '电话里说：仍未公示明细。', by: 'telephone' },
      ],
    ],
  },
  rejected: {
    name: '不受理',
    filing: zhihui('要求介入合同诉讼', '与供应商的合同纠纷已起诉。'),
    steps: [
      [
        'zhihui.dispatcher',
        'reject',
        { reason: '该事项已进入诉讼程序。', goTo: '请通过人民法院诉讼程序解决，可拨打 12348 咨询。' },
      ],
    ],
  },
  withdrawn: {
    name: '已撤回',
    filing: zhihui('会议室预订冲突', '预订系统重复占用。'),
    steps: [['zhihui.collector', 'withdraw', { reason: '已与物业协商解决。' }]],
  },
  split: {
    name: '已拆分',
    filing: zhihui('一信多诉：照明与绿化', '园区东侧照明不足；西侧绿化枯死。'),
    steps: [
      [
        'zhihui.dispatcher',
        'split',
        {
          parts: [
            { title: '东侧照明不足', body: '园区东侧通道晚间照明不足。' },
            { title: '西侧绿化枯死', body: '园区西侧绿化带大面积枯死。' },
          ],
        },
      ],
    ],
  },
};

/** Case 6: a dissatisfied rating becomes a callback, a redo one level up, and a satisfied second round. */
export const dissatisfied: DemoCase = {
  name: '不满意回访与重办',
  filing: zhihui('商户宽带资费过高', '园区宽带由一家垄断，资费高于周边。', 'complaint'),
  steps: [
    ...replied,
    [
      REPORTER,
      'rate',
      {
        ...{ grade: 1, reasons: ['not_solved', 'bad_reply'], comment: '答非所问。' },
        dimensions: { speed: 3, effect: 1, service: 2, reply: 1 },
      },
    ],
  ],
};
export const secondRound: Step[] = [
  ['zhihui.dispatcher', 'pass_up', { reason: '园区无权协调运营商，提级办理。' }],
  ...handled(
    'fuyong.dispatcher',
    'fuyong-economy',
    { result: 'resolved', summary: '引入第二家运营商，资费下调三成。', found: '独家协议已到期', done: '双运营商进场' },
    { grade: 5, dimensions: { speed: 4, effect: 5, service: 4, reply: 5 } },
  ),
];

/** A good rating that a spot check contradicts. */
export const contradicted: DemoCase = {
  name: '抽查与评价相反',
  filing: zhihui('消防通道堆物', '三栋消防通道长期堆放纸箱。', 'complaint'),
  steps: [...replied, [REPORTER, 'rate', { grade: 4 }]],
};
