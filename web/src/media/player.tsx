import type { Attachment } from '../../../src/api/contract';
import { lengthWords } from '../../../src/domain/media';
import './media.css';

interface PlayerProps {
  item: Attachment;
  /** Of the file; its preview lies below it. */
  address: string;
}

/** Sound or a film, played where it stands; nothing is loaded before somebody plays it. */
export function Player({ item, address }: PlayerProps) {
  const length = item.seconds === null ? '' : `，长 ${lengthWords(item.seconds)}`;
  if (item.kind === 'voice')
    return <audio controls preload="none" src={address} aria-label={`播放录音 ${item.name}${length}`} />;
  const { width, height } = item;
  return (
    <video
      className="media-film"
      controls
      playsInline
      preload="none"
      src={address}
      poster={item.hasPreview ? `${address}/preview` : undefined}
      style={width && height ? { aspectRatio: `${width} / ${height}` } : undefined}
      aria-label={`播放视频 ${item.name}${length}`}
    />
  );
}

export const isPlayed = ({ kind }: Attachment): boolean => kind === 'voice' || kind === 'video';

/** «视频 1:05 · 12.4 MB» */
export const factsOf = ({ kind, seconds, size }: Attachment, sizeWords: (bytes: number) => string): string => {
  const sort = kind === 'voice' ? '录音' : kind === 'video' ? '视频' : '';
  const length = seconds === null ? '' : ` ${lengthWords(seconds)}`;
  return `${sort}${length}${sort ? ' · ' : ''}${sizeWords(size)}`;
};
