import type { UploadRefusal } from '../refusal';

/** The first thing that a reader says: everything that it needs is loaded. */
export const READY = 'ready';

/** What one recording says of itself; null when there is nothing in it. `isKnown`: browsers know how it is encoded. */
export type Reading = {
  hasFilm: boolean;
  isKnown: boolean;
  seconds: number;
  width: number | null;
  height: number | null;
} | null;

/** A picture drawn anew at `path`, and a small one of it. */
export type Redrawn = {
  path: string;
  size: number;
  sha256: Buffer;
  width: number;
  height: number;
  preview: Buffer;
};

/** What the reader can be asked, and what it gives. */
export interface Jobs {
  redraw: { asks: { file: string; mediaType: string; target: string }; gives: Redrawn };
  shrink: { asks: { file: string }; gives: Buffer };
  recording: { asks: { file: string }; gives: Reading };
}
export type JobName = keyof Jobs;
export type Job = { [Name in JobName]: { name: Name } & Jobs[Name]['asks'] }[JobName];

export type Answer =
  | { given: Jobs[JobName]['gives'] }
  | { refused: { reason: UploadRefusal; message: string } }
  /** The disk is full or away. */
  | { failed: string };
