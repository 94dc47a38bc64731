import { browserStack, PHONE, type BrowserStack } from '../support/browser';
import { calledBack } from '../support/called-back';
import { desksOf, type Desks } from '../support/desk-work';
import { acts, fileDemand, rateBy, repliedDemand } from '../support/travel';
import { eventually } from '../support/a-case';
import { mp4, png } from '../support/sample-files';
import { dayText } from '../../web/src/time/format';

let stack: BrowserStack;
let desks: Desks;
beforeAll(async () => {
  stack = await browserStack();
  desks = desksOf(stack, 'mouse', { width: 1440, height: 900 });
});
afterAll(() => stack.close());

const DAY = 24 * 3_600_000;
const picture = { name: '同富路站牌.png', mimeType: 'image/png', buffer: png };
const film = { name: '首班车发车.mp4', mimeType: 'video/mp4', buffer: mp4 };

/** The free bus line, voted for and adopted: everything but the answer. */
async function busLine(): Promise<string> {
  const { service } = stack;
  const filed = { kind: 'suggestion', title: '希望开通到地铁站的免费公交', body: '园区到地铁站没有公交。' };
  const { number } = await fileDemand(service, filed);
  await acts(service, 'zhihui.dispatcher', number, 'dispatch', { leadUnit: 'zhihui' });
  await acts(service, 'zhihui.handler', number, 'accept');
  await acts(service, 'zhihui.handler', number, 'finish', { result: 'adopted', summary: '按投票结果开通同富路线。' });
  await acts(service, 'zhihui.reviewer', number, 'review', { approve: true });
  return number;
}

/** Answers it at the replier's desk with a picture, a film, a live stream and a promise; gives the link to rate by. */
async function answered(number: string): Promise<string> {
  let link = '';
  await desks.at('zhihui.replier', `/queues/reply?number=${number}`, async ({ page, act, hands }) => {
    await act('反馈', async (form) => {
      await form.write('查明情况', '园区到地铁站 2.4 公里，没有公交。');
      await form.write('处理结果', '免费公交专线已开通，早晚各 12 班。');
      await form.write('依据', '党建联席会议决定');
      await form.write('联系人和电话', '服务台 0755-27000000');
      const files = page.getByRole('group', { name: /^附件/ }).locator('input[type=file]').first();
      await files.setInputFiles([picture, film]);
      await page.getByText(film.name).first().waitFor();
      await page.getByText(picture.name).first().waitFor();
      await page.getByRole('progressbar').first().waitFor({ state: 'detached' });
      await form.write('直播链接', 'https://live.example.org/bus');
      await form.write('开始（北京时间）', '2099-01-05T08:00');
      await form.write('对以后的承诺', '下季度增开夜班车');
      await form.write('何时兑现', dayText(Date.now() + 90 * DAY));
    });
    link = (await page.getByText(/\/m\/rate#/).innerText()).trim();
    await hands.press(page.getByRole('button', { name: '知道了' }));
  });
  return link;
}

describe('the answer to the bus line', () => {
  it('reaches the phone with its picture, a film that plays, the live stream and a letter, and is rated in detail', async () => {
    const number = await busLine();
    const link = await answered(number);
    const { page, complaints, leave } = await stack.sit(null, PHONE);
    await page.goto(link);
    await page.getByText('免费公交专线已开通，早晚各 12 班。').first().waitFor();
    const seen = page.getByRole('img', { name: picture.name }).first();
    await seen.scrollIntoViewIfNeeded();
    // It is loaded once it is in sight, and takes its time.
    await eventually(
      () => seen.evaluate((image: { naturalWidth: number }) => image.naturalWidth),
      (width) => width > 0,
    );
    const length = await page
      .locator('video')
      .first()
      .evaluate(
        (video: { load(): void; preload: string; duration: number; onloadedmetadata: unknown }) =>
          new Promise<number>((resolve) => {
            video.onloadedmetadata = () => resolve(video.duration);
            video.preload = 'metadata';
            video.load();
          }),
      );
    expect(length).toBeGreaterThan(0);
    await page.getByRole('link', { name: /直播/ }).first().waitFor();
    const letter = await page.getByRole('link', { name: '下载答复函（PDF）' }).getAttribute('href');
    const pdf = await page.request.get(letter!);
    expect([pdf.status(), pdf.headers()['content-type']]).toEqual([200, 'application/pdf']);
    expect((await pdf.body()).subarray(0, 5).toString()).toBe('%PDF-');

    // Nothing is chosen beforehand.
    expect(await page.locator('input[type=radio]:checked').count()).toBe(0);
    await page.getByRole('radio', { name: '非常满意', exact: true }).check();
    await page.getByText('分项评价').click();
    const speed = page.getByRole('group', { name: /^办理速度/ });
    // The button itself is not to be seen: people press the field that it stands in.
    await speed.getByText('4', { exact: true }).click();
    await speed.getByRole('button', { name: '不评办理速度' }).waitFor();
    await page.getByRole('button', { name: '提交评价' }).click();
    await page.getByText('已收到您的评价').waitFor();
    // Whoever has just rated is not asked again; whoever comes back may add once.
    await page.reload();
    await page.getByText('情况有变化？可以追评一次').click();
    await page.getByLabel('后来怎么样了').fill('晚上八点以后没有车。');
    await page.getByRole('button', { name: '提交追评' }).click();
    await page.getByRole('heading', { name: '您的追评' }).waitFor();
    expect(complaints).toEqual([]);
    await leave();

    const { body } = await stack.service.call('zhihui.handler', { method: 'GET', url: `/api/v1/demands/${number}` });
    expect([body.stage, body.rating]).toEqual(['closed', 5]);
    const promises = await eventually(
      async () =>
        (await stack.service.call('zhihui.handler', { method: 'GET', url: `/api/v1/promises?demand=${number}` })).body
          .items,
      (items: unknown[]) => items.length > 0,
    );
    expect(promises).toMatchObject([{ text: '下季度增开夜班车', state: 'promised' }]);
  });
});

describe('a spot check', () => {
  it('is committed and drawn by a supervisor, phoned from a script, and contradicts a good rating', async () => {
    const { service } = stack;
    const { number, ratingToken } = await repliedDemand(service, { title: '道闸坏了说修好了' });
    await rateBy(service, ratingToken, { grade: 5 });
    let check = '';
    await desks.at('fuyong.supervisor', '/spot-checks?new=1', async ({ page, hands }) => {
      const form = page.getByRole('form', { name: '新抽查' });
      await form.getByPlaceholder('首日').fill(dayText(Date.now() - DAY));
      await page.keyboard.press('Tab');
      await form.getByPlaceholder('末日').fill(dayText(Date.now()));
      await page.keyboard.press('Tab');
      await hands.write(form.getByLabel('每个办理单位至少抽（%）'), '100');
      await hands.press(form.getByRole('button', { name: '发起抽查' }));
      await page.getByText('已封存，还没有抽取').waitFor();
      await hands.press(page.getByRole('button', { name: /抽取/ }));
      await page.getByRole('table', { name: '抽中的诉求' }).waitFor();
      check = new URL(page.url()).pathname.split('/').at(-1)!;
    });
    await calledBack(stack, desks, number, ['问题没有解决']);
    const { body } = await service.call('fuyong.supervisor', { method: 'GET', url: `/api/v1/spot-checks/${check}` });
    const drawn = body.sample.find((each: { number: string }) => each.number === number);
    expect(drawn).toMatchObject({ rating: 5, result: 'dissatisfied', verdict: 'contradicted' });
    const redone = await eventually(
      async () => (await service.call('zhihui.handler', { method: 'GET', url: `/api/v1/demands/${number}` })).body,
      (demand) => demand.round === 2,
    );
    expect([redone.round, redone.stage]).toEqual([2, 'dispatching']);
  });
});
