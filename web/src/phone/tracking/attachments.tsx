import type { Attachment } from '../../../../src/api/contract';

const isPicture = ({ mediaType }: Attachment): boolean => mediaType.startsWith('image/');

/** Files of the demand, as its reporter may see them: pictures at once, sound and films to be played, the rest to be opened. */
export function Attachments({ items, token }: { items: readonly Attachment[]; token: string }) {
  if (items.length === 0) return null;
  const address = ({ id }: Attachment) => `/api/v1/public/demands/${encodeURIComponent(token)}/attachments/${id}`;
  return (
    <ul className="m-attachments">
      {items.map((item) => (
        <li key={item.id}>
          {item.mediaType.startsWith('audio/') ? (
            <audio controls preload="none" src={address(item)} aria-label={`播放 ${item.name}`} />
          ) : item.mediaType.startsWith('video/') ? (
            <video controls preload="none" src={address(item)} aria-label={`播放 ${item.name}`} />
          ) : (
            <a href={address(item)} target="_blank" rel="noreferrer">
              {isPicture(item) ? <img src={address(item)} alt={item.name} loading="lazy" /> : item.name}
            </a>
          )}
        </li>
      ))}
    </ul>
  );
}
