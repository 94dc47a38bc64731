// Without characters that look alike when they are written down or read out: 0 o, 1 l i.
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const GROUPS = 4;
const GROUP = 4;

/** A password to hand over, for example "k7mw-q3xr-hd82-vtnp": 16 random characters, about 79 bits. */
export function newPassword(): string {
  const groups = Array.from({ length: GROUPS }, () => Array.from({ length: GROUP }, letter).join(''));
  return groups.join('-');
}

/** Draws again instead of taking a remainder, so that every letter is as likely as the next. */
function letter(): string {
  const fair = 256 - (256 % LETTERS.length);
  let drawn: number;
  do drawn = crypto.getRandomValues(new Uint8Array(1))[0]!;
  while (drawn >= fair);
  return LETTERS[drawn % LETTERS.length]!;
}
