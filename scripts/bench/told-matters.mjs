/** Matters, and what is said of each, in as many ways as the parts can be put together. */
export const MATTERS = {
  道闸: ['道闸损坏', '车牌识别不了', '栏杆抬不起来', '闸机故障', '抬杆要手动'],
  停车: ['停车位不足', '没地方停车', '停车费上涨', '月卡涨价', '泊车位太少'],
  公交: ['没有公交到地铁站', '公交班次太少', '末班车太早', '希望增设接驳车', '等车半小时'],
  拥堵: ['出入口堵车', '早高峰通行慢', '货车和小车混行', '大门排长队', '交通没人疏导'],
  噪音: ['工地夜间施工', '凌晨打桩', '机器轰鸣', '施工噪声扰民', '宿舍睡不着'],
  欠薪: ['拖欠工资三个月', '老板失联', '没有发工资', '讨要血汗钱', '设备被搬走'],
  社保: ['公司不买社保', '五险没有缴', '公积金没开户', '要求补缴', '入职一年没参保'],
  停电: ['经常跳闸', '突然断电', '变压器容量不够', '停产损失', '申请增容'],
  漏水: ['屋顶漏水', '天花板渗水', '防水老化', '货物受潮', '房东不修'],
  补贴: ['技改补贴未到账', '公示半年没拨付', '申报材料退回', '政策看不懂', '奖励没兑现'],
  托育: ['孩子没人带', '希望建托育中心', '托儿费用太贵', '暑假没处去', '女工辞职带娃'],
  食堂: ['没有食堂', '饭菜不卫生', '饭堂涨价', '午餐排队太久', '外卖又贵'],
  消防: ['消防通道被占', '灭火器过期', '安全出口堆杂物', '烟感故障', '消火栓没水'],
  污水: ['下水道堵塞', '污水外溢', '化粪池满了', '臭气难闻', '井盖冒水'],
  招工: ['招不到普工', '旺季缺人', '希望办招聘会', '留不住工人', '订单做不完'],
  电梯: ['货梯一周坏三次', '电梯困人', '维保不到位', '要求更换电梯', '搬货靠人扛'],
  租金: ['厂房涨租三成', '房东不续约', '二房东加价', '押金不退', '希望减免租金'],
  路面: ['路面坑洼', '道路塌陷', '井盖下沉', '货物颠坏', '希望修补路面'],
  照明: ['路灯不亮', '晚上一片漆黑', '灯坏了没人修', '夜班女工害怕', '照明不足'],
  油烟: ['餐馆油烟直排', '没装净化器', '办公室一股油烟', '排烟口太低', '墙面熏黑'],
};
/** Matters of the labelled set that are among them. */
export const TOLD_TOO = {
  ...{ 'barrier-broken': '道闸', parking: '停车', 'parking-fee': '停车', 'no-bus': '公交', 'bus-interval': '公交' },
  ...{
    'gate-traffic': '拥堵',
    'construction-noise': '噪音',
    wages: '欠薪',
    'social-insurance': '社保',
    'power-off': '停电',
  },
  ...{ leak: '漏水', subsidy: '补贴', 'subsidy-how': '补贴', childcare: '托育', canteen: '食堂', 'fire-lane': '消防' },
  ...{
    'fire-equipment': '消防',
    sewage: '污水',
    recruiting: '招工',
    elevator: '电梯',
    rent: '租金',
    'road-broken': '路面',
  },
  ...{ streetlight: '照明', 'oil-smoke': '油烟' },
};
const PLACES = ['东门', '西门', '北侧', '三号楼', '五号楼', '宿舍区', '车间', '仓库', '后门', '一楼', '二期', '主干道'];
const ENDS = [
  '影响员工上下班',
  '已经反映过两次',
  '希望尽快处理',
  '员工意见很大',
  '客户也有抱怨',
  '请协调有关部门',
  '损失不小',
];

/** The n-th of very many texts; the same every time. */
export function textOf(n) {
  const names = Object.keys(MATTERS);
  const pick = (list, salt) => list[Math.floor(Math.abs(Math.sin(n * 12.9898 + salt) * 43758.5453)) % list.length];
  const matter = names[n % names.length];
  const said = MATTERS[matter];
  const title = `${pick(PLACES, 1)}${pick(said, 2)}`;
  const other = MATTERS[pick(names, 9)];
  const body = `${pick(PLACES, 3)}${pick(said, 4)}，${pick(said, 5)}，${pick(ENDS, 6)}。第${n % 997}次到场查看，${pick(other, 7)}也有发生，${pick(ENDS, 8)}。`;
  return { title, body };
}
