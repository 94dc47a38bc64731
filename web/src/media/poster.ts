const LONGEST = 960;
const WITHIN = 8_000;
/** Milliseconds after which nothing reads any more of what was shown. */
const LATER = 1_000;

/**
 * A picture out of a film, to stand for it until it is played: half a second in, where cameras have found their light.
 * Undefined where the browser cannot show the film; it is then sent without one.
 */
export async function posterOf(film: Blob): Promise<Blob | undefined> {
  const url = URL.createObjectURL(film);
  const video = document.createElement('video');
  try {
    video.muted = true;
    video.playsInline = true;
    video.preload = 'auto';
    video.src = url;
    await once(video, 'loadeddata');
    const target = Math.min(0.5, Number.isFinite(video.duration) ? video.duration / 2 : 0.5);
    video.currentTime = target;
    await once(video, 'seeked');
    return await drawn(video);
  } catch {
    return undefined;
  } finally {
    video.removeAttribute('src');
    video.load();
    setTimeout(() => URL.revokeObjectURL(url), LATER);
  }
}

function once(video: HTMLVideoElement, event: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('too slow')), WITHIN);
    const end = (done: () => void) => () => {
      clearTimeout(timer);
      done();
    };
    video.addEventListener(event, end(resolve), { once: true });
    video.addEventListener(
      'error',
      end(() => reject(new Error('no film'))),
      { once: true },
    );
  });
}

async function drawn(video: HTMLVideoElement): Promise<Blob | undefined> {
  const { videoWidth: width, videoHeight: height } = video;
  if (width === 0 || height === 0) return undefined;
  const scale = Math.min(1, LONGEST / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext('2d')!.drawImage(video, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.8));
  return blob ?? undefined;
}
