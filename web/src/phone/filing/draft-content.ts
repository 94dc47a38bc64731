import type { FiledKind, SubjectType } from '../../../../src/domain/vocabulary';
import type { Uploaded } from '../files/kept-file';

export interface Draft {
  kind: FiledKind | null;
  /** Id of the place. */
  unit: string | null;
  title: string;
  body: string;
  subjectType: SubjectType | null;
  subjectName: string;
  contactName: string;
  contactPhone: string;
  /** Of those that the form offers; null where the rules are to decide. */
  category: string | null;
  /** To the form's own fields, by their names, as they were typed or chosen. */
  answers: Record<string, string | string[]>;
  /** Whether somebody came by a form's own link or QR code. */
  isByLink: boolean;
  /** One for the whole draft: however often it is sent, it is filed once. */
  key: string;
  /** What was sent under the key without an answer coming back. One of these may have arrived. */
  sent: string[];
  uploaded: Uploaded;
  /** To be sent as soon as there is a network again. */
  isWaiting: boolean;
  changedAt: number;
}

export type ChangeDraft = (change: Partial<Draft>) => void;
