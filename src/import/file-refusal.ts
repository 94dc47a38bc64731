/** Why a file is refused as a whole; each is a code of the API. */
export type FileRefusalCode = 'too_large' | 'unsupported_media_type' | 'unreadable_file' | 'too_much_content';

/** Thrown while a file is read; `message` is a Chinese sentence that says what to do. */
export class FileRefusedError extends Error {
  constructor(
    readonly code: FileRefusalCode,
    message: string,
  ) {
    super(message);
    this.name = 'FileRefusedError';
  }
}

export const tooMuch = (what: string): FileRefusedError =>
  new FileRefusedError('too_much_content', `${what}，请拆成几个文件分别导入。`);

export const unreadable = (why: string, what = '请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传'): FileRefusedError =>
  new FileRefusedError('unreadable_file', `${why}，${what}。`);

export const unsupported = (why: string, what: string): FileRefusedError =>
  new FileRefusedError('unsupported_media_type', `${why}，${what}。`);
