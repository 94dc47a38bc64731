/** Pictures, recordings and files of what is not sent yet, in IndexedDB: local storage is too small for them. */
export interface KeptFile {
  id: string;
  /** What it belongs to: the draft of a form, or an answer to a question. */
  owner: string;
  sort: 'picture' | 'voice' | 'video' | 'file';
  name: string;
  blob: Blob;
  /** Of a recording. */
  seconds?: number;
  addedAt: number;
}

/** What the service already has, by the file's id on this phone. */
export type Uploaded = Record<string, { id: string; at: number }>;
