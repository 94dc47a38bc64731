import type { Readable } from 'node:stream';
import { drawFacts, drawTable, type Column } from './rows';
import { MUTED, numberPages, openSheet, type Sheet, type SheetOptions, type Style } from './sheet';

export type { Column } from './rows';

export type Bar = { label: string; value: number; text: string };

/** Everything flows from top to bottom and turns the page by itself. All text can be selected, searched and copied. */
export interface Document {
  /** What is drawn comes out as it is drawn; with `counted` at the end. */
  stream: Readable;
  heading(text: string, level?: 1 | 2 | 3): void;
  paragraph(text: string, options?: { isMuted?: boolean; align?: 'left' | 'center' | 'right' }): void;
  facts(facts: readonly (readonly [what: string, value: string])[]): void;
  table(columns: Column[], rows: readonly string[][]): void;
  /** Bars as long as their values, the longest `largest` (by default the largest value). */
  bars(bars: readonly Bar[], largest?: number): void;
  space(points: number): void;
  /** Turns the page unless so much is left of it: what follows stays together. */
  room(points: number): void;
  nextPage(): void;
  /** Nothing can be added afterwards. */
  end(): void;
}

export type DocumentOptions = Pick<SheetOptions, 'title' | 'author' | 'subject' | 'createdAt'> & {
  footer?: string;
  /** Whether each page says how many there are; then nothing is sent before the end. */
  counted?: boolean;
  /** `config.pdfFontPath` */
  fontPath?: string;
};

const HEADINGS: Record<1 | 2 | 3, Style & { above: number; below: number }> = {
  1: { size: 19, bold: true, above: 0, below: 12 },
  2: { size: 13, bold: true, above: 10, below: 4 },
  3: { size: 11.5, bold: true, above: 8, below: 2 },
};
const TEXT = 11;
const leading = (size: number): number => size * 1.6;

export async function createDocument(given: DocumentOptions): Promise<Document> {
  const options = {
    ...given,
    footer: given.footer ?? given.title,
    counted: given.counted ?? false,
    fontPath: given.fontPath,
  };
  const sheet = await openSheet(options);
  const footers = numberPages(sheet, options);
  sheet.pdf.y = sheet.bottom - sheet.height;
  return {
    stream: sheet.pdf,
    heading(text, level = 2) {
      const { above, below, ...style } = HEADINGS[level];
      const isAtTop = sheet.pdf.y <= sheet.bottom - sheet.height;
      if (!isAtTop) sheet.pdf.y += above;
      // Room for the heading and two lines of what it is about.
      if (sheet.pdf.y + leading(style.size) + below + 2 * leading(TEXT) > sheet.bottom) sheet.nextPage();
      drawLines(sheet, text, style, level === 1 ? 'center' : 'left');
      sheet.pdf.y += below;
    },
    paragraph(text, { isMuted = false, align = 'left' } = {}) {
      drawLines(sheet, text, isMuted ? { size: 9.5, colour: MUTED } : { size: TEXT }, align);
      sheet.pdf.y += 6;
    },
    facts: (facts) => drawFacts(sheet, facts),
    table: (columns, rows) => drawTable(sheet, columns, rows),
    bars: (bars, largest) => drawBars(sheet, bars, largest),
    space: (points) => void (sheet.pdf.y += points),
    room(points) {
      if (sheet.pdf.y + points > sheet.bottom) sheet.nextPage();
    },
    nextPage: () => sheet.nextPage(),
    end() {
      footers.end();
      sheet.pdf.end();
    },
  };
}

function drawLines(sheet: Sheet, text: string, style: Style, align: 'left' | 'center' | 'right'): void {
  const height = leading(style.size);
  for (const line of sheet.wrap(text, sheet.width, style)) {
    if (sheet.pdf.y + height > sheet.bottom) sheet.nextPage();
    const free = align === 'left' ? 0 : sheet.width - sheet.measure(line, style);
    const y = sheet.pdf.y;
    sheet.write(line, sheet.left + (align === 'center' ? free / 2 : free), y + (height - style.size) / 2, style);
    sheet.pdf.y = y + height;
  }
}

function drawBars(sheet: Sheet, bars: readonly Bar[], largest = Math.max(0, ...bars.map(({ value }) => value))): void {
  const style: Style = { size: 10 };
  const label = sheet.width * 0.3;
  const room = sheet.width * 0.52;
  for (const bar of bars) {
    const lines = sheet.wrap(bar.label, label - 8, style);
    const height = Math.max(1, lines.length) * 14 + 6;
    if (sheet.pdf.y + height > sheet.bottom) sheet.nextPage();
    const y = sheet.pdf.y;
    lines.forEach((line, index) => sheet.write(line, sheet.left, y + index * 14, style));
    const length = largest > 0 ? Math.max(0.5, (room * Math.min(bar.value, largest)) / largest) : 0.5;
    sheet.pdf.rect(sheet.left + label, y + 1, length, 10).fill('#4a4a4a');
    sheet.write(bar.text, sheet.left + label + length + 6, y, style);
    sheet.pdf.y = y + height;
  }
}
