import { useCallback, useEffect, useRef, useState } from 'react';
import { newKey } from '../../api/keys';
import { filesOf, forgetFile, keepFile } from './file-store';
import type { KeptFile } from './kept-file';

/** As many as the service takes with one demand. */
export const MOST_FILES = 9;
export const STILL_RECORDING = '还在录，请先停止，录的内容会加到附件里；不录的，请点“不录了”。';

type NewFile = Omit<KeptFile, 'id' | 'owner' | 'addedAt'>;

export interface Files {
  items: readonly KeptFile[];
  /** How many more there may be. A recording has its place from the moment it is begun, so that nothing is said in vain. */
  room: number;
  /** Takes as many as there is room for now, and answers the ids that they got. */
  add: (files: readonly NewFile[]) => string[];
  /** Always takes what was said, even if it is one too many: then another must go. */
  addRecorded: (file: NewFile) => string[];
  remove: (id: string) => Promise<void>;
  clear: () => Promise<void>;
  /** A recording is running, or waits for the microphone: what is sent now would go without it. */
  isRecording: boolean;
  setRecording: (isRecording: boolean) => void;
}

const roomIn = ({ items, isRecording }: { items: readonly KeptFile[]; isRecording: boolean }): number =>
  MOST_FILES - items.length - (isRecording ? 1 : 0);

/** The files that are to be sent with something, kept on the phone until then. */
export function useFiles(owner: string): Files {
  const [items, setItems] = useState<KeptFile[]>([]);
  const [isRecording, setRecording] = useState(false);
  // Pictures that are still being made smaller ask for room when they are ready, not when they were chosen.
  const now = useRef({ items, isRecording });
  const change = useCallback((files: KeptFile[]) => {
    now.current.items = files;
    setItems(files);
  }, []);
  useEffect(() => {
    let isWanted = true;
    void filesOf(owner).then((files) => isWanted && change(files));
    return () => {
      isWanted = false;
    };
  }, [owner]);

  const keep = useCallback(
    (files: readonly NewFile[]): string[] => {
      const held = now.current.items;
      const addedAt = Date.now();
      const added = files.map((file, i) => ({ ...file, id: newKey(), owner, addedAt: addedAt + i }));
      change([...held, ...added]);
      added.forEach((file) => void keepFile(file));
      return added.map(({ id }) => id);
    },
    [owner],
  );
  const add: Files['add'] = (files) => keep(files.slice(0, Math.max(0, roomIn(now.current))));
  const addRecorded: Files['addRecorded'] = (file) => keep([file]);
  const record = useCallback<Files['setRecording']>((isOn) => {
    now.current.isRecording = isOn;
    setRecording(isOn);
  }, []);
  const remove = useCallback<Files['remove']>(async (id) => {
    change(now.current.items.filter((file) => file.id !== id));
    await forgetFile(id);
  }, []);
  const clear = useCallback(async () => {
    change([]);
    await Promise.all((await filesOf(owner)).map(({ id }) => forgetFile(id)));
  }, [owner]);
  const room = roomIn({ items, isRecording });
  return { items, room, add, addRecorded, remove, clear, isRecording, setRecording: record };
}
