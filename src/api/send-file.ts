import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AttachmentFile } from '../database/attachments';
import { contentDisposition } from '../storage/file-names';
import { isShownInline } from '../storage/media-types';
import { StoredFileMissingError, type Storage } from '../storage/port';
import { rangeOf } from './byte-range';
import { notFound, Problem } from './errors';

type Sent = { key: string; size: number; etag: string; mediaType: string; name: string };

/** Sends a file so that nothing in it runs: shown in a sandbox where browsers show it, offered for saving otherwise. */
export async function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  storage: Storage,
  file: AttachmentFile,
): Promise<FastifyReply> {
  const { storageKey: key, size, mediaType, name } = file;
  return send(request, reply, storage, { key, size, mediaType, name, etag: etagOf(file) });
}

/** Sends the small picture of a picture or film. Throws `not_found` where there is none. */
export async function sendPreview(
  request: FastifyRequest,
  reply: FastifyReply,
  storage: Storage,
  file: AttachmentFile,
): Promise<FastifyReply> {
  const { previewKey: key, name } = file;
  if (key === null) throw notFound('附件的预览图');
  const size = await found(request, file, () => storage.size(key));
  const preview = { key, size, etag: etagOf(file, '-preview'), mediaType: 'image/jpeg', name: `${name}.jpg` };
  return send(request, reply, storage, preview);
}

const etagOf = ({ sha256 }: AttachmentFile, of = ''): string => `"${Buffer.from(sha256).toString('base64url')}${of}"`;

async function send(request: FastifyRequest, reply: FastifyReply, storage: Storage, file: Sent): Promise<FastifyReply> {
  const { key, size, etag, mediaType, name } = file;
  void reply.headers({
    // Kept by the browser, but asked for anew each time: whoever lost the right to see it gets no copy.
    ...{ 'cache-control': 'private, no-cache', etag, 'accept-ranges': 'bytes' },
    'content-type': mediaType,
    'content-disposition': contentDisposition(isShownInline(mediaType) ? 'inline' : 'attachment', name),
    'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'",
    'x-content-type-options': 'nosniff',
  });
  if (names(request.headers['if-none-match'], etag)) return reply.code(304).send();
  const range = isForThis(request.headers['if-range']?.toString(), etag)
    ? rangeOf(request.headers.range, size)
    : undefined;
  if (range === 'unsatisfiable') throw outside(size);
  const content = await found(request, { id: key }, () => storage.open(key, range));
  if (range === undefined) return reply.header('content-length', String(size)).send(content);
  void reply.code(206).headers({
    'content-range': `bytes ${range.start}-${range.end}/${size}`,
    'content-length': String(range.end - range.start + 1),
  });
  return reply.send(content);
}

const names = (header: string | undefined, etag: string): boolean =>
  header !== undefined && header.split(',').some((each) => ['*', etag, `W/${etag}`].includes(each.trim()));

const isForThis = (ifRange: string | undefined, etag: string): boolean => ifRange === undefined || ifRange === etag;

function outside(size: number): Problem {
  const headers = { 'content-range': `bytes */${size}` };
  return new Problem('range_not_satisfiable', '请求的范围超出文件大小，请重新打开文件。', { headers });
}

/** A row without its file is a loss that somebody must hear of. */
async function found<Result>(
  request: FastifyRequest,
  { id }: { id: string },
  read: () => Promise<Result>,
): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof StoredFileMissingError)) throw error;
    request.log.error({ attachment: id }, 'a stored file is missing');
    throw new Problem('stored_file_missing', '文件已不在存储中，请联系管理员从备份恢复，或请上传人重新上传。', {
      cause: error,
    });
  }
}
