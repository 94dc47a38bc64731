import { inflateSync } from 'node:zlib';

/** The text of a PDF as a reader's copy command would give it: one line per piece drawn, page by page. */
export function readPdf(pdf: Buffer): { pages: string[]; info: string } {
  const objects = objectsOf(pdf);
  const find = (reference: string | undefined): PdfObject => {
    const found = objects.get(Number(reference));
    if (!found) throw new Error(`the file has no object ${reference}`);
    return found;
  };
  const pages = [...objects.values()]
    .filter(({ head }) => /\/Type \/Page\b(?!s)/.test(head))
    .map(({ head }) => {
      const resources = find(/\/Resources (\d+) 0 R/.exec(head)?.[1]).head;
      const fonts = new Map(
        [...resources.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name, font]) => {
          const map = find(/\/ToUnicode (\d+) 0 R/.exec(find(font).head)?.[1]);
          return [name!, charactersOf(map.content!.toString('latin1'))] as const;
        }),
      );
      return drawnText(find(/\/Contents (\d+) 0 R/.exec(head)?.[1]).content!.toString('latin1'), fonts);
    });
  return { pages, info: [...objects.values()].find(({ head }) => head.includes('/CreationDate'))?.head ?? '' };
}

type PdfObject = { head: string; content?: Buffer };

function objectsOf(pdf: Buffer): Map<number, PdfObject> {
  const text = pdf.toString('latin1');
  const objects = new Map<number, PdfObject>();
  for (const match of text.matchAll(/(?:^|\n)(\d+) 0 obj\n/g)) {
    const from = match.index + match[0].length;
    const stream = text.indexOf('\nstream\n', from);
    const end = text.indexOf('\nendobj', from);
    if (stream === -1 || stream > end) {
      objects.set(Number(match[1]), { head: text.slice(from, end) });
      continue;
    }
    const head = text.slice(from, stream);
    const start = stream + '\nstream\n'.length;
    const bytes = pdf.subarray(start, start + Number(/\/Length (\d+)/.exec(head)?.[1]));
    objects.set(Number(match[1]), { head, content: head.includes('/FlateDecode') ? inflateSync(bytes) : bytes });
  }
  return objects;
}

const fromHex = (hex: string): string => Buffer.from(hex.replaceAll(' ', ''), 'hex').swap16().toString('utf16le');

function charactersOf(map: string): Map<number, string> {
  const characters = new Map<number, string>();
  for (const [, first, list] of map.matchAll(/<(\w+)> <\w+> \[([^\]]*)\]/g)) {
    const start = parseInt(first!, 16);
    [...list!.matchAll(/<([\w ]*)>/g)].forEach(([, hex], index) => characters.set(start + index, fromHex(hex!)));
  }
  return characters;
}

function drawnText(content: string, fonts: Map<string, Map<number, string>>): string {
  let font = new Map<number, string>();
  const lines: string[] = [];
  for (const [, name, pieces] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (name) font = fonts.get(name)!;
    if (!pieces) continue;
    const glyphs = [...pieces.matchAll(/<(\w+)>/g)].flatMap(([, hex]) => hex!.match(/.{4}/g) ?? []);
    lines.push(glyphs.map((glyph) => font.get(parseInt(glyph, 16)) ?? '\ufffd').join(''));
  }
  return lines.join('\n');
}
