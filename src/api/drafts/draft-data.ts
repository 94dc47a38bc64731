import type { z } from 'zod';
import { invalidInput, Problem } from '../errors';

/** Reads the data of a draft by the schema of its kind. Throws invalid_input with paths under /data. */
export function parseDraftData<Schema extends z.ZodType>(schema: Schema, data: unknown): z.output<Schema> {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => ({ path: ['/data', ...path].join('/'), message }));
  throw new Problem('invalid_input', `填写有误：${errors[0]!.message}。`, { errors });
}

/** For kinds of which there is only one: a draft of them has no target. */
export function noTarget(given: string | undefined): null {
  if (given !== undefined) throw invalidInput('/target', '这一类草案没有对象，请去掉 target。');
  return null;
}
