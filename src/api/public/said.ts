import type { PublicEventRow } from '../../database/public-demands';
import type { EventType } from '../../domain/event';
import type { AttachmentView } from '../uploads';

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
};
/** What the reporter wrote is the reporter's own; of staff, the same fields are inside words. */
const OWN_WORDS: Partial<Record<EventType, readonly string[]>> = { urged: ['text'], withdrawn: ['reason'] };

export function publicWords({ type, by_reporter, texts }: PublicEventRow): Record<string, string> {
  const shown = [...(WORDS_SHOWN[type] ?? []), ...(by_reporter ? (OWN_WORDS[type] ?? []) : [])];
  return Object.fromEntries(
    shown
      .map((name) => [name, texts?.[name]])
      .filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

const WITH_FILES: readonly EventType[] = ['information_supplied', 'replied', 'main_replied'];

/**
 * The files that came with an event. `open` are those that the reporter may see: an id that is named and not among them, such
 * as one that a collector sent, is left out.
 */
export function publicFiles({ type, texts }: PublicEventRow, open: readonly AttachmentView[]): AttachmentView[] {
  const named = texts?.attachments;
  return WITH_FILES.includes(type) && Array.isArray(named) ? open.filter(({ id }) => named.includes(id)) : [];
}
