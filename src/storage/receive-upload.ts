import { createHash, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { acceptedMediaType, isMedia, officeParts, signatureBytes } from './media-types';
import { archiveTailBytes, officeArchiveFault } from './office-archive';
import type { Storage } from './port';

export type StoredUpload = { storageKey: string; mediaType: string; size: number; sha256: Buffer };

export type UploadLimits = {
  maxBytes: number;
  /** Whether only what a phone takes is welcome: pictures, sound, films and PDF. */
  onlyMedia?: boolean;
};

export class UploadRefusedError extends Error {
  constructor(
    readonly reason: 'too_large' | 'unsupported_media_type' | 'empty',
    message: string,
  ) {
    super(message);
    this.name = 'UploadRefusedError';
  }
}

/**
 * Streams an upload into the storage while hashing it. Throws `UploadRefusedError` for an empty or too large one, and
 * for one whose content is not what it is declared to be; then nothing stays behind.
 */
export async function receiveUpload(
  storage: Storage,
  content: AsyncIterable<Buffer>,
  { declaredType, maxBytes, onlyMedia = false }: UploadLimits & { declaredType: string },
): Promise<StoredUpload> {
  const chunks = content[Symbol.asyncIterator]();
  const start = await readStart(chunks);
  if (start.length === 0) throw new UploadRefusedError('empty', '文件是空的,请重新选择。');
  const mediaType = acceptedMediaType(declaredType, start);
  if (mediaType === undefined || (onlyMedia && !isMedia(mediaType))) {
    const welcome = onlyMedia ? '图片、PDF 或音视频' : '图片、PDF、音视频、docx 或 xlsx';
    const message = `文件的内容与类型不符,或不支持这种类型。请上传${welcome}。`;
    throw new UploadRefusedError('unsupported_media_type', message);
  }
  const requiredPart = officeParts[mediaType];
  const meter = createMeter(maxBytes, requiredPart === undefined ? 0 : archiveTailBytes);
  const storageKey = randomUUID();
  await storage.put(storageKey, Readable.from(meter.measure(start, chunks), { objectMode: false }));
  const fault = requiredPart === undefined ? undefined : officeArchiveFault(meter.tail, meter.size, requiredPart);
  if (fault !== undefined) {
    await storage.remove(storageKey);
    throw new UploadRefusedError('unsupported_media_type', `${fault},请检查后重新上传。`);
  }
  return { storageKey, mediaType, size: meter.size, sha256: meter.hash.digest() };
}

async function readStart(chunks: AsyncIterator<Buffer>): Promise<Buffer> {
  const start: Buffer[] = [];
  let length = 0;
  while (length < signatureBytes) {
    const chunk = await nextOf(chunks);
    if (chunk === undefined) break;
    start.push(chunk);
    length += chunk.length;
  }
  return Buffer.concat(start);
}

function createMeter(maxBytes: number, tailBytes: number) {
  const meter = { hash: createHash('sha256'), size: 0, tail: Buffer.alloc(0), measure };
  async function* measure(start: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
    for (let chunk: Buffer | undefined = start; chunk !== undefined; chunk = await nextOf(rest)) {
      meter.size += chunk.length;
      if (meter.size > maxBytes) {
        throw new UploadRefusedError(
          'too_large',
          `文件超过 ${Math.floor(maxBytes / 1024 / 1024)} MiB,请压缩后再上传。`,
        );
      }
      meter.hash.update(chunk);
      if (tailBytes > 0) meter.tail = Buffer.concat([meter.tail, chunk]).subarray(-tailBytes);
      yield chunk;
    }
  }
  return meter;
}

async function nextOf(chunks: AsyncIterator<Buffer>): Promise<Buffer | undefined> {
  const result = await chunks.next();
  return result.done ? undefined : result.value;
}
