/**
 * What people call the same thing by different words. Each line is one matter: its name, then the words and turns of phrase
 * by which it is known. Written from what enterprises of the district complain about, to be lengthened by whoever finds a
 * demand that was not recognised; a change asks for a new `TOKENS_VERSION`.
 */
const LINES = `
拥堵:堵车 拥堵 塞车 通行慢 堵得 堵死 排长队 排长龙 水泄不通 进不来 出不去 车流大 缓行 挪不动 堵塞交通
道闸:道闸 栏杆 抬杆 起落杆 门闸 车牌识别 闸机 岗亭
停车难:停车 车位 泊车 停车场 停车费 没地方停 无处停
违停:违停 乱停 乱停放 乱摆放 占道停 停满 违规停放 违章停车
公交:公交 巴士 班车 班次 公交站 站台 线路 候车 接驳 摆渡车 微巴 末班车
地铁:地铁 轨道 地铁口 地铁站
信号灯:红绿灯 信号灯 绿灯 红灯 交通灯
过街:过马路 斑马线 人行横道 天桥 过街 横穿马路
路面:坑洼 坑坑洼洼 路面破损 路面塌陷 塌陷 裂缝 凹陷 大坑 颠簸 井盖 路烂
货车:货车 大货 泥头车 拖头车 集装箱 重型车 装卸 卸货
占道:占道 围挡 围蔽 封路 半边路 占用道路 挡住 堵在门口 遮挡
施工:施工 开挖 修路 工地 管网改造 地铁工程 装修 挖路
噪音:噪音 噪声 吵 扰民 轰鸣 睡不着 休息不好 震动 打桩
扬尘:扬尘 灰尘 粉尘 尘土 灰大 洒水 雾炮
路灯:路灯 照明 黑灯瞎火 没有灯 灯不亮 摸黑 昏暗 漆黑
电动车:电动车 电瓶车 电单车 两轮车 飞线
充电:充电 充电桩 充电柜 充电棚
单车:共享单车 单车 自行车
异味:臭味 异味 恶臭 刺鼻 气味 臭气 难闻 废气 熏
污水:污水 废水 排污 偷排 污水横流 化粪池 下水道 管道堵塞 管道堵 冒水 返水
垃圾:垃圾 清运 垃圾桶 垃圾站 废料 环卫 脏乱 卫生死角
油烟:油烟 烧烤 排烟
积水:积水 内涝 水浸 淹 排水不畅 倒灌
虫鼠:老鼠 蚊子 蚊虫 蟑螂 鼠患 消杀 白蚁
停水:停水 断水 水压 水流小 没水 供水
停电:停电 断电 跳闸 没电 电压不稳 限电 供电 拉闸 增容 负荷
网络:网络 宽带 信号差 没信号 5G 基站 光纤 掉线
电梯:电梯 货梯 升降 困人 轿厢
漏水:漏水 渗水 滴水 防水 渗漏 天花板
消防通道:消防通道 疏散通道 安全出口 逃生 楼道堆 堆放杂物 通道被占 杂物
消防设施:消火栓 灭火器 喷淋 烟感 消防栓 消防水
坠物:坠落 高空抛物 掉落 脱落 外墙 瓷砖 墙皮 玻璃掉
用电隐患:漏电 电线 线路老化 乱拉 私拉 电箱 触电
危化品:化学品 危化 易燃 易爆 危险品 气瓶 酒精仓
欠薪:欠薪 工资 拖欠 没发钱 不发 讨薪 薪水 薪资 结清 血汗钱
社保:社保 五险 公积金 养老保险 断缴 补缴 缴费基数 参保
劳动合同:劳动合同 不签合同 没签合同 签合同 劳动关系
辞退:辞退 裁员 开除 解雇 赔偿金 经济补偿 遣散 劝退 离职
工伤:工伤 受伤 砸伤 压伤 职业病 伤残
加班:加班 超时 加班费 调休 连续上班 单休
高温:高温 中暑 降温 清凉 太热 防暑
招工:招工 招聘 招人 用工 缺人 普工 人手 缺工 用人荒 人才市场
住房:宿舍 公租房 保障房 人才房 租房 住房 住处 配租 房源 集体宿舍
托育:托育 托管 幼儿 暑托 放学 带娃 带孩子 照看 没人看 托儿 晚托 假期托管
入学:入学 学位 上学 读书 转学 插班 积分 学校
食堂:食堂 饭堂 吃饭 用餐 配餐 餐饮 盒饭 伙食
医疗:社康 看病 就医 医院 体检 医保 挂号 门诊 急救
健身:健身 篮球 球场 运动 文体 羽毛球 跑步 体育
联谊:联谊 相亲 单身 交友 脱单
心理:心理 情绪 压力 抑郁 减压
补贴:补贴 补助 奖励 扶持 资金 兑现 到账 拨付
申报:申报 申请 材料 流程 窗口 审批 手续 退件 办理流程
认定:高新 专精特新 国高 认定 科技型 企业资质
融资:融资 贷款 资金周转 授信 抵押 担保 现金流 银行 放款
税务:税务 发票 退税 开票 报税 抵扣 税收
证照:营业执照 办证 许可证 证照 注册 迁址 变更登记 注销
租金:租金 涨租 房租 加租 免租 减租 租约 续租 二房东 厂房
水电费:电费 水费 水电 公摊 加价 每度 收费不透明 物业费 管理费
环评:环评 环保 排放 排污许可 验收
物流:物流 出口 通关 报关 货柜 运费 海关 外贸
展会:展会 参展 展位 展览 会展 产品对接
培训:培训 技能 上课 课程 讲座 学历 补贴培训 考证
知识产权:知识产权 专利 商标 侵权
政策宣讲:政策 宣讲 解读 看不懂 不了解 惠企
党员活动:党员活动 活动室 活动场地 党群服务中心 开放时间 书屋 阵地
组织关系:组织关系 转接 流动党员 党费 支部
诈骗:诈骗 被骗 骗 传销 刷单 非法集资
理财:理财 投资 高息 提现 爆雷 兑付 本金
治安:治安 偷 被盗 盗窃 打架 巡逻 监控 摄像头 小偷
绿化:绿化 树枝 树木 修剪 草坪 杂草 台风
围墙:围墙 护栏 栏板 倒塌 倾斜 挡土墙 边坡
厕所:厕所 公厕 洗手间 卫生间
快递:快递 外卖 骑手 快递柜
母婴:母婴室 哺乳 女职工 孕
空调:空调 通风 闷热 制冷 排风
门禁:门禁 刷卡 刷脸 访客 登记
广告:广告 招牌 牌匾 门头
流浪狗:流浪狗 狗 犬 咬
摊贩:摊贩 摆摊 小贩 流动摊 占道经营
`;

interface Concept {
  name: string;
  phrases: string[];
}

const CONCEPTS: Concept[] = LINES.trim()
  .split('\n')
  .map((line) => {
    const [name, phrases] = line.split(':') as [string, string];
    return { name, phrases: phrases.split(' ') };
  });

/** Told apart from words by a sign that no word contains. */
export const CONCEPT_SIGN = '≈';
const tokenOf = ({ name }: Concept): string => CONCEPT_SIGN + name;

interface Phrase {
  phrase: string;
  /** A phrase may stand for more than one matter. */
  tokens: string[];
}

const byFirstCharacter = new Map<string, Phrase[]>();
for (const concept of CONCEPTS)
  for (const phrase of concept.phrases.map((each) => each.toLowerCase())) {
    const beside = byFirstCharacter.get(phrase[0]!) ?? [];
    const known = beside.find((each) => each.phrase === phrase);
    if (known) known.tokens.push(tokenOf(concept));
    else beside.push({ phrase, tokens: [tokenOf(concept)] });
    byFirstCharacter.set(phrase[0]!, beside);
  }
for (const phrases of byFirstCharacter.values()) phrases.sort((a, b) => b.phrase.length - a.phrase.length);

/** The phrases of concepts that a text (in lower case) contains: the longest at each place, and none within another. */
export function conceptsIn(text: string): Phrase[] {
  const found: Phrase[] = [];
  for (let i = 0; i < text.length;) {
    const known = byFirstCharacter.get(text[i]!)?.find(({ phrase }) => text.startsWith(phrase, i));
    if (known) found.push(known);
    i += known?.phrase.length ?? 1;
  }
  return found;
}

/** For the segmenter, which would cut some of them in two. */
export const CONCEPT_WORDS: readonly string[] = CONCEPTS.flatMap(({ phrases }) => phrases);
