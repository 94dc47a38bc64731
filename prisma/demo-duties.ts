import type { NewDuty } from '../src/database/duties';

/** Which document would say so; the list of a real district names its own. */
const BASIS = '示例：部门权责清单，未经主管部门确认';

type Item = [code: string, unit: string, name: string, words: string];

/**
 * 示例: a duty list over the departments of the demo. Noise is split by its source, as in practice: the same word means another
 * department at a building site, in a factory, in a shop and on the road.
 */
const byCategory: Record<string, Item[]> = {
  噪声: [
    ['ZS-01', 'baoan-housing', '建筑工地夜间施工噪声', '夜间施工、工地噪声、打桩、施工噪声、工地噪音、施工噪音'],
    ['ZS-02', 'baoan-industry', '工业企业生产设备噪声', '厂房噪声、厂房噪音、机器声、冲床、空压机'],
    ['ZS-03', 'baoan-urban', '商铺音响、广场音响噪声', '音响、叫卖、广场舞、喇叭'],
    ['ZS-04', 'baoan-transport', '道路交通噪声和隔音屏障', '隔音屏、货车噪声、路面噪声'],
    ['ZS-05', 'fuyong-construction', '福永街道小散工程和装修噪声', '装修噪声、装修噪音、电钻、小散工程'],
    ['ZS-06', 'fuyong-governance', '福永街道邻里生活噪声调解', '邻居噪声、楼上噪声、生活噪声、吵得睡不着、楼上吵'],
    ['ZS-07', 'hangcheng-construction', '航城街道小散工程和装修噪声', '装修噪声、电钻、小散工程、施工噪声'],
    ['ZS-08', 'zhihui-property', '智美·汇志园区空调外机、水泵等设备噪声', '空调外机、水泵、电梯异响、外机噪声'],
    ['ZS-09', 'baoan-urban', '来源不明的噪音扰民受理和转交', '噪音、睡不着、吵闹'],
  ],
  施工占道: [
    ['SG-01', 'baoan-transport', '市政道路占用、挖掘许可', '占道许可、挖路、道路开挖'],
    ['SG-02', 'baoan-housing', '建设工地围挡和文明施工', '围挡、扬尘、渣土'],
    ['SG-03', 'fuyong-construction', '福永街道辖区施工占道协调', '占道、管网施工、半幅车道'],
    ['SG-04', 'fuhai-construction', '福海街道辖区施工占道协调', '占道、管网施工'],
  ],
  交通出行: [
    ['JT-01', 'baoan-transport', '公交线路、站点设置和调整', '公交、线路、站点、班次、接驳'],
    ['JT-02', 'hangcheng-governance', '航城街道货车限行与通行证办理协调', '限行、通行证、货车'],
    ['JT-03', 'hangcheng-governance', '航城街道园区周边停车秩序', '乱停车、停车位、违停'],
    ['JT-04', 'zhihui-property', '智美·汇志园区出入口通行和停车', '出入口、道闸、停车、排队'],
    ['JT-05', 'yanluo-construction', '燕罗街道微循环公交和慢行系统', '微循环、接驳、地铁接驳、公交'],
    ['JT-06', 'baoan-transport', '市政道路、井盖和护栏养护', '井盖、护栏、路面塌陷'],
    ['JT-07', 'fuyong-construction', '福永街道背街小巷道路和井盖维护', '井盖、路面坑洼'],
  ],
  劳动人事: [
    ['LD-01', 'baoan-hr', '拖欠工资、农民工欠薪查处', '欠薪、拖欠工资、讨薪、工资'],
    ['LD-02', 'baoan-hr', '劳动合同、社保、工伤政策指导', '劳动合同、社保、工伤、辞退'],
    ['LD-03', 'baoan-hr', '招聘会和用工保障', '招聘、招工、用工、缺口'],
    ['LD-04', 'xixiang-governance', '西乡街道劳动纠纷调解', '劳资、欠薪、调解'],
    ['LD-05', 'zhihui-mediation', '智美·汇志园区劳动纠纷就地调解', '劳资、欠薪、加班、调解'],
    ['LD-06', 'longteng-station', '龙腾社区楼宇欠薪先行调处', '欠薪、拖欠工资'],
  ],
  政策落地: [
    ['ZC-01', 'baoan-industry', '研发投入、技改、稳增长资助', '研发补贴、技改、资助、申报'],
    ['ZC-02', 'baoan-industry', '高新技术企业、专精特新认定辅导', '高新、专精特新、认定'],
    ['ZC-03', 'fuyong-economy', '福永街道惠企政策兑现跟进', '租金补贴、未到账、补贴、拨付'],
    ['ZC-04', 'hangcheng-economy', '航城街道企业融资和银企对接', '授信、融资、贷款、银企'],
    ['ZC-05', 'hangcheng-economy', '航城街道外贸和出口认证服务', '出口、认证、外贸、欧盟'],
    ['ZC-06', 'shiyan-economy', '石岩街道技改项目备案辅导', '技改、备案'],
  ],
  教育托育: [
    ['JY-01', 'baoan-education', '积分入学、转学和学位协调', '入学、学位、转学、积分'],
    ['JY-02', 'baoan-health', '托育机构备案和普惠托位', '托育、托位、婴幼儿、孩子没人看、没人带孩子'],
    ['JY-03', 'yanluo-welfare', '燕罗街道公益托育和四点半课堂', '托育、托管、孩子无人照看、孩子没人看、四点半'],
  ],
  安全生产: [
    ['AQ-01', 'baoan-emergency', '工矿商贸企业安全生产隐患', '安全隐患、危化品、粉尘'],
    ['AQ-02', 'baoan-emergency', '消防通道占用和消防设施', '消防通道、堆物、消防栓、起火'],
    ['AQ-03', 'hangcheng-construction', '航城街道路灯、积水和道路破损', '路灯、积水、路面破损'],
    ['AQ-04', 'fuyong-governance', '福永街道出租屋和电动自行车消防', '电动车充电、飞线、出租屋'],
  ],
  住房生活: [
    ['ZF-01', 'baoan-housing', '人才住房、公租房申请和轮候', '人才住房、公租房、轮候'],
    ['ZF-02', 'baoan-housing', '物业服务和收费争议', '物业费、公摊、业委会'],
    ['ZF-03', 'skyworth-service', '创维创新谷食堂、班车等生活配套', '食堂、夜宵、班车、饭堂'],
    ['ZF-04', 'baoan-urban', '垃圾清运和环境卫生', '垃圾、清运、异味、绿化'],
  ],
};

export const demoDuties: NewDuty[] = Object.entries(byCategory).flatMap(([category, items]) =>
  items.map(([code, unitId, name, words]) => ({
    code,
    category,
    name,
    unitId,
    words: words.split('、'),
    basis: BASIS,
  })),
);
