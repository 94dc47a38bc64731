import { hash, verify } from '@node-rs/argon2';

// OWASP's second argon2id profile: 19 MiB, two passes, one lane.
const argon2id = { algorithm: 2, memoryCost: 19456, timeCost: 2, parallelism: 1 } as const;

export const passwordMaxLength = 256;
export const passwordMinLength = 12;

let dummyHash: Promise<string> | undefined;

export function hashPassword(password: string): Promise<string> {
  return hash(password, argon2id);
}

/** Takes the same time for a user that does not exist (`undefined`), so that names cannot be found out. */
export async function verifyPassword(stored: string | undefined, password: string): Promise<boolean> {
  dummyHash ??= hashPassword('no such user');
  const matches = await verify(stored ?? (await dummyHash), password);
  return stored !== undefined && matches;
}
