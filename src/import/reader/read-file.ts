import { filetypename } from 'magic-bytes.js';
import { unreadable, unsupported } from '../file-refusal';
import type { ReaderLine } from './protocol';
import { readCsv } from './read-csv';
import { readWorkbook } from './read-workbook';

const SAVE_AS_XLSX = '请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传';
/** OLE, in which old workbooks and encrypted new ones are kept. */
const compound = 'd0cf11e0a1b11ae1';

/** Reads what the name says it is, if the first bytes agree. Throws `FileRefusedError`. */
export function readFile(bytes: Buffer, name: string): AsyncGenerator<ReaderLine> {
  const ending = /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  if (bytes.length === 0) throw unreadable('文件是空的', '请检查后重新选择');
  const start = bytes.subarray(0, 8).toString('hex');
  if (start === compound) throw oldOrLocked(bytes);
  if (['xlsm', 'xltm', 'xlsb'].includes(ending)) throw unsupported('含宏的工作簿不能导入', SAVE_AS_XLSX);
  const isArchive = start.startsWith('504b0304');
  if (ending === 'xlsx') {
    if (!isArchive) throw unsupported('文件名是 .xlsx，内容却不是 Excel 工作簿', SAVE_AS_XLSX);
    return readWorkbook(bytes);
  }
  if (ending !== 'csv' && ending !== 'txt') throw unsupported('只能导入 .xlsx 和 .csv 文件', SAVE_AS_XLSX);
  if (isArchive || isKnownBinary(bytes)) throw unsupported(`文件名是 .${ending}，内容却不是文本表格`, SAVE_AS_XLSX);
  return readCsv(bytes);
}

function oldOrLocked(bytes: Buffer): Error {
  const isEncrypted = bytes.includes(Buffer.from('EncryptedPackage', 'utf16le'));
  return isEncrypted
    ? unsupported('文件设有打开密码', '请去掉密码，另存为 .xlsx 后再上传')
    : unsupported('这是旧版 Excel 文件（.xls）', SAVE_AS_XLSX);
}

const isKnownBinary = (bytes: Buffer): boolean =>
  filetypename(bytes.subarray(0, 4096)).some((name) =>
    ['zip', 'gz', 'rar', '7z', 'pdf', 'png', 'jpg', 'gif', 'webp', 'exe', 'elf', 'mp3', 'mp4', 'webm'].includes(name),
  );
