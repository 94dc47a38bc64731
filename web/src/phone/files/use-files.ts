import { useCallback, useEffect, useState } from 'react';
import { newKey } from '../../api/keys';
import { filesOf, forgetFile, keepFile } from './file-store';
import type { KeptFile } from './kept-file';

/** As many as the service takes with one demand. */
export const MOST_FILES = 9;
export const STILL_RECORDING = '还在录，请先停止，录的内容会加到附件里。';

export interface Files {
  items: readonly KeptFile[];
  /** How many more there may be. A running recording will be one. */
  room: number;
  /** Answers the ids that they got. */
  add: (files: readonly Omit<KeptFile, 'id' | 'owner' | 'addedAt'>[]) => string[];
  remove: (id: string) => Promise<void>;
  clear: () => Promise<void>;
  /** A recording is running: what is sent now would go without it. */
  isRecording: boolean;
  setRecording: (isRecording: boolean) => void;
}

/** The files that are to be sent with something, kept on the phone until then. */
export function useFiles(owner: string): Files {
  const [items, setItems] = useState<KeptFile[]>([]);
  const [isRecording, setRecording] = useState(false);
  useEffect(() => {
    let isWanted = true;
    void filesOf(owner).then((files) => isWanted && setItems(files));
    return () => {
      isWanted = false;
    };
  }, [owner]);

  const add = useCallback<Files['add']>(
    (files) => {
      const addedAt = Date.now();
      const added = files.map((file, i) => ({ ...file, id: newKey(), owner, addedAt: addedAt + i }));
      setItems((before) => [...before, ...added].slice(0, MOST_FILES));
      added.forEach((file) => void keepFile(file));
      return added.map(({ id }) => id);
    },
    [owner],
  );
  const remove = useCallback<Files['remove']>(async (id) => {
    setItems((before) => before.filter((file) => file.id !== id));
    await forgetFile(id);
  }, []);
  const clear = useCallback(async () => {
    setItems([]);
    await Promise.all((await filesOf(owner)).map(({ id }) => forgetFile(id)));
  }, [owner]);
  const room = MOST_FILES - items.length - (isRecording ? 1 : 0);
  return { items, room, add, remove, clear, isRecording, setRecording };
}
