import { askReader } from './ask-reader';
import type { Redrawn } from './reader/protocol';
import { tooLarge } from './refusal';

/**
 * Draws a picture anew in its own format, upright and with nothing but the picture in it. Throws `UploadRefusedError` for
 * what cannot be decoded.
 */
export const redrawPicture = (file: string, mediaType: string, target: string): Promise<Redrawn> =>
  askReader({ name: 'redraw', file, mediaType, target });

/** A picture that stands for a film: only its preview is kept. Throws `UploadRefusedError`. */
export const redrawPoster = (file: string): Promise<Buffer> => askReader({ name: 'shrink', file });

/** What is drawn anew may grow beyond what was sent. */
export function requireSize({ size }: { size: number }, limit: number): void {
  if (size > 2 * limit) throw tooLarge(limit);
}
