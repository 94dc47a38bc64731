import { longestWeakPiece, weakPieces } from './weak-passwords';

const fewestDifferentCharacters = 5;

/** Why this must not become the password of that user, as a Chinese sentence that says what to do; null when it may. */
export function passwordWeakness(password: string, username: string): string | null {
  const plain = lettersAndDigits(password);
  const plainName = lettersAndDigits(username);
  const holdsName = plainName.length >= 4 && plain.includes(plainName);
  if (holdsName || password.toLowerCase().includes(username.toLowerCase())) return '口令不能包含用户名，请换一个';
  if (new Set(password).size < fewestDifferentCharacters) return '口令中不同的字符太少，请换一个';
  if (isMadeOfWeakPieces(password.toLowerCase()) || isMadeOfWeakPieces(plain))
    return '口令太常见、容易被猜到，请换一个；几个互不相干的词连在一起就很好';
  return null;
}

const lettersAndDigits = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** Whether it is nothing but common passwords and runs of keys, one after the other. */
function isMadeOfWeakPieces(text: string): boolean {
  const reached = [true];
  for (let end = 1; end <= text.length; end += 1) {
    reached[end] = false;
    for (let start = Math.max(0, end - longestWeakPiece); start < end && !reached[end]; start += 1)
      reached[end] = reached[start]! && weakPieces.has(text.slice(start, end));
  }
  return reached[text.length]!;
}
