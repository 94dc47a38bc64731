import { Button, Image } from 'antd';
import { useState } from 'react';
import type { Attachment } from '../../../../src/api/contract';
import './attachments.css';
import { fileSize } from './file-size';
import { PdfDialog } from './pdf-dialog';

export { AttachmentUpload } from './attachment-upload';

/** A file of a demand; those of a case also say whether the reporter sent them. */
type Item = Attachment & { byReporter?: boolean };

const addressOf = ({ id }: Item): string => `/api/v1/attachments/${id}`;
const isImage = ({ mediaType }: Item): boolean => mediaType.startsWith('image/');

/** Files, shown where they stand: pictures to enlarge, sound and films to play, PDF in a dialog, the rest to save. */
export function AttachmentList({ items }: { items: readonly Item[] }) {
  const [document, setDocument] = useState<Item | null>(null);
  const images = items.filter(isImage);
  if (items.length === 0) return null;
  return (
    <div className="attachments">
      {images.length > 0 ? (
        <Image.PreviewGroup>
          <ul className="attachments-images" aria-label="图片">
            {images.map((item) => (
              <Picture key={item.id} item={item} />
            ))}
          </ul>
        </Image.PreviewGroup>
      ) : null}
      {images.length < items.length ? (
        <ul className="attachments-files" aria-label="文件">
          {items
            .filter((item) => !isImage(item))
            .map((item) => (
              <li key={item.id}>
                <Caption item={item} />
                <Player item={item} onOpen={() => setDocument(item)} />
              </li>
            ))}
        </ul>
      ) : null}
      <PdfDialog file={document} onClose={() => setDocument(null)} />
    </div>
  );
}

function Picture({ item }: { item: Item }) {
  const [isBroken, setBroken] = useState(false);
  return (
    <li>
      {isBroken ? (
        <span className="attachments-broken small muted">图片打不开,请下载查看</span>
      ) : (
        <Image
          src={addressOf(item)}
          alt={item.name}
          width={96}
          height={96}
          preview={{ cover: null }}
          onError={() => setBroken(true)}
        />
      )}
      <Caption item={item} />
    </li>
  );
}

function Caption({ item }: { item: Item }) {
  return (
    <span className="attachments-caption small">
      <a href={addressOf(item)} download={item.name} title={`下载 ${item.name}`}>
        {item.name}
      </a>
      <span className="muted number">
        {fileSize(item.size)}
        {item.byReporter ? ' · 诉求人上传' : ''}
      </span>
    </span>
  );
}

function Player({ item, onOpen }: { item: Item; onOpen: () => void }) {
  if (item.mediaType.startsWith('audio/'))
    return <audio controls preload="none" src={addressOf(item)} aria-label={`播放录音 ${item.name}`} />;
  if (item.mediaType.startsWith('video/'))
    return <video controls preload="metadata" src={addressOf(item)} aria-label={`播放视频 ${item.name}`} />;
  if (item.mediaType === 'application/pdf')
    return (
      <Button size="small" onClick={onOpen} aria-label={`预览 ${item.name}`}>
        预览
      </Button>
    );
  return null;
}
