import { createHash, randomBytes } from 'node:crypto';
import type { SecretKey } from '../config';
import { frameText, type FrameCase, type Replacement, type Stratum } from '../domain/spot-check';
import { openJson, sealJson } from '../privacy/sealed-json';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** Published before the draw: whoever redoes it later sees that neither frame nor seed was chosen afterwards. */
export const hashesOf = (frame: readonly FrameCase[], seed: string): { seedHash: string; frameHash: string } => ({
  seedHash: sha256(seed),
  frameHash: sha256(frameText(frame)),
});

/** What an export says, in the order in which it is hashed: whatever is changed in the file afterwards is noticed. */
export interface ExportedDraw {
  format: string;
  id: string;
  unit: string;
  from: string;
  to: string;
  percent: number;
  committedAt: string | null;
  drawnAt: string;
  seed: string;
  seedHash: string;
  frameHash: string;
  frame: FrameCase[];
  strata: Stratum[];
  sample: string[];
  replacements: Replacement[];
}

export function digestOf(file: ExportedDraw): string {
  const { format, id, unit, from, to, percent, committedAt, drawnAt, seed, seedHash, frameHash, sample } = file;
  return sha256(
    JSON.stringify([
      ...[format, id, unit, from, to, percent, committedAt, drawnAt, seed, seedHash, frameHash],
      file.frame.map(({ number, leadUnit }) => [number, leadUnit]),
      file.strata.map(({ leadUnit, size, drawn }) => [leadUnit, size, drawn]),
      sample,
      file.replacements.map(({ number, because, next }) => [number, because, next]),
    ]),
  );
}

export const newSeed = (): string => randomBytes(16).toString('hex');

const SEALED = 'sealed:';

/** Until the draw the seed lies encrypted in its row: whoever can read it could know the sample. */
export const sealSeed = (seed: string, id: string, keys: readonly SecretKey[]): string =>
  SEALED + sealJson(seed, id, keys).toString('base64');

export const isSealed = (seed: string): boolean => seed.startsWith(SEALED);

/** Throws when the row was changed since, or the key is gone. */
export function openSeed(stored: string, id: string, keys: readonly SecretKey[]): string {
  return isSealed(stored) ? (openJson(Buffer.from(stored.slice(SEALED.length), 'base64'), id, keys) as string) : stored;
}
