import { createHmac } from 'node:crypto';
import type { RowDraft } from './row-draft';

const plain = (text: string): string => text.normalize('NFKC').replace(/\s+/g, '').toLowerCase();

/**
 * By what a row is known again: the same demand of the same subject at the same place on the same form. Keyed, because it
 * outlives the row and must not let anybody try out what was said.
 */
export function repeatKey(formCode: string, draft: RowDraft, indexKey: Buffer): Buffer {
  const { place, title, body, subject } = draft;
  const said = [formCode, place.id, plain(title), plain(body), subject.type, plain(subject.name)];
  return createHmac('sha256', indexKey)
    .update(`import:${JSON.stringify(said)}`)
    .digest();
}
