import { createHash } from 'node:crypto';

/** Bytes that mean nothing, the same in every run: by chance random ones begin like an MP3, or can be read after all. */
export const noise = (length: number): Buffer =>
  createHash('shake256', { outputLength: length }).update('noise').digest();
