export type UploadRefusal =
  | 'too_large'
  | 'unsupported_media_type'
  | 'empty'
  | 'unreadable_file'
  | 'recording_too_long'
  | 'malicious_file'
  | 'too_many_uploads';

/** Why an upload is not taken; the message is a Chinese sentence that says what to do. */
export class UploadRefusedError extends Error {
  constructor(
    readonly reason: UploadRefusal,
    message: string,
  ) {
    super(message);
    this.name = 'UploadRefusedError';
  }
}

export const unreadable = (what: string): UploadRefusedError =>
  new UploadRefusedError('unreadable_file', `${what}。请确认能正常打开后，重新导出或拍摄再上传。`);

export const tooLarge = (bytes: number): UploadRefusedError =>
  new UploadRefusedError('too_large', `文件超过 ${sizeWords(bytes)}，请压缩或剪短后再上传。`);

const sizeWords = (bytes: number): string => {
  const mebibytes = bytes / 1024 / 1024;
  return mebibytes >= 1 ? `${Math.floor(mebibytes)} MB` : `${Math.floor(bytes / 1024)} KB`;
};
