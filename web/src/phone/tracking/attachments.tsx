import type { Attachment } from '../../../../src/api/contract';
import { factsOf, isPlayed, Player } from '../../media/player';
import { sizeWords } from '../files/size-words';

/** By which link files are had. */
export type Door = 'demands' | 'ratings';

/** Files of the demand, as its reporter may see them: small pictures to open, sound and films to play, the rest to open. */
export function Attachments({
  items,
  token,
  door = 'demands',
}: {
  items: readonly Attachment[];
  token: string;
  door?: Door;
}) {
  if (items.length === 0) return null;
  const addressOf = ({ id }: Attachment) => `/api/v1/public/${door}/${encodeURIComponent(token)}/attachments/${id}`;
  return (
    <ul className="m-attachments">
      {items.map((item) => (
        <li key={item.id}>
          {isPlayed(item) ? (
            <>
              <Player item={item} address={addressOf(item)} />
              <p className="small words">
                {item.name} <span className="muted">{factsOf(item, sizeWords)}</span>{' '}
                <a href={addressOf(item)} download={item.name}>
                  下载
                </a>
              </p>
            </>
          ) : (
            <a href={addressOf(item)} target="_blank" rel="noreferrer">
              {item.kind === 'picture' ? (
                <img src={pictureOf(item, addressOf(item))} alt={item.name} loading="lazy" />
              ) : (
                `${item.name}（${sizeWords(item.size)}）`
              )}
            </a>
          )}
        </li>
      ))}
    </ul>
  );
}

const pictureOf = ({ hasPreview }: Attachment, address: string): string =>
  hasPreview ? `${address}/preview` : address;
