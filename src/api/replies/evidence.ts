import { z } from 'zod';

const pictures = z.array(z.uuid()).max(9);

/** 佐证: pictures of how it was before and after, uploaded like any attachment. */
export const evidenceSchema = z
  .strictObject({ before: pictures.default([]), after: pictures.default([]) })
  .meta({ id: 'Evidence', description: '佐证照片（附件编号）：before 办理前，after 办理后' });
export type Evidence = z.output<typeof evidenceSchema>;

type Words = Record<string, unknown> | null;
export const idsIn = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((id) => typeof id === 'string') : [];

export function evidenceIn(words: Words): Evidence {
  const evidence = (words?.evidence ?? {}) as Record<string, unknown>;
  return { before: idsIn(evidence.before), after: idsIn(evidence.after) };
}

/** Every file that what somebody wrote names. */
export function filesIn(words: Words): string[] {
  const { before, after } = evidenceIn(words);
  return [...new Set([...idsIn(words?.attachments), ...before, ...after])];
}
