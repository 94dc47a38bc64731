import { createRequire } from 'node:module';
import os from 'node:os';
import pg from 'pg';
import { fill } from './fill.mjs';
import { labelledSet, plant } from './labelled-pairs.mjs';
import { percentile, round } from './measure.mjs';
import { request } from './real-lives.mjs';

const compiled = createRequire(new URL('../../dist/', import.meta.url));

const ROUNDS = 150;
const BATCH = 1_000;
const PEOPLE = ['baoan.supervisor', 'fuyong.dispatcher', 'zhihui.collector'];

/** Matters, and what is said of each, in as many ways as the parts can be put together. */
const MATTERS = {
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
const TOLD_TOO = {
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
function textOf(n) {
  const names = Object.keys(MATTERS);
  const pick = (list, salt) => list[Math.floor(Math.abs(Math.sin(n * 12.9898 + salt) * 43758.5453)) % list.length];
  const matter = names[n % names.length];
  const said = MATTERS[matter];
  const title = `${pick(PLACES, 1)}${pick(said, 2)}`;
  const other = MATTERS[pick(names, 9)];
  const body = `${pick(PLACES, 3)}${pick(said, 4)}，${pick(said, 5)}，${pick(ENDS, 6)}。第${n % 997}次到场查看，${pick(other, 7)}也有发生，${pick(ENDS, 8)}。`;
  return { title, body };
}

/** Gives the 100,000 demands texts as people write them, cut into words as filing does, and those of the labelled set among them. */
async function tell(databaseUrl, onFile, say) {
  const { tokensOf } = compiled('./src/similarity/segment.js');
  const { characterPairs } = compiled('./src/domain/character-pairs.js');
  const database = new pg.Client({ connectionString: databaseUrl });
  // When something else fails, the stack goes and this connection with it: what is told is the first failure.
  database.on('error', () => undefined);
  await database.connect();
  const { rows } = await database.query("SELECT id FROM demand WHERE number LIKE 'SQ2025%' ORDER BY number");
  const start = performance.now();
  let cutting = 0;
  for (let from = 0; from < rows.length; from += BATCH) {
    const told = rows.slice(from, from + BATCH).map(({ id }, i) => {
      const { title, body } = textOf(from + i);
      const text = `${title}\n${body}`;
      const begun = performance.now();
      const tokens = tokensOf(text);
      cutting += performance.now() - begun;
      return { id, title, body, tokens, pairs: characterPairs(text) };
    });
    const given = [JSON.stringify(told)];
    await database.query(
      `UPDATE demand d SET title = t.title, body = t.body
       FROM jsonb_to_recordset($1::jsonb) AS t(id uuid, title text, body text) WHERE d.id = t.id`,
      given,
    );
    await database.query(
      `UPDATE demand_search f SET tokens = ARRAY(SELECT jsonb_array_elements_text(t.tokens)),
         pairs = ARRAY(SELECT jsonb_array_elements_text(t.pairs))
       FROM jsonb_to_recordset($1::jsonb) AS t(id uuid, tokens jsonb, pairs jsonb) WHERE f.demand_id = t.id`,
      given,
    );
  }
  // The lives end over 140 days; every one of them lies within the 180 that are looked at.
  await database.query(
    "UPDATE demand SET created_at = now() - (hashtext(id::text) & 1023) * interval '4 hours' WHERE number LIKE 'SQ2025%'",
  );
  const planted = await plant(database, onFile);
  await database.query('VACUUM ANALYZE demand, demand_search');
  const { rows: some } = await database.query("SELECT number FROM demand WHERE stage = 'dispatching' LIMIT 50");
  await database.end();
  say(`texts told and cut in ${round((performance.now() - start) / 1000)} s`);
  return { cutMs: cutting / rows.length, dispatching: some.map(({ number }) => number), planted };
}

/** Similar demands over 100,000, while filing and at dispatch, asked by people of each level; then whether true pairs are found. */
export async function measureSimilar(stack, say) {
  const { onFile, pairs } = labelledSet();
  await fill(stack.databaseUrl, say);
  const { cutMs, dispatching, planted } = await tell(stack.databaseUrl, onFile, say);
  return {
    ...(await askAll(stack, dispatching, say)),
    ...(await recall(stack, pairs, planted, say)),
    cutTextMs: round(cutMs, 3),
  };
}

async function askAll({ base, accounts }, dispatching, say) {
  const tokens = await Promise.all(PEOPLE.map((username) => logIn(base, accounts, username)));
  const ask = {
    'while filing': (n) => {
      const { title, body } = textOf(n * 7 + 3);
      return ['POST', '/api/v1/similar', { unit: n % 2 ? 'zhihui' : 'skyworth', title, body }];
    },
    'at dispatch': (n) => ['GET', `/api/v1/demands/${dispatching[n % dispatching.length]}/similar`],
  };
  const result = {};
  let found = 0;
  for (const [name, question] of Object.entries(ask)) {
    const took = [];
    for (let n = 0; n < ROUNDS; n += 1) {
      const [method, path, body] = question(n);
      // At dispatch only the district sees every one of them.
      const token = name === 'at dispatch' ? tokens[0] : tokens[n % tokens.length];
      const start = performance.now();
      const { items } = await request(base, method, path, { token, body });
      // The first few load the dictionary and open connections.
      if (n >= 5) took.push(performance.now() - start);
      found += items.length > 0 ? 1 : 0;
    }
    result[name] = {
      p50: round(percentile(took, 50)),
      p95: round(percentile(took, 95)),
      p99: round(percentile(took, 99)),
    };
    say(`similar ${name}: p95 ${result[name].p95} ms`);
  }
  return { similarMs: result, similarFound: round(found / (2 * ROUNDS), 2), load: round(os.loadavg()[0]) };
}

/**
 * Of the labelled pairs, in how many the first five have one about the same matter, though 100,000 others are on file: the very one of
 * the pair, or one of the others where thousands of them are about that matter, too.
 */
async function recall({ base, accounts }, pairs, planted, say) {
  const token = await logIn(base, accounts, PEOPLE[0]);
  const found = { sameMatter: [], heldOut: [], theVeryOne: [] };
  for (const { query, right, isHeldOut } of pairs) {
    const { unit, title, body, matter } = query;
    const { items } = await request(base, 'POST', '/api/v1/similar', { token, body: { unit, title, body } });
    const five = items.slice(0, 5);
    const isFound = five.some(({ number }) => number === planted.get(right));
    const isSame = isFound || five.some((item) => MATTERS[TOLD_TOO[matter]]?.some((said) => item.title.endsWith(said)));
    found.theVeryOne.push(isFound);
    found.sameMatter.push(isSame);
    if (isHeldOut) found.heldOut.push(isSame);
  }
  const share = (of) => round(of.filter(Boolean).length / of.length, 3);
  const recallAt5 = Object.fromEntries(Object.entries(found).map(([name, of]) => [name, share(of)]));
  say(`recall@5 among 100,000: ${JSON.stringify(recallAt5)}`);
  return { similarRecallAt5: recallAt5 };
}

async function logIn(base, accounts, username) {
  const { password } = accounts.find((account) => account.username === username);
  return (await request(base, 'POST', '/api/v1/sessions', { body: { username, password } })).token;
}
