import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';
import { IMPORT_LIMITS } from '../../domain/batch-import';
import { officeArchiveFault } from '../../storage/office-archive';
import { FileRefusedError, tooMuch, unreadable, unsupported } from '../file-refusal';
import { scanSheet, type Formulas } from './scan-sheet';

const MOST_PARTS = 300;
const LARGEST_INDEX = 1024 * 1024;
const INDEXES = ['[Content_Types].xml', 'xl/workbook.xml', 'xl/_rels/workbook.xml.rels'] as const;
const embedded = /^xl\/(embeddings|activeX|macrosheets|dialogsheets)\//i;
const files = /\.(zip|rar|7z|gz|xls[xmb]?|doc[xm]?|ppt[xm]?|exe|dll|js|vbs)$/i;

/** What is known of a workbook before its cells are read: about its first sheet, which is the one that is read. */
export interface WorkbookScan {
  sheet: string;
  otherSheets: number;
  formulas: Formulas;
}

/**
 * Looks through a workbook before it is read into memory: its directory first, then what really unpacks, a chunk at a time.
 * Throws `FileRefusedError` for what must not be taken.
 */
export async function scanWorkbook(bytes: Buffer): Promise<WorkbookScan> {
  const fault = officeArchiveFault(bytes, bytes.length, 'xl/workbook.xml');
  if (fault === '文件解压后过大') throw tooMuch(fault);
  if (fault !== undefined) throw unsupported(fault, '请在 Excel 或 WPS 里另存为不加密、不含宏的 .xlsx 后再上传');
  try {
    const archive = await fromBufferPromise(bytes);
    return await scanParts(archive, await readDirectory(archive));
  } catch (error) {
    if (error instanceof FileRefusedError) throw error;
    throw unreadable('文件已损坏');
  }
}

async function readDirectory(archive: ZipFile): Promise<Entry[]> {
  if (archive.entryCount > MOST_PARTS) throw tooMuch('工作簿的组成部分过多');
  const entries: Entry[] = [];
  for await (const entry of archive.eachEntry()) {
    if (embedded.test(entry.fileName) || files.test(entry.fileName))
      throw unsupported('文件里嵌有其他文件或宏', '请只保留表格内容，另存为新的 .xlsx 后再上传');
    entries.push(entry);
  }
  const unpacked = entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
  if (unpacked > IMPORT_LIMITS.unpackedBytes) throw tooMuch('文件解压后过大');
  return entries;
}

/** Every part is unpacked once: yauzl stops as soon as one yields more than the directory says. */
async function scanParts(archive: ZipFile, entries: Entry[]): Promise<WorkbookScan> {
  const texts = new Map<string, string>();
  for (const name of INDEXES) {
    const entry = entries.find(({ fileName }) => fileName === name);
    if (!entry || entry.uncompressedSize > LARGEST_INDEX) throw unreadable('工作簿的结构异常');
    texts.set(name, await textOf(archive, entry));
  }
  if (/macroEnabled/i.test(texts.get(INDEXES[0])!)) throw unsupported('文件含有宏', '请另存为不含宏的 .xlsx 后再上传');
  const { path, ...about } = firstSheet(texts.get(INDEXES[1])!, texts.get(INDEXES[2])!);
  let formulas: Formulas | undefined;
  for (const entry of entries) {
    const content = await archive.openReadStreamPromise(entry);
    if (entry.fileName === path) formulas = await scanSheet(content);
    else for await (const _ of content);
  }
  if (!formulas) throw unreadable('工作簿里没有可读的工作表');
  return { ...about, formulas };
}

async function textOf(archive: ZipFile, entry: Entry): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of await archive.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

const tags = (xml: string, name: string): string[] => xml.match(new RegExp(`<(?:\\w+:)?${name}\\s[^>]*>`, 'g')) ?? [];
const attribute = (tag: string, name: string): string | undefined =>
  new RegExp(`\\s(?:\\w+:)?${name}\\s*=\\s*["']([^"']*)["']`).exec(tag)?.[1];

/** The sheet that people see first. */
function firstSheet(workbook: string, relations: string): { path: string; sheet: string; otherSheets: number } {
  const sheets = tags(workbook, 'sheet');
  if (sheets.length > IMPORT_LIMITS.sheets) throw tooMuch(`工作簿超过 ${IMPORT_LIMITS.sheets} 张工作表`);
  const first = sheets[0] ?? '';
  const relation = tags(relations, 'Relationship').find((tag) => attribute(tag, 'Id') === attribute(first, 'id'));
  const target = attribute(relation ?? '', 'Target') ?? '';
  return {
    path: target.startsWith('/') ? target.slice(1) : `xl/${target}`,
    sheet: (attribute(first, 'name') ?? '').slice(0, 31).replaceAll('&amp;', '&'),
    otherSheets: Math.max(0, sheets.length - 1),
  };
}
