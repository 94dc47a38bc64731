import type { Input, InputTrack } from 'mediabunny' with { 'resolution-mode': 'import' };
import type { Jobs, Reading } from './protocol';

/** Files made for it can keep a reader busy for ever: whoever asks limits its time. */
export async function readRecording({ file }: Jobs['recording']['asks']): Promise<Reading> {
  const media = await import('mediabunny');
  const { ALL_FORMATS: formats, FilePathSource } = media;
  const input = new media.Input({ formats, source: new FilePathSource(file) });
  try {
    return await readingOf(input);
  } finally {
    input.dispose();
  }
}

async function readingOf(input: Input): Promise<Reading> {
  const film = await input.getPrimaryVideoTrack();
  const sound = await input.getPrimaryAudioTrack();
  const tracks = [film, sound].filter((track) => track !== null);
  const seconds = await input.computeDuration();
  if (tracks.length === 0 || !Number.isFinite(seconds) || seconds <= 0 || !(await haveContent(tracks))) return null;
  // Sound beside a film may be of any kind: the film is seen without it.
  const isKnown = (film ?? sound)!.codec !== null;
  return {
    hasFilm: film !== null,
    isKnown,
    seconds,
    width: film?.displayWidth ?? null,
    height: film?.displayHeight ?? null,
  };
}

async function haveContent(tracks: readonly InputTrack[]): Promise<boolean> {
  const firsts = await Promise.all(tracks.map((track) => track.getFirstTimestamp()));
  return firsts.every(Number.isFinite);
}
