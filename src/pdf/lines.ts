// 避头尾: no line begins with a closing mark, none ends with an opening one.
const NEVER_FIRST = new Set('。，、；：？！）》」』】〕〗〉”’…—·～~％%‰℃.,;:?!)]}');
const NEVER_LAST = new Set('（《「『【〔〖〈“‘([{￥¥$#№');

/** Latin words and numbers stay whole; a Chinese character with its marks stands for itself. */
const pieces = /[\p{Script=Latin}\p{Nd}_@/\-+&='’.:]+|\s|\P{M}\p{M}*|\p{M}+/gu;

/**
 * Cuts a paragraph into lines no wider than `width`, by the rules of Chinese typesetting. A word wider than a line is
 * cut anywhere. Line breaks in the text stay; an empty line stays empty.
 */
export function breakLines(text: string, width: number, measure: (text: string) => number): string[] {
  return clean(text)
    .split('\n')
    .flatMap((paragraph) => fill(chunksOf(paragraph), width, measure));
}

/** Characters that steer (direction, joining, control) have no place on paper and can disguise what is written. */
function clean(text: string): string {
  return text
    .replace(/\p{Surrogate}/gu, '〓')
    .replace(/\r\n?|[\u2028\u2029\f\v]/g, '\n')
    .replace(/\t/g, ' ')
    .replace(/(?!\n)[\p{Cc}\p{Cf}\p{Co}\p{Variation_Selector}]/gu, '');
}

function chunksOf(paragraph: string): string[] {
  const chunks: string[] = [];
  let isHeld = false;
  for (const [piece] of paragraph.matchAll(pieces)) {
    const staysWithLast = isHeld || (chunks.length > 0 && NEVER_FIRST.has(piece[0]!) && chunks.at(-1) !== ' ');
    if (staysWithLast) chunks[chunks.length - 1] += piece;
    else chunks.push(piece);
    isHeld = NEVER_LAST.has(piece.at(-1)!);
  }
  return chunks;
}

function fill(chunks: string[], width: number, measure: (text: string) => number): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  const add = (piece: string, wide: number): void => {
    if (used + wide > width && line !== '') {
      lines.push(line.trimEnd());
      line = '';
      used = 0;
    }
    if (line === '' && piece === ' ') return;
    line += piece;
    used += wide;
  };
  for (const chunk of chunks) {
    const wide = measure(chunk);
    if (wide <= width) add(chunk, wide);
    else for (const character of chunk) add(character, measure(character));
  }
  return [...lines, line.trimEnd()];
}
