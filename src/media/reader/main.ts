import { UploadRefusedError } from '../refusal';
import { redrawPicture, shrinkPicture } from './pictures';
import { READY, type Answer, type Job } from './protocol';
import { readRecording } from './recordings';

/**
 * The process that decodes what strangers sent: no environment, no database, no key. Whoever started it limits its memory
 * and its time, and reads a silent end as a file that cannot be read.
 */
process.on('message', (job: Job) => void answer(job).then((given) => process.send?.(given)));
process.on('disconnect', () => process.exit());
process.send?.(READY);

async function answer(job: Job): Promise<Answer> {
  try {
    return { given: await resultOf(job) };
  } catch (error) {
    if (!(error instanceof UploadRefusedError)) return { failed: (error as Error).message };
    return { refused: { reason: error.reason, message: error.message } };
  }
}

function resultOf(job: Job) {
  switch (job.name) {
    case 'redraw':
      return redrawPicture(job);
    case 'shrink':
      return shrinkPicture(job);
    case 'recording':
      return readRecording(job).catch(() => null);
  }
}
