import type { Attachment } from '../../../../src/api/contract';
import { post } from '../../api/request';
import type { KeptFile, Uploaded } from './kept-file';

/** The service keeps an upload that belongs to nothing for a day; one of this age (ms) is sent once more to be sure. */
const FRESH = 20 * 3_600_000;

/**
 * Sends what is not there yet, one after the other, and tells after each one, so that a try that breaks off goes on where it was.
 * Throws `RequestError`.
 */
export async function upload(
  files: readonly KeptFile[],
  before: Uploaded,
  { onSending, onSent }: { onSending: (index: number) => void; onSent: (uploaded: Uploaded) => void },
): Promise<string[]> {
  let uploaded = before;
  for (const [index, file] of files.entries()) {
    const known = uploaded[file.id];
    if (known && Date.now() - known.at < FRESH) continue;
    onSending(index);
    const form = new FormData();
    const poster = await posterFor(file);
    if (poster) form.append('poster', poster, 'poster.jpg');
    form.append('file', file.blob, file.name);
    const { id } = await post<Attachment>('/public/attachments', form);
    uploaded = { ...uploaded, [file.id]: { id, at: Date.now() } };
    onSent(uploaded);
  }
  return files.map(({ id }) => uploaded[id]!.id);
}

/** A film is sent with a picture of it. */
async function posterFor({ blob }: KeptFile): Promise<Blob | undefined> {
  if (!blob.type.startsWith('video/')) return undefined;
  const { posterOf } = await import('../../media/poster');
  return posterOf(blob);
}
