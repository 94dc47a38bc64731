/** What a file is to people who look at it: seen, heard, watched, or read. */
export const MEDIA_KINDS = { picture: '图片', voice: '录音', video: '视频', document: '文档' } as const;
export type MediaKind = keyof typeof MEDIA_KINDS;

export function mediaKindOf(mediaType: string): MediaKind {
  if (mediaType.startsWith('image/')) return 'picture';
  if (mediaType.startsWith('audio/')) return 'voice';
  return mediaType.startsWith('video/') ? 'video' : 'document';
}

/** The longer side of a preview, in pixels. */
export const PREVIEW_SIDE = 480;
/** Pixels of all frames together: a picture is small on the wire and large in memory. */
export const MOST_PIXELS = 40_000_000;
/** Bytes of a decoded picture: so many pixels of four channels, and fewer where each takes more. */
export const MOST_DECODED = 4 * MOST_PIXELS;

/** «1:05», «1:02:05»: how long a recording lasts, from seconds. */
export function lengthWords(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const two = (n: number): string => String(n).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
