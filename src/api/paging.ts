import { z } from 'zod';
import { invalidInput } from './errors';

/** Spread into the query schema of every list. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
};

export function listOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().optional() });
}

/** Cursors are opaque to clients: the sort key of the last item they have seen. */
export function encodeCursor(key: unknown): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** Throws the problem `invalid_input` when the cursor was not made for this list. */
export function decodeCursor<Key extends z.ZodType>(cursor: string | undefined, key: Key): z.output<Key> | undefined {
  if (cursor === undefined) return undefined;
  const parsed = key.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString()));
  if (!parsed.success || holdsNul(parsed.data)) throw invalidInput('/cursor', '分页游标无效，请从第一页重新开始。');
  return parsed.data;
}

/** A moment in a cursor. The year 0 is one in JSON and none in the database. */
export const cursorTime = z.iso.datetime({ offset: true }).refine((time) => !time.startsWith('0000'));

/** Cuts a read of `limit + 1` rows into a page; the one row more says that there is a next page. */
export function pageOf<Row>(rows: Row[], limit: number, keyOf: (row: Row) => unknown) {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, ...(rows.length > limit && last !== undefined ? { nextCursor: encodeCursor(keyOf(last)) } : {}) };
}

const holdsNul = (key: unknown): boolean => JSON.stringify(key).includes('\\u0000');

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
