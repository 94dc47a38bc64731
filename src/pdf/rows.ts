import { MUTED, RULE, type Sheet, type Style } from './sheet';

export type Column = {
  title: string;
  /** Share of the width; those without one share the rest. */
  share?: number;
  align?: 'left' | 'right';
};

type Place = { x: number; width: number; align: 'left' | 'right' };

const BODY: Style = { size: 10 };
const HEAD: Style = { size: 10, bold: true };
const LINE = 15;
const GAP = 3.5;

/** A table whose header stands again on each page; a row is split only when it is longer than a page. */
export function drawTable(sheet: Sheet, columns: Column[], rows: readonly string[][]): void {
  const places = placesOf(sheet, columns);
  const header = (): void => {
    drawRow(
      sheet,
      places,
      columns.map(({ title }) => title),
      [HEAD],
      () => undefined,
    );
  };
  // A header never stands alone at the foot of a page.
  if (sheet.pdf.y + 4 * LINE > sheet.bottom) sheet.nextPage();
  header();
  for (const row of rows) drawRow(sheet, places, row, [BODY], header);
}

/** Two columns without a header: what, and what about it. */
export function drawFacts(sheet: Sheet, facts: readonly (readonly [string, string])[]): void {
  const places = placesOf(sheet, [{ title: '', share: 0.2 }, { title: '' }]);
  for (const fact of facts) drawRow(sheet, places, [...fact], [{ ...BODY, colour: MUTED }, BODY], () => undefined);
}

function drawRow(sheet: Sheet, places: Place[], cells: string[], styles: Style[], onNewPage: () => void): void {
  const styleOf = (index: number): Style => styles[index] ?? styles[0]!;
  let rest = places.map(({ width }, index) => sheet.wrap(cells[index] ?? '', width, styleOf(index)));
  const height = (): number => Math.max(...rest.map((lines) => lines.length)) * LINE + 2 * GAP;
  const turn = (): void => {
    sheet.nextPage();
    onNewPage();
  };
  if (sheet.pdf.y + height() > sheet.bottom && height() <= sheet.height - 4 * LINE) turn();
  for (;;) {
    const top = sheet.pdf.y + GAP;
    const fitting = Math.max(1, Math.floor((sheet.bottom - GAP - top) / LINE));
    rest.forEach((lines, index) => drawCell(sheet, places[index]!, lines.slice(0, fitting), top, styleOf(index)));
    const drawn = Math.min(fitting, Math.max(...rest.map((lines) => lines.length)));
    sheet.pdf.y = top + drawn * LINE + GAP;
    rest = rest.map((lines) => lines.slice(fitting));
    if (rest.every((lines) => lines.length === 0)) break;
    turn();
  }
  ruleAt(sheet, sheet.pdf.y);
}

function drawCell(sheet: Sheet, { x, width, align }: Place, lines: string[], top: number, style: Style): void {
  for (const [index, line] of lines.entries()) {
    const shift = align === 'right' ? width - sheet.measure(line, style) : 0;
    sheet.write(line, x + shift, top + index * LINE + (LINE - style.size) / 2 - 1, style);
  }
}

function ruleAt(sheet: Sheet, y: number): void {
  const { pdf, left, width } = sheet;
  pdf
    .moveTo(left, y)
    .lineTo(left + width, y)
    .lineWidth(0.5)
    .strokeColor(RULE)
    .stroke();
}

function placesOf(sheet: Sheet, columns: Column[]): Place[] {
  const taken = columns.reduce((sum, { share }) => sum + (share ?? 0), 0);
  const open = columns.filter(({ share }) => share === undefined).length;
  let x = sheet.left;
  return columns.map(({ share, align }) => {
    const whole = sheet.width * (share ?? (1 - taken) / open);
    const place: Place = { x, width: whole - 8, align: align ?? 'left' };
    x += whole;
    return place;
  });
}
