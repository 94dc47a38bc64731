/** Text in GBK, which Node can read but not write. */
export function gbk(text: string): Buffer {
  return Buffer.from([...text].flatMap((character) => codes.get(character) ?? [character.charCodeAt(0)]));
}

const decoder = new TextDecoder('gbk');
const codes = new Map<string, number[]>();
for (let first = 0x81; first <= 0xfe; first += 1)
  for (let second = 0x40; second <= 0xfe; second += 1) {
    const character = decoder.decode(Uint8Array.of(first, second));
    if ([...character].length === 1 && character !== '\ufffd' && !codes.has(character))
      codes.set(character, [first, second]);
  }
