import { useEffect, useState } from 'react';
import { Button } from '../parts/button';
import { lengthWords } from '../../../../src/domain/media';
import type { KeptFile } from './kept-file';
import { sizeWords } from './size-words';
import type { Files } from './use-files';

function useObjectUrl(blob: Blob): string | undefined {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(blob);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return url;
}

/** What will be sent along: seen, heard, taken out again. */
export function FileList({ files }: { files: Files }) {
  if (files.items.length === 0) return null;
  return (
    <ul className="m-files">
      {files.items.map((file, i) => (
        <Item key={file.id} file={file} position={i + 1} onRemove={() => void files.remove(file.id)} />
      ))}
    </ul>
  );
}

/** As people know it: what was recorded here has no name of its own. */
export function fileName({ sort, name, seconds }: KeptFile): string {
  if (sort !== 'voice' && sort !== 'video') return name;
  return `${sort === 'voice' ? '录音' : '录像'} ${lengthWords(seconds ?? 0)}`;
}

function Item({ file, position, onRemove }: { file: KeptFile; position: number; onRemove: () => void }) {
  const url = useObjectUrl(file.blob);
  const name = fileName(file);
  return (
    <li>
      {file.sort === 'picture' && url ? <img src={url} alt={`第 ${position} 个附件：${file.name}`} /> : null}
      <div className="m-file-text">
        <span className="words">{name}</span>
        <span className="small muted">{sizeWords(file.blob.size)}</span>
        {file.sort === 'voice' && url ? <audio controls src={url} aria-label={`播放${name}`} /> : null}
        {file.sort === 'video' && url ? (
          <video controls playsInline preload="metadata" src={url} aria-label={`播放${name}`} />
        ) : null}
      </div>
      <Button look="quiet" onClick={onRemove} aria-label={`删除${name}`}>
        删除
      </Button>
    </li>
  );
}
