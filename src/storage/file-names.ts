const maximumLength = 120;
/** File systems take names of 255 bytes; a Chinese character has three. */
const maximumBytes = 240;
/** Names of devices on Windows, whatever follows the dot. */
const deviceName = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/**
 * A file name fit to be shown and offered for saving: no path, no control characters, none of the characters that turn
 * the writing direction (they disguise "gpj.exe" as "exe.jpg"). The ending survives shortening.
 */
export function safeFileName(given: string): string {
  const base = given.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const plain = base
    .replace(/[\p{Cc}\p{Surrogate}\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu, '')
    // Browsers write a quotation mark or line break in a form's file name as a percent escape.
    .replace(/%22|%0[ad]|[<>:"|?*]/gi, '_')
    .replace(/^[. ]+|[. ]+$/g, '')
    .replace(deviceName, '_$1');
  const characters = [...plain];
  if (characters.length <= maximumLength && Buffer.byteLength(plain) <= maximumBytes) return plain || '附件';
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(plain)?.[0] ?? '';
  const kept = characters.slice(0, maximumLength - ending.length);
  while (Buffer.byteLength(kept.join('')) > maximumBytes - ending.length) kept.pop();
  return kept.join('') + ending;
}

/** Content-Disposition as RFC 6266 wants it: an ASCII name (`plain`) for old clients, the real one in UTF-8. */
export function contentDisposition(type: 'inline' | 'attachment', name: string, plain = name): string {
  const ascii = plain.replace(/[^\x20-\x7e]/g, '_').replace(/["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${type}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
