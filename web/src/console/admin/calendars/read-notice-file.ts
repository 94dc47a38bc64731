/** Notices are saved from pages of the government as UTF-8, or by older programs in GBK: whichever the bytes are valid in. */
export function noticeText(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gbk').decode(bytes);
  }
}
