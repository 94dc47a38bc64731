// The types of the pages reach this file through the contract, and know of no other way to these.
// eslint-disable-next-line @typescript-eslint/triple-slash-reference
/// <reference path="../import/reader/yauzl.d.ts" />
import { fromBufferPromise, openPromise, type Entry, type ZipFile } from 'yauzl';
import { officeParts } from '../storage/media-types';
import { UploadRefusedError } from './refusal';
import { malicious } from './spool';
import { createVirusWatch } from './test-virus';

const MOST_PARTS = 2_000;
const MOST_UNPACKED = 200 * 1024 * 1024;
/** How many times larger a document may be unpacked. Long tables reach 50; bombs begin at several hundred. */
const MOST_RATIO = 150;
/** Below this the ratio says nothing. */
const SMALL_ENOUGH = 5 * 1024 * 1024;
const LARGEST_INSIDE = 10 * 1024 * 1024;

const otherFile = /\.(zip|rar|7z|gz|tar|jar|exe|dll|scr|js|vbs|bat|cmd|ps1|hta|lnk|docm|xlsm|pptm|xlsb)$/i;
const officeFile = /\.(docx|xlsx|pptx)$/i;
const macro = /vbaProject|(^|\/)(activeX|macrosheets|dialogsheets)\//i;
const isSymbolicLink = ({ versionMadeBy, externalFileAttributes }: Entry): boolean =>
  versionMadeBy >> 8 === 3 && ((externalFileAttributes >>> 16) & 0o170000) === 0o120000;

const refuse = (fault: string): UploadRefusedError =>
  new UploadRefusedError('unsupported_media_type', `${fault}，请处理后另存一份再上传。`);

/** Bytes that a document and all documents inside it have unpacked so far, against what lies packed. */
type Meter = { packed: number; unpacked: number };

/**
 * Looks at every part of an Office document: directory first, then what really unpacks, a chunk at a time. Throws
 * `UploadRefusedError` for macros, encryption, paths out of the archive, bombs, and files within that could be run.
 */
export async function inspectOffice(file: string, mediaType: string, size: number): Promise<void> {
  await reading(
    () => openPromise(file, { autoClose: false }),
    officeParts[mediaType]!,
    { packed: size, unpacked: 0 },
    0,
  );
}

async function reading(open: () => Promise<ZipFile>, part: string, meter: Meter, depth: number): Promise<void> {
  let archive: ZipFile | undefined;
  try {
    archive = await open();
    await inspectParts(archive, part, meter, depth);
  } catch (error) {
    if (error instanceof UploadRefusedError) throw error;
    // What yauzl says of names that lead out of the archive, or of lies about a size.
    throw refuse(
      /relative path|absolute path|invalid characters/.test((error as Error).message) ? '文件结构异常' : '文件已损坏',
    );
  } finally {
    archive?.close();
  }
}

async function inspectParts(archive: ZipFile, part: string, meter: Meter, depth: number): Promise<void> {
  const entries = await readDirectory(archive);
  const names = new Set(entries.map(({ fileName }) => fileName));
  if (!names.has('[Content_Types].xml') || !(part === '' || names.has(part))) throw refuse('文件内容与类型不符');
  for (const entry of entries) {
    if (entry.fileName.endsWith('/')) continue;
    if (officeFile.test(entry.fileName)) await inspectInside(archive, entry, meter, depth);
    else if (/\.rels$|^\[Content_Types\]\.xml$/i.test(entry.fileName)) await inspectIndex(archive, entry, meter);
    else await unpack(archive, entry, meter);
  }
}

async function readDirectory(archive: ZipFile): Promise<Entry[]> {
  if (archive.entryCount > MOST_PARTS) throw refuse('文件的组成部分过多');
  const entries: Entry[] = [];
  for await (const entry of archive.eachEntry()) {
    const { fileName } = entry;
    if ((entry.generalPurposeBitFlag & 1) === 1) throw refuse('文件已加密');
    if (macro.test(fileName)) throw refuse('文件含有宏');
    if (otherFile.test(fileName)) throw refuse('文件里嵌有压缩包或程序');
    if (isSymbolicLink(entry) || fileName.split('/').includes('..')) throw refuse('文件结构异常');
    entries.push(entry);
  }
  return entries;
}

/** A sheet behind a chart is a document of its own; one within that one is nobody's work. */
async function inspectInside(archive: ZipFile, entry: Entry, meter: Meter, depth: number): Promise<void> {
  if (depth > 0 || entry.uncompressedSize > LARGEST_INSIDE) throw refuse('文件里层层嵌套了其他文件');
  const chunks: Buffer[] = [];
  await unpack(archive, entry, meter, (chunk) => chunks.push(chunk));
  const inside = Buffer.concat(chunks);
  await reading(() => fromBufferPromise(inside), '', meter, depth + 1);
}

async function inspectIndex(archive: ZipFile, entry: Entry, meter: Meter): Promise<void> {
  if (entry.uncompressedSize > LARGEST_INSIDE) throw refuse('文件结构异常');
  const chunks: Buffer[] = [];
  await unpack(archive, entry, meter, (chunk) => chunks.push(chunk));
  const index = Buffer.concat(chunks).toString('utf8');
  if (/macroEnabled|vbaProject/i.test(index)) throw refuse('文件含有宏');
  // A template that is fetched when the document is opened brings its macros along.
  // Tag by tag: one expression over all of it takes minutes for a part made for that.
  const fetches = (tag: string): boolean => /attachedTemplate/i.test(tag) && /External/i.test(tag);
  if (index.split('>').some(fetches)) throw refuse('文件引用了外部模板');
}

async function unpack(archive: ZipFile, entry: Entry, meter: Meter, take?: (chunk: Buffer) => void): Promise<void> {
  const hasVirus = createVirusWatch();
  const content = await archive.openReadStreamPromise(entry);
  let start = true;
  for await (const each of content) {
    const chunk = each as Buffer;
    meter.unpacked += chunk.length;
    const isBomb = meter.unpacked > SMALL_ENOUGH && meter.unpacked > MOST_RATIO * meter.packed;
    if (isBomb || meter.unpacked > MOST_UNPACKED) throw refuse('文件解压后过大');
    if (start && !take && chunk.subarray(0, 4).toString('latin1') === 'PK\x03\x04')
      throw refuse('文件里嵌有压缩包或程序');
    start = false;
    if (hasVirus(chunk)) throw malicious();
    take?.(chunk);
  }
}
