import { open } from 'node:fs/promises';
import { askReader } from './ask-reader';
import { isWholeContainer } from './container';
import { unreadable, UploadRefusedError } from './refusal';

export type RecordingFacts = {
  mediaType: string;
  seconds: number;
  /** Pixels as shown; of sound none. */
  width: number | null;
  height: number | null;
};

const WITHIN = 10_000;
/** Of a side: no film has more, and what is larger does not fit into the record. */
const MOST_PIXELS = 16_384;

/**
 * What a recording is by its own content: a film only where there is a picture in it, whatever it is called. Throws
 * `UploadRefusedError` for one that is damaged, cut short, empty, or longer than `mostSeconds`.
 */
export async function readRecording(file: string, mediaType: string, mostSeconds: number): Promise<RecordingFacts> {
  if (!(await isWhole(file, mediaType))) throw unreadable('录音或视频已损坏或不完整');
  const reading = await askReader({ name: 'recording', file }, { within: WITHIN });
  if (reading === null || (reading.width ?? 0) > MOST_PIXELS || (reading.height ?? 0) > MOST_PIXELS)
    throw unreadable('录音或视频里没有内容，或打不开');
  const { hasFilm, isKnown, ...facts } = reading;
  if (!isKnown) throw unreadable('录音或视频的编码浏览器放不了');
  if (facts.seconds > mostSeconds) {
    const limit = mostSeconds >= 60 ? `${Math.floor(mostSeconds / 60)} 分钟` : `${mostSeconds} 秒`;
    throw new UploadRefusedError('recording_too_long', `录音或视频超过 ${limit}，请剪短或分成几段上传。`);
  }
  return { ...facts, mediaType: `${hasFilm ? 'video' : 'audio'}/${mediaType.split('/')[1]}` };
}

async function isWhole(file: string, mediaType: string): Promise<boolean> {
  const handle = await open(file);
  try {
    return await isWholeContainer(handle, mediaType);
  } finally {
    await handle.close();
  }
}
