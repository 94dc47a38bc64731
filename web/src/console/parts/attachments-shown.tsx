import { Button, Image } from 'antd';
import { useState } from 'react';
import type { Attachment } from '../../../../src/api/contract';
import { factsOf, isPlayed, Player } from '../../media/player';
import './attachments.css';
import { fileSize } from './file-size';
import { PdfDialog } from './pdf-dialog';

/** A file of a demand; those of a case also say whether the reporter sent them. */
export type ShownAttachment = Attachment & {
  byReporter?: boolean;
  /** What else tells it from others of the case: 办理前, 办理后. */
  mark?: string;
};
interface Props {
  items: readonly ShownAttachment[];
}

const addressOf = ({ id }: ShownAttachment): string => `/api/v1/attachments/${id}`;

/** Files, shown where they stand: pictures to enlarge, sound and films to play, PDF in a dialog, the rest to save. */
export function AttachmentsShown({ items }: Props) {
  const [document, setDocument] = useState<ShownAttachment | null>(null);
  const pictures = items.filter(({ kind }) => kind === 'picture');
  const others = items.filter(({ kind }) => kind !== 'picture');
  return (
    <div className="attachments">
      {pictures.length > 0 ? (
        <Image.PreviewGroup>
          <ul className="attachments-images" aria-label="图片">
            {pictures.map((item) => (
              <Picture key={item.id} item={item} />
            ))}
          </ul>
        </Image.PreviewGroup>
      ) : null}
      {others.length > 0 ? (
        <ul className="attachments-files" aria-label="文件">
          {others.map((item) => (
            <li key={item.id}>
              <Caption item={item} />
              {isPlayed(item) ? <Player item={item} address={addressOf(item)} /> : null}
              {item.mediaType === 'application/pdf' ? (
                <Button size="small" onClick={() => setDocument(item)} aria-label={`预览 ${item.name}`}>
                  预览
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
      ) : null}
      <PdfDialog file={document} onClose={() => setDocument(null)} />
    </div>
  );
}

function Picture({ item }: { item: ShownAttachment }) {
  const [isBroken, setBroken] = useState(false);
  const address = addressOf(item);
  return (
    <li>
      {isBroken ? (
        <span className="attachments-broken small muted">图片打不开，请下载查看</span>
      ) : (
        <Image
          src={item.hasPreview ? `${address}/preview` : address}
          alt={item.name}
          width={96}
          height={96}
          preview={{ cover: null, src: address }}
          onError={() => setBroken(true)}
        />
      )}
      <Caption item={item} />
    </li>
  );
}

function Caption({ item }: { item: ShownAttachment }) {
  return (
    <span className="attachments-caption small">
      <a href={addressOf(item)} download={item.name} title={`下载 ${item.name}`}>
        {item.name}
      </a>
      <span className="muted number">
        {factsOf(item, fileSize)}
        {item.byReporter === undefined ? '' : item.byReporter ? ' · 诉求人上传' : ` · ${item.mark ?? '单位上传'}`}
      </span>
    </span>
  );
}
