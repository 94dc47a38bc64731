import { z } from 'zod';
import type { PublicEventRow } from '../../database/public-demands';
import type { EventType } from '../../domain/event';
import type { Live } from '../../domain/live';
import { liveSchema } from '../demands/live';
import { evidenceIn } from '../replies/evidence';
import { attachmentSchema, type AttachmentView } from '../uploads';

/** What of the words is meant for the reporter. A public event may carry words that one unit wrote to another. */
const WORDS_SHOWN: Partial<Record<EventType, readonly string[]>> = {
  rejected: ['reason', 'goTo'],
  noted: ['text'],
  information_requested: ['question'],
  information_supplied: ['text'],
  poll_opened: ['question'],
  poll_closed: ['reason'],
  decided: ['decision'],
  replied: ['found', 'done', 'basis', 'contact', 'text'],
  main_replied: ['found', 'done', 'basis', 'contact', 'text'],
  rated: ['comment'],
  callback_concluded: ['basis'],
};
/** What the reporter wrote is the reporter's own; of staff, the same fields are inside words. */
const OWN_WORDS: Partial<Record<EventType, readonly string[]>> = { urged: ['text'], withdrawn: ['reason'] };

type Written = Pick<PublicEventRow, 'type' | 'by_reporter' | 'texts'>;

export function publicWords({ type, by_reporter, texts }: Written): Record<string, string> {
  const shown = [...(WORDS_SHOWN[type] ?? []), ...(by_reporter ? (OWN_WORDS[type] ?? []) : [])];
  return Object.fromEntries(
    shown
      .map((name) => [name, texts?.[name]])
      .filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

const WITH_FILES: readonly EventType[] = ['information_supplied', 'replied', 'main_replied', 'rated'];

/**
 * The files that came with an event. `open` are those that the reporter may see: an id that is named and not among them, such
 * as one that a collector sent, is left out.
 */
export function publicFiles({ type, texts }: PublicEventRow, open: readonly AttachmentView[]): AttachmentView[] {
  const named = texts?.attachments;
  return WITH_FILES.includes(type) && Array.isArray(named) ? open.filter(({ id }) => named.includes(id)) : [];
}

/** What goes with the words of a reply. */
export const shownFields = {
  evidence: z
    .object({ before: z.array(attachmentSchema), after: z.array(attachmentSchema) })
    .nullable()
    .meta({ description: '反馈的佐证照片：办理前、办理后' }),
  live: liveSchema.nullable().meta({ description: '反馈附带的直播' }),
};
interface Shown {
  evidence: { before: AttachmentView[]; after: AttachmentView[] } | null;
  live: Live | null;
}

export function publicShown({ type, texts }: PublicEventRow, open: readonly AttachmentView[]): Shown {
  if (type !== 'replied' && type !== 'main_replied') return { evidence: null, live: null };
  const named = evidenceIn(texts);
  const filesOf = (ids: readonly string[]) => open.filter(({ id }) => ids.includes(id));
  const evidence = { before: filesOf(named.before), after: filesOf(named.after) };
  const live = liveSchema.safeParse(texts?.live);
  const hasEvidence = evidence.before.length + evidence.after.length > 0;
  return { evidence: hasEvidence ? evidence : null, live: live.success ? live.data : null };
}
