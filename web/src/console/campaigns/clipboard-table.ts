/** The cells of what a spreadsheet put on the clipboard: tabs between cells, and quotes around those that hold line breaks. */
export function clipboardTable(text: string): string[][] {
  const rows: string[][] = [];
  let cells: string[] = [];
  let at = 0;
  const endRow = () => {
    rows.push(cells);
    cells = [];
  };
  while (at < text.length) {
    const { cell, end } = text[at] === '"' ? quotedCell(text, at) : plainCell(text, at);
    cells.push(cell);
    at = end;
    if (text[at] === '\t') {
      at += 1;
      if (at < text.length) continue;
      cells.push('');
      endRow();
    } else {
      endRow();
      at += text.startsWith('\r\n', at) ? 2 : 1;
    }
  }
  return rows.filter((row) => row.some((cell) => cell.trim() !== ''));
}

function plainCell(text: string, from: number): { cell: string; end: number } {
  const length = text.slice(from).search(/[\t\r\n]/);
  const end = length < 0 ? text.length : from + length;
  return { cell: text.slice(from, end), end };
}

/** A quote that is never closed, or has more behind it, is part of what somebody wrote. */
function quotedCell(text: string, from: number): { cell: string; end: number } {
  const found = /^"((?:[^"]|"")*)"(?=[\t\r\n]|$)/.exec(text.slice(from));
  if (!found) return plainCell(text, from);
  return { cell: found[1]!.replaceAll('""', '"'), end: from + found[0].length };
}

/** Whether pasting it fills several cells; otherwise it is text like any other. */
export const isTable = (text: string, column: string): boolean =>
  text.includes('\t') || (column !== 'body' && /\S[\r\n]+\s*\S/.test(text));
