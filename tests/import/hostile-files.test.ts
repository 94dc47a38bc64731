import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { IMPORT_LIMITS } from '../../src/domain/batch-import';
import { FileRefusedError } from '../../src/import/file-refusal';
import { CHILD_HEAP, readInChild } from '../../src/import/read-in-child';
import { readFile } from '../../src/import/reader/read-file';
import { noise } from '../support/noise';
import { docx, pdf, xlsx, zip } from '../support/sample-files';
import { archive, sheetOf, workbook } from '../support/workbook';

/** MiB that reading a file may take in all: the heap, what is unpacked beside it, and Node itself. */
const MEMORY = CHILD_HEAP + IMPORT_LIMITS.unpackedBytes / 1024 / 1024 + 96;

const million = 1_000_000;
const spaces = (bytes: number): Buffer => Buffer.alloc(bytes, ' ');
const sheet = (rows: string): string => `<sheetData>${rows}</sheetData>`;
const cell = (at: string, text = '内容'): string => `<c r="${at}" t="inlineStr"><is><t>${text}</t></is></c>`;
const ole = (inside: string): Buffer =>
  Buffer.concat([
    Buffer.from('d0cf11e0a1b11ae1', 'hex'),
    Buffer.alloc(504),
    Buffer.from(inside, 'utf16le'),
    Buffer.alloc(512),
  ]);
const quoted = `"${'开了头没有结尾，'.repeat(100_000)}`;

/** What it is, its name, its bytes, the code, and what the sentence says. */
const HOSTILE: [string, string, () => Buffer, string, RegExp][] = [
  [
    'a bomb of 150 MB in 200 KB',
    'a.xlsx',
    () => workbook('', { more: [{ name: 'xl/media/x.xml', content: spaces(150 * million) }] }),
    'too_much_content',
    /解压后过大/,
  ],
  [
    'a bomb whose directory lies about its size',
    'a.xlsx',
    () =>
      workbook(sheetOf([['a']]), { more: [{ name: 'xl/x.xml', content: spaces(150 * million), declaredBytes: 100 }] }),
    'unreadable_file',
    /已损坏/,
  ],
  ['one long text in every cell', 'a.xlsx', () => textInEveryCell(), 'too_much_content', /文字超过 2000 万字/],
  [
    'entities that unfold each other',
    'a.xlsx',
    () => workbook(`<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>${sheetOf([['a']])}`),
    'unreadable_file',
    /不允许的声明/,
  ],
  [
    'a tag without an end',
    'a.xlsx',
    () => workbook(sheet(`<row r="1"><c r="A1" x="${'y'.repeat(2 * million)}`)),
    'unreadable_file',
    /工作表的内容异常/,
  ],
  [
    'macros',
    'a.xlsx',
    () => workbook(sheetOf([['a']]), { more: [{ name: 'xl/vbaProject.bin', content: 'x' }] }),
    'unsupported_media_type',
    /含有宏/,
  ],
  [
    'a type of file for macros',
    'a.xlsx',
    () => workbook(sheetOf([['a']]), { mediaType: 'sheet.macroEnabled' }),
    'unsupported_media_type',
    /含有宏/,
  ],
  ['.xlsm', 'a.xlsm', () => workbook(sheetOf([['a']])), 'unsupported_media_type', /含宏的工作簿不能导入/],
  ['a password', 'a.xlsx', () => ole('EncryptedPackage'), 'unsupported_media_type', /打开密码/],
  [
    'encrypted parts',
    'a.xlsx',
    () => xlsx({ name: 'xl/worksheets/sheet1.xml', isEncrypted: true }),
    'unsupported_media_type',
    /已加密/,
  ],
  ['the old format', 'a.xls', () => ole('Workbook'), 'unsupported_media_type', /旧版 Excel/],
  [
    'a path out of the archive',
    'a.xlsx',
    () => workbook(sheetOf([['a']]), { more: [{ name: '../../etc/passwd', content: 'x' }] }),
    'unsupported_media_type',
    /结构异常/,
  ],
  [
    'an archive inside',
    'a.xlsx',
    () =>
      workbook(sheetOf([['a']]), { more: [{ name: 'xl/inner.zip', content: archive([{ name: 'x', content: 'x' }]) }] }),
    'unsupported_media_type',
    /嵌有其他文件/,
  ],
  [
    'another document inside',
    'a.xlsx',
    () => workbook(sheetOf([['a']]), { more: [{ name: 'xl/embeddings/oleObject1.bin', content: 'x' }] }),
    'unsupported_media_type',
    /嵌有其他文件/,
  ],
  [
    'ten thousand parts',
    'a.xlsx',
    () => workbook('', { more: Array.from({ length: 10_000 }, (_, n) => ({ name: `xl/p${n}.xml`, content: '' })) }),
    'too_much_content',
    /组成部分过多/,
  ],
  [
    'a column no spreadsheet has',
    'a.xlsx',
    () => workbook(sheet(`<row r="1">${cell('BDWGN1')}</row>`)),
    'unreadable_file',
    /单元格编号有误/,
  ],
  [
    'the last column there is',
    'a.xlsx',
    () => workbook(sheet(`<row r="1">${cell('XFD1')}</row>`)),
    'too_much_content',
    /超过 60 列（XFD 列有内容）/,
  ],
  [
    'the last row there is',
    'a.xlsx',
    () => workbook(sheet(`<row r="1048576">${cell('A1048576')}</row>`)),
    'too_much_content',
    /超过 20000 行（第 1048576 行有内容）/,
  ],
  [
    'a row no spreadsheet has',
    'a.xlsx',
    () => workbook(sheet('<row r="9999999999"></row>')),
    'unreadable_file',
    /行号超出范围/,
  ],
  [
    'too many cells',
    'a.xlsx',
    () => workbook(sheetOf(Array.from({ length: 20_000 }, () => Array<number>(26).fill(1)))),
    'too_much_content',
    /超过 500000 个有内容的单元格/,
  ],
  ['too many sheets', 'a.xlsx', () => manySheets(21), 'too_much_content', /超过 20 张工作表/],
  [
    'an archive cut off',
    'a.xlsx',
    () => workbook(sheetOf([['a']])).subarray(0, 400),
    'unsupported_media_type',
    /已损坏/,
  ],
  ['an archive with a broken part', 'a.xlsx', () => broken(), 'unreadable_file', /已损坏|读不出来/],
  [
    'just an archive',
    'a.xlsx',
    () => zip([{ name: 'x.txt', content: 'x' }]),
    'unsupported_media_type',
    /内容与类型不符/,
  ],
  ['a text document', 'a.xlsx', () => docx(), 'unsupported_media_type', /内容与类型不符/],
  [
    'text by the name of a workbook',
    'a.xlsx',
    () => Buffer.from('标题，内容'),
    'unsupported_media_type',
    /内容却不是 Excel/,
  ],
  [
    'a workbook by the name of text',
    'a.csv',
    () => workbook(sheetOf([['a']])),
    'unsupported_media_type',
    /内容却不是文本表格/,
  ],
  ['a PDF by the name of text', 'a.csv', () => pdf, 'unsupported_media_type', /内容却不是文本表格/],
  ['another ending', 'a.exe', () => Buffer.from('MZ'), 'unsupported_media_type', /只能导入/],
  ['nothing', 'a.csv', () => Buffer.alloc(0), 'unreadable_file', /是空的/],
  ['a NUL', 'a.csv', () => Buffer.from('标题,内容\n甲\0,乙'), 'unreadable_file', /NUL/],
  [
    'bytes of no encoding',
    'a.csv',
    () => Buffer.concat([Buffer.from('a,b\n'), Buffer.from('81ff80ff', 'hex')]),
    'unreadable_file',
    /编码既不是 UTF-8 也不是 GBK/,
  ],
  ['noise', 'a.csv', () => Buffer.concat([Buffer.from([0xff]), noise(200_000)]), 'unreadable_file', /编码|NUL/],
  [
    'a quote that is never closed',
    'a.csv',
    () => Buffer.from(`标题,内容\n甲,乙\n丙,"丁\n戊,己`),
    'unreadable_file',
    /第 3 行有一个引号没有成对/,
  ],
  [
    'a quote that takes the whole file',
    'a.csv',
    () => Buffer.from(`标题，内容\n甲，${quoted}`),
    'unreadable_file',
    /第 2 行过长/,
  ],
  ['too many columns', 'a.csv', () => Buffer.from(`${'列,'.repeat(61)}列\n`), 'too_much_content', /超过 60 列/],
  ['too many rows', 'a.csv', () => Buffer.from('甲,乙\n'.repeat(20_100)), 'too_much_content', /超过 20000 行/],
  [
    'a page of the web',
    'a.csv',
    () => Buffer.from('<!DOCTYPE html><table><tr><td>甲</td></tr></table>'),
    'unreadable_file',
    /是网页/,
  ],
];

function textInEveryCell(): Buffer {
  const rows = Array.from({ length: 5_000 }, (_, n) => `<row r="${n + 1}"><c r="A${n + 1}" t="s"><v>0</v></c></row>`);
  const strings = `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>${'长'.repeat(30_000)}</t></si></sst>`;
  return workbook(sheet(rows.join('')), { more: [{ name: 'xl/sharedStrings.xml', content: strings }] });
}

function manySheets(count: number): Buffer {
  const names = Array.from({ length: count }, (_, n) => `<sheet name="表${n}" sheetId="${n + 1}" r:id="rId1"/>`);
  return archive([
    { name: '[Content_Types].xml', content: '<Types/>' },
    { name: 'xl/workbook.xml', content: `<workbook><sheets>${names.join('')}</sheets></workbook>` },
    { name: 'xl/_rels/workbook.xml.rels', content: '<Relationships/>' },
  ]);
}

function broken(): Buffer {
  const bytes = Buffer.from(workbook(sheetOf(Array.from({ length: 500 }, (_, n) => [`第 ${n} 行`]))));
  const at = bytes.indexOf('xl/worksheets/sheet1.xml') + 60;
  return Buffer.concat([bytes.subarray(0, at), noise(200), bytes.subarray(at + 200)]);
}

/** Those that would take memory, if they could: they are read in a process of their own, as the service does it. */
const HEAVY = /bomb|every cell|many cells|whole file|many rows|without an end|noise/;
const reader = path.resolve(__dirname, '../../dist/src/import/reader/main.js');
let folder: string;

interface Outcome {
  refused: { code: string; message: string } | null;
  memory: number;
}

async function outcomeHere(name: string, bytes: Buffer): Promise<Outcome> {
  try {
    for await (const _ of readFile(bytes, name));
    return { refused: null, memory: 0 };
  } catch (error) {
    if (!(error instanceof FileRefusedError)) throw error;
    return { refused: { code: error.code, message: error.message }, memory: 0 };
  }
}

/** Runs the reader and asks the process how much memory it had at most. */
async function outcomeInChild(name: string, bytes: Buffer): Promise<Outcome> {
  const hook = path.join(folder, 'memory.js');
  const child = spawn(process.execPath, [`--max-old-space-size=${CHILD_HEAP}`, '--require', hook, reader, name]);
  child.stdin.on('error', () => undefined);
  child.stdin.end(bytes);
  const [out, memory] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const last = JSON.parse(out.trim().split('\n').at(-1)!) as { refused?: Outcome['refused'] };
  return { refused: last.refused ?? null, memory: Number(memory) / 1024 };
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'zhitongche-hostile-'));
  // What the system reports of a child's greatest size begins with that of the process it was forked from; this does not.
  const most = existsSync('/proc/self/status')
    ? "/VmHWM:\\s+(\\d+)/.exec(require('fs').readFileSync('/proc/self/status', 'utf8'))[1]"
    : 'process.resourceUsage().maxRSS';
  const says = `process.on('exit', () => require('fs').writeSync(2, ${most}));`;
  await writeFile(path.join(folder, 'memory.js'), says);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a file that must not be taken is refused with what to do, and costs little memory', () => {
  it.each(HOSTILE)('%s', async (what, name, bytes, code, says) => {
    const { refused, memory } = await (HEAVY.test(what) ? outcomeInChild : outcomeHere)(name, bytes());
    expect(refused).toMatchObject({ code, message: expect.stringMatching(says) });
    expect(refused!.message).toMatch(/请.*。$/);
    expect(memory).toBeLessThan(MEMORY);
  });

  it('a file of more than 10 MiB is not even looked at', async () => {
    await expect(readInChild(spaces(IMPORT_LIMITS.bytes + 1), 'a.csv')).rejects.toMatchObject({ code: 'too_large' });
  });

  it('a reader that runs out of memory is a file with too much in it', async () => {
    const { refused, memory } = await outcomeInChild('a.csv', Buffer.from('甲，乙'));
    expect([refused, memory < MEMORY]).toEqual([null, true]);
    await expect(readInChild(Buffer.from('甲，乙'), 'a.csv', { heap: 1 })).rejects.toMatchObject({
      code: 'too_much_content',
      message: expect.stringContaining('内存或时间'),
    });
  });
});
