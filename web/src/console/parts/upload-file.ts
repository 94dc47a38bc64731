import type { Attachment, Problem } from '../../../../src/api/contract';
import { RequestError, viewedAs } from '../../api/request';

const offline: Problem = {
  type: 'about:blank',
  title: '上传中断',
  status: 0,
  code: 'offline',
  detail: '网络中断，文件没有传上去。其他内容还在，请检查网络后重试。',
};
const unavailable: Problem = {
  ...offline,
  code: 'unavailable',
  detail: '服务暂时没有正常应答，文件没有传上去，请稍后重试。',
};

/** Sends one file, a film with a picture of it; `onProgress` hears the part sent, 0 to 1. Throws `RequestError`, and `AbortError` when stopped. */
export async function uploadFile(
  file: File,
  { onProgress, signal }: { onProgress: (part: number) => void; signal: AbortSignal },
): Promise<Attachment> {
  const form = new FormData();
  const poster = file.type.startsWith('video/') ? await (await import('../../media/poster')).posterOf(file) : undefined;
  if (poster) form.append('poster', poster, 'poster.jpg');
  form.append('file', file, file.name);
  if (signal.aborted) throw new DOMException('stopped', 'AbortError');
  return new Promise((resolve, reject) => {
    // fetch tells nothing of how much has been sent.
    const sending = new XMLHttpRequest();
    sending.open('POST', '/api/v1/attachments');
    sending.responseType = 'json';
    const viewed = viewedAs();
    if (viewed) sending.setRequestHeader('x-view-as', viewed);
    sending.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    sending.onerror = () => reject(new RequestError(offline));
    sending.onabort = () => reject(new DOMException('stopped', 'AbortError'));
    sending.onload = () => {
      const answer = sending.response as Attachment | Problem | null;
      if (sending.status === 201) resolve(answer as Attachment);
      else reject(new RequestError(answer && 'code' in answer ? answer : { ...unavailable, status: sending.status }));
    };
    signal.addEventListener('abort', () => sending.abort());
    sending.send(form);
  });
}
