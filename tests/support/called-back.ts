import { eventually } from './a-case';
import type { BrowserStack } from './browser';
import type { Desks } from './desk-work';

const HOUR = 3_600_000;

/** The phone job of the demand, which the workflow has arranged by itself: its window is brought near, somebody phones and hears no good. */
export async function calledBack(
  { service }: BrowserStack,
  desks: Desks,
  number: string,
  reasons: readonly string[] = [],
): Promise<void> {
  const [job] = await eventually(
    async () => {
      const { body } = await service.call('fuyong.callback', { method: 'GET', url: '/api/v1/callbacks?limit=200' });
      return body.items.filter((each: { demand: { number: string } }) => each.demand.number === number);
    },
    (items) => items.length > 0,
  );
  const hours = Math.max(0.01, (Date.parse(job.windowStart as string) - Date.now()) / HOUR + 0.05);
  const url = `/api/v1/demo/demands/${number}/fast-forward`;
  await service.call('fuyong.callback', { method: 'POST', url, payload: { hours } });
  const path = `/callbacks?job=${encodeURIComponent(job.id as string)}`;
  await desks.at('fuyong.callback', path, async ({ page, hands }) => {
    await hands.press(page.getByRole('button', { name: '领取', exact: true }));
    const desk = page.getByRole('region', { name: '办理回访' });
    await hands.press(desk.getByRole('button', { name: '登记通话' }));
    const call = page.getByRole('form', { name: '登记通话' });
    await hands.check(call.getByRole('radio', { name: '接通' }).first());
    await hands.press(call.getByRole('button', { name: '登记通话' }));
    await call.waitFor({ state: 'detached' });
    const conclude = page.getByRole('form', { name: '登记结论' });
    if (!(await conclude.isVisible())) await hands.press(desk.getByRole('button', { name: '登记结论' }));
    await hands.check(conclude.getByRole('radio', { name: /^不满意/ }).first());
    for (const reason of reasons) await hands.check(conclude.getByRole('checkbox', { name: reason }));
    await hands.press(conclude.getByRole('button', { name: '登记结论' }));
    await conclude.waitFor({ state: 'detached' });
  });
}
