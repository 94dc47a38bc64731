import { seedEnterprises } from '../../prisma/seed';
import { browserStack, PHONE, type BrowserStack } from '../support/browser';

let stack: BrowserStack;
beforeAll(async () => {
  stack = await browserStack();
  await seedEnterprises(stack.service.database);
});
afterAll(() => stack.close());

const TEAM = 'longteng-team-02.collector';

describe('a team on its way, with a phone in hand', () => {
  it('plans a visit, files a demand at the door over a broken line, once, and records the visit', async () => {
    const { page, context, complaints, leave } = await stack.sit(TEAM, PHONE);
    await page.goto('/console/queues/mine');
    await page.getByRole('button', { name: '菜单' }).click();
    await page.getByRole('link', { name: '走访', exact: true }).click();
    await page.getByRole('heading', { name: '走访', level: 1 }).waitFor();
    // The navigation is folded away again.
    expect(await page.getByRole('link', { name: '楼宇巡查' }).isVisible()).toBe(false);

    await page.getByRole('button', { name: '安排走访' }).click();
    await page.getByLabel('企业').click();
    await page.getByTitle('龙腾包装材料1号企业（示例）').click();
    await page.keyboard.press('Escape');
    await page.getByLabel('时间').fill('23:00');
    await page.getByRole('button', { name: '安排', exact: true }).click();
    await page.getByRole('heading', { name: '龙腾包装材料1号企业（示例）', level: 1 }).waitFor();

    await page.getByRole('button', { name: '登记诉求', exact: true }).click();
    await page.getByLabel('标题').fill('厂区门口晚上没有路灯');
    await page.getByLabel('内容').fill('夜班员工下班要走一段黑路，希望装两盏路灯。');
    await page.reload();
    expect(await page.getByLabel('标题').inputValue()).toBe('厂区门口晚上没有路灯');
    expect(complaints).toEqual([]);

    // The service takes it, and the answer is lost on the way: what goes out again is the same demand.
    await page.route('**/api/v1/demands', async (route) => {
      await route.fetch();
      await route.abort('internetdisconnected');
    });
    await page.getByRole('button', { name: '登记', exact: true }).click();
    await page.getByText('现在没有网络，还没有发出').waitFor();
    await page.unroute('**/api/v1/demands');
    await page.reload();
    await page.getByRole('button', { name: '登记', exact: true }).click();
    await page.getByText('已登记：').waitFor();
    const titled = { title: '厂区门口晚上没有路灯' };
    const demands = await stack.service.database.demand.findMany({ where: titled });
    expect(demands).toMatchObject([{ channel: '包干队伍', subjectName: '龙腾包装材料1号企业（示例）' }]);

    complaints.length = 0;
    await context.setOffline(true);
    await page.getByLabel('见到了谁、谈了什么').fill('见到厂长，反映门口没有路灯。');
    await page.getByRole('button', { name: '完成走访' }).click();
    await page.getByText('现在没有网络，还没有发出').waitFor();
    await context.setOffline(false);
    // Nobody presses anything.
    await page.getByText('已走访').first().waitFor();
    await page.getByRole('button', { name: '更正记录' }).click();
    const form = page.getByRole('form', { name: '更正走访记录' });
    await form.getByLabel('见到了谁、谈了什么').fill('见到副厂长，反映门口没有路灯。');
    await form.getByLabel('为什么更正').fill('记错了人');
    await form.getByRole('button', { name: '更正', exact: true }).click();
    await page.getByText('原记“见到厂长，反映门口没有路灯。”，记错了人').first().waitFor();
    await leave();
  });
});

describe('an inspector in a building', () => {
  it('puts a finding right, reads the number and the clock of a red one at once, and a second person sees it come', async () => {
    const round = await stack.service.call('longteng.collector', {
      ...{ method: 'POST', url: '/api/v1/inspections' },
      payload: { building: 'longteng-tower', name: '节前排查', plannedAt: '2026-01-20' },
    });
    const address = `/console/inspections/${round.body.id}`;
    const [one, other] = [await stack.sit('longteng-tower.collector', PHONE), await stack.sit('longteng.collector')];
    await other.page.goto(address);
    await other.page.getByText('还没有。').waitFor();
    const { page } = one;
    await page.goto(address);
    await page.getByRole('button', { name: /^理财投资 绿色/ }).click();
    await page.getByRole('button', { name: '记录', exact: true }).click();
    await page.getByText('已记录：理财投资').waitFor();

    // The answer to a correction is lost on the way; what is sent then says something else, and is another correction.
    await page.getByRole('button', { name: /^更正 理财投资/ }).click();
    const form = page.getByRole('form', { name: '更正 理财投资' });
    await form.getByLabel('为什么更正').fill('补记位置');
    const correcting = '**/api/v1/findings/*/actions/correct';
    await page.route(correcting, async (route) => {
      await route.fetch();
      await route.abort('internetdisconnected');
    });
    await form.getByRole('button', { name: '更正', exact: true }).click();
    await form.getByRole('alert').filter({ hasText: '现在连不上服务' }).waitFor();
    await page.unroute(correcting);
    await one.untilQuiet();
    one.complaints.length = 0;
    await form.getByLabel('楼里的位置').fill('3 层');
    await form.getByRole('button', { name: '更正', exact: true }).click();
    await form.waitFor({ state: 'detached' });
    await page.getByText('3 层').first().waitFor();
    await page.getByRole('button', { name: /^欠薪维权 红色/ }).click();
    await page.getByLabel('楼里的位置').fill('12 层');
    await page.getByLabel('发现了什么').fill('装修公司拖欠工资两个月');
    await page.getByRole('button', { name: '记录并登记诉求' }).click();
    const said = page.getByRole('status').filter({ hasText: '已记录，并登记为诉求' });
    await said.waitFor();
    const [finding] = await stack.service.database.finding.findMany({ where: { risk: 'red' } });
    const demand = await stack.service.database.demand.findUniqueOrThrow({ where: { id: finding!.demandId! } });
    expect(await said.innerText()).toContain(demand.number);
    expect(await said.innerText()).toContain('加急');
    expect(await said.locator('.clock').innerText()).toContain('分拨');

    await other.page.getByText('装修公司拖欠工资两个月').first().waitFor();
    expect([...one.complaints, ...other.complaints]).toEqual([]);
    await Promise.all([one.leave(), other.leave()]);
  });
});
