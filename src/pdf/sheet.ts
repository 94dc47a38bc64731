import { openFonts } from './fonts';
import { breakLines } from './lines';

/** Points. */
export type Style = { size: number; bold?: boolean; colour?: string };

export const INK = '#1a1a1a';
export const MUTED = '#5c5c5c';
export const RULE = '#b8b8b8';

/** A4 in points, with room for the footer. */
const MARGIN = { left: 60, right: 60, top: 64, bottom: 72 };

export interface Sheet {
  pdf: PDFKit.PDFDocument;
  left: number;
  width: number;
  /** Where the text area ends. */
  bottom: number;
  /** Height of a whole text area. */
  height: number;
  measure(text: string, style: Style): number;
  wrap(text: string, width: number, style: Style): string[];
  /** One line, its top at `y`; never breaks, never turns the page, moves nothing. */
  write(line: string, x: number, y: number, style: Style): void;
  nextPage(): void;
}

export type SheetOptions = {
  title: string;
  author?: string;
  subject?: string;
  /** Left in the footer of each page, beside its number. */
  footer: string;
  createdAt: Date;
  fontPath: string | undefined;
  /** “第 1 页，共 3 页”: keeps all pages in memory until the end, for short documents. */
  counted: boolean;
};

export async function openSheet(options: SheetOptions): Promise<Sheet> {
  // Two megabytes of program that few processes ever need.
  const { default: PDFDocument } = await import('pdfkit');
  const pdf = new PDFDocument({
    size: 'A4',
    margins: MARGIN,
    lang: 'zh-CN',
    displayTitle: true,
    bufferPages: options.counted,
    info: {
      Title: options.title,
      Author: options.author ?? '直通车',
      Subject: options.subject ?? options.title,
      CreationDate: options.createdAt,
      ModDate: options.createdAt,
    },
  });
  const fonts = openFonts(pdf, options.fontPath);
  const left = MARGIN.left;
  const width = pdf.page.width - MARGIN.left - MARGIN.right;
  const bottom = pdf.page.height - MARGIN.bottom;

  const measure = (text: string, style: Style): number =>
    fonts
      .runsOf(text, style.bold ?? false)
      .reduce((sum, run) => sum + pdf.font(run.font).fontSize(style.size).widthOfString(run.text), 0);
  const write = (line: string, x: number, y: number, style: Style): void => {
    const before = pdf.y;
    let at = x;
    for (const run of fonts.runsOf(line, style.bold ?? false)) {
      pdf
        .font(run.font)
        .fontSize(style.size)
        .fillColor(style.colour ?? INK);
      // Lines of two fonts stand on one base line.
      pdf.text(run.text, at, y + style.size, { lineBreak: false, baseline: 'alphabetic' });
      at += pdf.widthOfString(run.text);
    }
    pdf.y = before;
  };
  return {
    pdf,
    left,
    width,
    bottom,
    height: bottom - MARGIN.top,
    measure,
    wrap: (text, room, style) => breakLines(text, room, (piece) => measure(piece, style)),
    write,
    nextPage: () => void pdf.addPage(),
  };
}

/** Draws the footers; with `counted` when all pages are there, else as each page ends. */
export function numberPages(sheet: Sheet, { footer, counted }: SheetOptions): { end(): void } {
  const { pdf } = sheet;
  let page = 1;
  const draw = (number: number, total?: number): void => {
    const style = { size: 9, colour: MUTED };
    const text = total === undefined ? `第 ${number} 页` : `第 ${number} 页，共 ${total} 页`;
    const room = sheet.measure(text, style);
    const y = sheet.bottom + 24;
    sheet.write(sheet.wrap(footer, sheet.width - room - 24, style)[0] ?? '', sheet.left, y, style);
    sheet.write(text, sheet.left + sheet.width - room, y, style);
  };
  if (!counted) {
    draw(page);
    pdf.on('pageAdded', () => draw((page += 1)));
    return { end: () => undefined };
  }
  return {
    end() {
      const { start, count } = pdf.bufferedPageRange();
      for (let index = 0; index < count; index += 1) {
        pdf.switchToPage(start + index);
        draw(index + 1, count);
      }
    },
  };
}
