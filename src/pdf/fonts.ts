import { existsSync, readFileSync } from 'node:fs';
import { plainFontOf } from './woff';

export type Run = { font: string; text: string };

export interface Fonts {
  /** The text cut where its font changes. What no font can draw becomes 〓, as printers do. */
  runsOf(text: string, bold: boolean): Run[];
}

const packaged = (weight: number): string =>
  require.resolve(`@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-${weight}-normal.woff`);

const systemFonts = [
  '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc',
  '/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc',
  '/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc',
];

/** A font file with tens of thousands of characters, where the system has one. */
export const systemFont = (): string | undefined => systemFonts.find((file) => existsSync(file));

const read = new Map<string, Buffer>();

function kept(file: string): Buffer {
  const known = read.get(file);
  if (known) return known;
  const bytes = readFileSync(file);
  const font = file.endsWith('.woff') ? plainFontOf(bytes) : bytes;
  read.set(file, font);
  return font;
}

// A collection holds one face per country; 简体 is the one wanted here.
const faceIn = (file: string): string | undefined => (file.endsWith('.ttc') ? 'NotoSansCJKsc-Regular' : undefined);

/** `fallback`: a font file for the characters that the packaged font lacks; read only when one of them occurs. */
export function openFonts(pdf: PDFKit.PDFDocument, fallback: string | undefined): Fonts {
  pdf.registerFont('text', asPdfSource(kept(packaged(400))));
  pdf.registerFont('bold', asPdfSource(kept(packaged(700))));
  const covered = new Map<string, boolean>();
  let isRareOpen = false;

  const has = (font: string, character: string): boolean => {
    const key = font + character;
    const known = covered.get(key);
    if (known !== undefined) return known;
    const answer = hasGlyph(pdf.font(font), character);
    covered.set(key, answer);
    return answer;
  };
  const isRare = (character: string): boolean => {
    if (fallback === undefined) return false;
    if (!isRareOpen) pdf.registerFont('rare', asPdfSource(kept(fallback)), faceIn(fallback));
    isRareOpen = true;
    return has('rare', character);
  };
  const fontFor = (character: string, main: string): Run =>
    has(main, character)
      ? { font: main, text: character }
      : isRare(character)
        ? { font: 'rare', text: character }
        : { font: main, text: '〓' };

  return {
    runsOf(text, bold) {
      const runs: Run[] = [];
      for (const character of text) {
        const next = fontFor(character, bold ? 'bold' : 'text');
        const last = runs.at(-1);
        if (last?.font === next.font) last.text += next.text;
        else runs.push(next);
      }
      return runs;
    },
  };
}

// The type of the source knows ArrayBuffer only; the library takes any bytes.
const asPdfSource = (bytes: Buffer): Uint8Array => bytes;

function hasGlyph(pdf: PDFKit.PDFDocument, character: string): boolean {
  const { _font } = pdf as unknown as { _font: { font: { hasGlyphForCodePoint(code: number): boolean } } };
  return _font.font.hasGlyphForCodePoint(character.codePointAt(0)!);
}
