import { REPORTER, type DemoCase, type Filing, type Step } from './cases';
import type { DemandAnswer, RestClient } from './rest-client';

/** Files a demand, with what else its occasion knows of it. */
export async function file(rest: RestClient, filing: Filing, more: object = {}): Promise<DemandAnswer> {
  const { by, ...body } = filing;
  return rest.post<DemandAnswer>(by, '/demands', { ...body, ...more });
}

export async function play(rest: RestClient, number: string, steps: readonly Step[]): Promise<void> {
  let last: DemandAnswer | undefined;
  for (const [user, action, body] of steps)
    if (user === REPORTER) await rest.post(null, `/public/ratings/${last!.ratingToken}`, body);
    else last = await rest.post<DemandAnswer>(user, `/demands/${number}/actions/${action}`, body);
}

export async function playCase(rest: RestClient, { filing, steps }: DemoCase): Promise<string> {
  const { number } = await file(rest, filing);
  await play(rest, number, steps);
  return number;
}

export async function eachOf<Item>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = [...items];
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
    }),
  );
}

/** Asks again for three minutes: a small machine plays the demo beside starting everything else. */
export async function waitFor<Found>(look: () => Promise<Found | undefined>): Promise<Found> {
  for (let tries = 0; tries < 1_800; tries += 1) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('演示等待超过 3 分钟，请查看 worker 日志。');
}
