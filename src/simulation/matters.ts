import type { Kind, Result, SubjectType } from '../domain/vocabulary';

/** Which office of a street, which department of the district and which team of a park usually handle it. */
export interface Matter {
  category: string;
  weight: number;
  street: 'economy' | 'construction' | 'governance' | 'welfare';
  district: string;
  kinds: readonly Kind[];
  subjects: readonly SubjectType[];
  titles: readonly string[];
  bodies: readonly string[];
  found: readonly string[];
  done: readonly string[];
  basis: string;
}

const HELP: readonly Kind[] = ['help', 'help', 'complaint'];

/** What people in parks and streets come with. Titles are completed by the place, bodies by a detail. 示例. */
export const MATTERS: readonly Matter[] = [
  {
    ...{
      category: '施工占道',
      weight: 16,
      street: 'construction',
      district: 'baoan-housing',
      kinds: ['complaint', 'help'],
    },
    subjects: ['enterprise', 'sole', 'employee'],
    titles: ['夜间施工噪声扰民', '管网施工占道', '施工围挡占用车道', '打桩噪声影响上班', '装修电钻噪声'],
    bodies: [
      '晚上十点以后仍在施工，噪声很大，员工宿舍无法休息。',
      '路面开挖后一直没有恢复，货车进出要绕行。',
      '围挡占了半幅路，早晚高峰排队，已经影响出货。',
    ],
    found: ['现场核查属实，施工单位夜间作业未按许可时段', '围挡超出批准范围约四米'],
    done: ['已责令按许可时段施工并加装隔声屏', '围挡已内移，恢复双向通行'],
    basis: '《深圳经济特区环境噪声污染防治条例》（示例）',
  },
  {
    ...{ category: '交通出行', weight: 15, street: 'governance', district: 'baoan-transport', kinds: HELP },
    subjects: ['sole', 'enterprise', 'employee', 'member'],
    titles: ['出入口通行慢', '园区周边停车难', '上下班拥堵', '公交班次太少', '货车乱停堵门'],
    bodies: [
      '早高峰货车与员工车辆混行，出入口排队二十多分钟。',
      '周边停车位不足，员工车辆停到消防通道上。',
      '最后一班公交太早，夜班员工下班没有车。',
    ],
    found: ['高峰时段车流集中，现有车道不够用', '早晚班次间隔三十分钟以上'],
    done: ['已分设货车、客车车道并增派疏导人员', '已与巴士公司商定高峰加密班次'],
    basis: '街道交通微循环整治方案（示例）',
  },
  {
    ...{
      category: '政策落地',
      weight: 14,
      street: 'economy',
      district: 'baoan-industry',
      kinds: ['consultation', 'consultation', 'help'],
    },
    subjects: ['enterprise', 'sole', 'association'],
    titles: ['研发补贴怎样申报', '租金补贴未到账', '技改奖励政策咨询', '高新认定补贴进度', '稳岗补贴条件咨询'],
    bodies: [
      '小企业看不懂申报指南，希望有人讲解材料怎样准备。',
      '公示通过已两个月，补贴还没有到账，希望告知拨付时间。',
      '不清楚我们这种规模能否申报，窗口说法不一。',
    ],
    found: ['企业符合条件，材料缺一项审计说明', '资金已列入本季度拨付计划'],
    done: ['已上门辅导并补齐材料', '已电话告知拨付批次与时间'],
    basis: '《宝安区惠企政策实施细则》（示例）',
  },
  {
    ...{
      category: '劳资纠纷',
      weight: 10,
      street: 'governance',
      district: 'baoan-hr',
      kinds: ['complaint', 'consultation'],
    },
    subjects: ['employee', 'enterprise', 'member'],
    titles: ['劳动合同到期不续签', '社保没有足额缴纳', '被辞退不给补偿', '工伤待遇咨询'],
    bodies: [
      '公司口头辞退，没有书面通知，也没有补偿。',
      '社保一直按最低基数缴，员工多次反映没有结果。',
      '在车间受伤后公司让先自己垫付，不知道怎样申请。',
    ],
    found: ['用人单位未按规定书面通知', '缴费基数低于实际工资'],
    done: ['已组织双方调解并签订协议', '已责令补缴，资料移送社保部门'],
    basis: '《劳动合同法》及有关规定',
  },
  {
    ...{ category: '欠薪维权', weight: 5, street: 'governance', district: 'baoan-hr', kinds: ['complaint'] },
    subjects: ['employee'],
    titles: ['拖欠工资两个月', '工地欠薪', '工厂搬迁欠薪', '加班工资被拖欠工资条不认'],
    bodies: ['老板说没钱，欠薪涉及十几个人，情绪激动。', '工程款没到就欠薪，已经影响生活，希望尽快处理。'],
    found: ['经核对考勤与工资表，欠薪属实'],
    done: ['已约谈企业，工资分两批发放到位'],
    basis: '《保障农民工工资支付条例》',
  },
  {
    ...{
      category: '安全生产',
      weight: 8,
      street: 'construction',
      district: 'baoan-emergency',
      kinds: ['complaint', 'help'],
    },
    subjects: ['employee', 'enterprise', 'member'],
    titles: ['消防通道堆物', '配电房漏电隐患', '高空坠落隐患', '电动车在楼道充电有安全隐患'],
    bodies: ['消防通道长期堆放纸箱，多次提醒没有清走。', '雨天配电箱漏电跳闸，员工不敢靠近。'],
    found: ['现场检查发现隐患，已拍照取证'],
    done: ['隐患当天清除，已列入每周巡查'],
    basis: '《安全生产法》《消防法》',
  },
  {
    ...{
      category: '托育服务',
      weight: 6,
      street: 'welfare',
      district: 'baoan-education',
      kinds: ['help', 'suggestion'],
    },
    subjects: ['employee', 'sole', 'member'],
    titles: ['双职工家庭托育难', '希望增加暑期托管', '幼儿入托名额不够'],
    bodies: ['夫妻都上班，孩子下午四点半没人接。', '附近公办托位排不上，民办太贵。'],
    found: ['片区托位缺口约六十个'],
    done: ['已增设临时托管班，名额优先安排'],
    basis: '公益托育服务方案（示例）',
  },
  {
    ...{
      category: '装修工程',
      weight: 5,
      street: 'construction',
      district: 'baoan-housing',
      kinds: ['consultation', 'complaint'],
    },
    subjects: ['enterprise', 'employee'],
    titles: ['厂房装修备案怎么办', '楼上装修漏水', '小散工程没有围护'],
    bodies: ['准备装修办公区，不清楚要不要备案。', '楼上装修把水管打穿，设备被泡。'],
    found: ['属小散工程，须纳管备案'],
    done: ['已指导线上备案', '责任方已修复并赔偿'],
    basis: '小散工程和零星作业安全纳管办法（示例）',
  },
  {
    ...{
      category: '理财投资',
      weight: 2,
      street: 'economy',
      district: 'baoan-industry',
      kinds: ['consultation', 'complaint'],
    },
    subjects: ['member', 'employee'],
    titles: ['理财产品无法兑付', '集资返利是否可靠'],
    bodies: ['同事介绍的理财到期不能取出。', '有人在园区宣传高额返利。'],
    found: ['该公司无金融资质'],
    done: ['已移交金融监管与公安，发布风险提示'],
    basis: '《防范和处置非法集资条例》',
  },
  {
    ...{
      category: '其他',
      weight: 19,
      street: 'welfare',
      district: 'baoan-urban',
      kinds: ['help', 'suggestion', 'complaint', 'consultation'],
    },
    subjects: ['sole', 'joint', 'association', 'member', 'enterprise', 'employee'],
    titles: ['食堂夜宵供应不足', '垃圾清运不及时', '路灯不亮', '宿舍网络信号弱', '建议设企业服务日', '绿化带枯死'],
    bodies: [
      '夜班员工反映晚上十点后没有热食。',
      '周末垃圾满溢，夏天味道很大。',
      '路灯坏了两周，夜班下班不安全。',
      '建议每月固定一天各部门到园区现场办公。',
    ],
    found: ['反映情况属实', '设施老化，已列入维修'],
    done: ['已安排处理并回访', '已修复，恢复正常使用'],
    basis: '街道公共服务清单（示例）',
  },
];

/** Who says it of whom: names that belong to nobody. */
export const ENTERPRISES = [
  ...['锐科电子', '华创模具', '顺捷物流', '微视科技', '鹤洲包装', '宏达五金', '合丰塑胶', '立讯服饰', '海纳照明'],
  ...['泰和玩具', '同创精密', '启明光电', '正大注塑', '天行自动化', '众诚印刷', '蓝湾食品', '优联软件', '安泰线缆'],
];

export const SURNAMES = [...'陈林黄李张王吴刘罗郑梁谢何许邓曾彭蔡叶钟'];

export const RESULT_WORDS: Record<Result, string> = {
  resolved: '已办理完毕，问题已解决。',
  partly: '部分问题已解决，其余列入后续计划。',
  explained: '已向诉求人解释说明有关规定。',
  adopted: '建议已采纳，已着手实施。',
  partly_adopted: '建议部分采纳，分步实施。',
  noted: '建议已留作参考。',
};

/** A reply that answers something else. */
export const BESIDE_THE_POINT = {
  found: '您反映的情况已收悉，我单位高度重视',
  done: '我单位将继续加强日常管理，提升服务水平',
};

export const COMMENTS = {
  good: ['处理很快，谢谢。', '上门解决的，满意。', '问题解决了。', '工作人员态度很好。'],
  not_solved: ['问题还在，没有解决。', '来看过一次就没有下文。'],
  too_slow: ['等了太久。', '一拖再拖，早就过了时间。'],
  bad_reply: ['答非所问，没有说到我的问题。', '回复都是套话。'],
  bad_service: ['电话里态度不好。'],
  not_contacted: ['从头到尾没有人联系我。'],
  other: ['不太满意。'],
} as const;
