import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Database } from '../../database/client';
import type { UnitDirectory } from '../../database/unit-directory';
import { explain } from '../error-handler';
import type { Problem, ProblemCode } from '../errors';
import { seenDemand, type Seen } from './eyes';

const itemSchema = z
  .object({
    number: z.string(),
    title: z.string().nullable().meta({ description: '空为没有这件，或无权查看' }),
    done: z.boolean().meta({ description: '已办；试算时为可办' }),
    code: z.string().optional(),
    detail: z.string().optional(),
  })
  .meta({ id: 'BulkItem' });
export const bulkResultSchema = z
  .object({ items: z.array(itemSchema), done: z.int(), refused: z.int() })
  .meta({ id: 'BulkResult' });
type Item = z.output<typeof itemSchema>;

const AT_ONCE = 5;

/**
 * Each of them takes seconds to be known to fail, and somebody waits. So after this many without a success between, the
 * rest is not tried.
 */
const OUTAGES_ENOUGH = 3;
const OUTAGES: readonly ProblemCode[] = ['temporal_unavailable', 'database_unavailable'];

/** Does the same to each demand, a few at a time, and reports each by itself: nothing that befalls one stops the others. */
export async function reportEach(
  database: Database,
  directory: UnitDirectory,
  request: FastifyRequest,
  numbers: readonly string[],
  ask: (seen: Seen) => Promise<void>,
): Promise<z.output<typeof bulkResultSchema>> {
  let outages: Problem[] = [];
  const report = async (number: string): Promise<Item> => {
    if (outages.length >= OUTAGES_ENOUGH) return notTried(number, outages[0]!);
    let title: string | null = null;
    try {
      const seen = await seenDemand(database, directory, request.actor, number);
      title = seen.demand.title;
      await ask(seen);
      outages = [];
      return { number, title, done: true };
    } catch (error) {
      const problem = explain(error, request, number);
      if (OUTAGES.includes(problem.code)) outages.push(problem);
      return { number, title, done: false, code: problem.code, detail: problem.detail };
    }
  };
  const items = await inParallel(numbers, AT_ONCE, report);
  const done = items.filter((item) => item.done).length;
  return { items, done, refused: items.length - done };
}

const notTried = (number: string, { code }: Problem): Item => ({
  ...{ number, title: null, done: false, code },
  detail: '服务暂时没有应答，这一件没有提交。请稍后用同一个幂等键重试。',
});

/** Answers in the order of what was given. */
async function inParallel<One, Result>(
  all: readonly One[],
  width: number,
  work: (one: One) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const workOn = async (): Promise<void> => {
    while (next < all.length) {
      const i = next++;
      results[i] = await work(all[i]!);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, all.length) }, workOn));
  return results;
}
