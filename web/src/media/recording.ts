import { LONGEST, type RecordedKind } from './recording-words';

/** What browsers can record and the service takes, best first: what plays everywhere, also on iPhones; Safari knows only MP4. */
const TYPES: Record<RecordedKind, readonly (readonly [type: string, extension: string])[]> = {
  voice: [
    ['audio/mp4;codecs=mp4a.40.2', 'm4a'],
    ['audio/webm', 'webm'],
    ['audio/mp4', 'm4a'],
    ['audio/ogg', 'ogg'],
  ],
  video: [
    ['video/mp4;codecs=avc1.42E01E,mp4a.40.2', 'mp4'],
    ['video/webm;codecs=vp8,opus', 'webm'],
    ['video/webm', 'webm'],
    ['video/mp4', 'mp4'],
  ],
};

const typeFor = (kind: RecordedKind) => TYPES[kind].find(([type]) => MediaRecorder.isTypeSupported(type));

/** Browsers allow recording only on pages that came over HTTPS, and some that live in other apps never do. */
export const canRecord = (kind: RecordedKind): boolean =>
  typeof MediaRecorder !== 'undefined' && navigator.mediaDevices !== undefined && typeFor(kind) !== undefined;

export interface Recorded {
  kind: RecordedKind;
  blob: Blob;
  name: string;
  seconds: number;
}

export interface Recording {
  /** What the camera sees meanwhile. */
  stream: MediaStream;
  stop: () => void;
  /** Ends it and tells nobody. */
  discard: () => void;
}

/** Records until it is stopped or as long as it may. Throws what the browser throws when there is nothing to record with. */
export async function record(kind: RecordedKind, onDone: (recorded: Recorded) => void): Promise<Recording> {
  const [type, extension] = typeFor(kind)!;
  const camera = { facingMode: { ideal: 'environment' }, width: { ideal: 1280 }, height: { ideal: 720 } };
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: kind === 'video' ? camera : false });
  const rates = kind === 'video' ? { videoBitsPerSecond: 1_500_000 } : {};
  const recorder = new MediaRecorder(stream, { mimeType: type, audioBitsPerSecond: 32_000, ...rates });
  const parts: Blob[] = [];
  const startedAt = Date.now();
  const stop = () => recorder.state !== 'inactive' && recorder.stop();
  const limit = setTimeout(stop, LONGEST[kind] * 1000);
  let isWanted = true;
  recorder.ondataavailable = ({ data }) => parts.push(data);
  recorder.onstop = () => {
    clearTimeout(limit);
    for (const track of stream.getTracks()) track.stop();
    const seconds = Math.min(LONGEST[kind], Math.max(1, Math.round((Date.now() - startedAt) / 1000)));
    const name = `${kind === 'voice' ? '录音' : '录像'}.${extension}`;
    if (isWanted) onDone({ kind, blob: new Blob(parts, { type: type.split(';')[0] }), name, seconds });
  };
  recorder.start(1000);
  const discard = () => {
    isWanted = false;
    stop();
  };
  return { stream, stop, discard };
}
