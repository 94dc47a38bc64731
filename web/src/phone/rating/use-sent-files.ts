import { useState } from 'react';
import type { Uploaded } from '../files/kept-file';
import { upload } from '../files/upload';
import { useFiles, type Files } from '../files/use-files';
import { forget, keep, kept } from '../kept';

export interface SentFiles {
  files: Files;
  /** How far it is, while something is sent. */
  progress: string | null;
  /** Sends the files, then what `act` sends with their ids; afterwards the phone keeps none of them. Throws what either throws. */
  send: (act: (attachments: string[]) => Promise<void>) => Promise<void>;
}

/** Files that go along with something that is written, kept on the phone until they have been sent. */
export function useSentFiles(owner: string): SentFiles {
  const files = useFiles(owner);
  const [progress, setProgress] = useState<string | null>(null);
  const key = `phone:uploaded:${owner}`;
  const send: SentFiles['send'] = async (act) => {
    setProgress('正在提交…');
    try {
      const attachments = await upload(files.items, kept<Uploaded>(key) ?? {}, {
        onSending: (index) => setProgress(`正在上传第 ${index + 1} 个附件，共 ${files.items.length} 个…`),
        onSent: (uploaded) => keep(key, uploaded),
      });
      setProgress('正在提交…');
      await act(attachments);
      forget(key);
      await files.clear();
    } finally {
      setProgress(null);
    }
  };
  return { files, progress, send };
}
