/** Seconds that a recording may last. */
export const LONGEST = 120;

/** «1:05» */
export const clock = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

/** What this browser can record and the service takes, best first: Safari knows only MP4. */
const TYPES = [
  ['audio/webm', 'webm'],
  ['audio/mp4', 'm4a'],
  ['audio/ogg', 'ogg'],
] as const;

export const canRecord = (): boolean =>
  typeof MediaRecorder !== 'undefined' && navigator.mediaDevices !== undefined && kindOf() !== undefined;

const kindOf = () => TYPES.find(([type]) => MediaRecorder.isTypeSupported(type));

export interface Recording {
  stop: () => void;
}

/** Records until it is stopped or two minutes are over. Throws what the browser throws when there is no microphone to use. */
export async function record(
  onDone: (voice: { blob: Blob; name: string; seconds: number }) => void,
): Promise<Recording> {
  const [type, extension] = kindOf()!;
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const recorder = new MediaRecorder(stream, { mimeType: type, audioBitsPerSecond: 32_000 });
  const parts: Blob[] = [];
  const startedAt = Date.now();
  const limit = setTimeout(() => recorder.stop(), LONGEST * 1000);
  recorder.ondataavailable = ({ data }) => parts.push(data);
  recorder.onstop = () => {
    clearTimeout(limit);
    for (const track of stream.getTracks()) track.stop();
    const seconds = Math.min(LONGEST, Math.max(1, Math.round((Date.now() - startedAt) / 1000)));
    onDone({ blob: new Blob(parts, { type }), name: `录音.${extension}`, seconds });
  };
  recorder.start(1000);
  return { stop: () => recorder.state !== 'inactive' && recorder.stop() };
}
