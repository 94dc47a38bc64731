import { unreadable } from '../file-refusal';
import type { FileFacts } from './protocol';

type Decoded = { text: string; encoding: NonNullable<FileFacts['encoding']> };

/**
 * UTF-8 with or without a mark, UTF-16 with one (“Unicode 文本” of spreadsheets), otherwise GBK with its extension GB 18030.
 * Bytes that are none of these are refused: guessed, they would be filed as nonsense.
 */
export function decodeText(bytes: Buffer): Decoded {
  const mark = bytes.subarray(0, 2).toString('hex');
  if (mark === 'fffe' || mark === 'feff') {
    const text = decode(bytes, mark === 'fffe' ? 'utf-16le' : 'utf-16be');
    if (text !== undefined) return requireText({ text, encoding: 'UTF-16' });
  }
  const utf8 = decode(bytes, 'utf-8');
  if (utf8 !== undefined) return requireText({ text: utf8, encoding: 'UTF-8' });
  const gbk = decode(bytes, 'gb18030');
  if (gbk !== undefined) return requireText({ text: gbk, encoding: 'GBK' });
  throw unreadable('文件的编码既不是 UTF-8 也不是 GBK', '请用 Excel 或 WPS 另存为“CSV UTF-8（逗号分隔）”后再上传');
}

function decode(bytes: Buffer, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function requireText(decoded: Decoded): Decoded {
  const { text } = decoded;
  if (text.includes('\0'))
    throw unreadable('文件里有空字符（NUL），不是文本表格', '请重新导出为 .csv 或 .xlsx 后再上传');
  if (/^\s*<(!doctype|html|\?xml|table)/i.test(text))
    throw unreadable('内容是网页，不是表格', '请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传');
  return decoded;
}
