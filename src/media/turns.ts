import { UploadRefusedError } from './refusal';

/** Lets at most `most` run at a time and `waiting` wait; the next one is sent away instead of filling the memory. */
export function createTurns(most: number, waiting: number): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let running = 0;
  const queue: (() => void)[] = [];
  return async (work) => {
    if (running >= most) {
      if (queue.length >= waiting)
        throw new UploadRefusedError('too_many_uploads', '正在处理的文件太多，请过几秒再上传。');
      await new Promise<void>((resolve) => queue.push(resolve));
    } else running += 1;
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
