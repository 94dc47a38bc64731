import { useCallback, useState } from 'react';
import type { PublicForm } from '../../../../src/api/contract';
import type { Kind, SubjectType } from '../../../../src/domain/vocabulary';
import { newKey } from '../../api/request';
import type { Uploaded } from '../files/upload';
import { forget, keep, kept, keptKeys } from '../kept';
import { isFromInside } from '../route';

export interface Draft {
  kind: Kind | null;
  /** Id of the place. */
  unit: string | null;
  title: string;
  body: string;
  subjectType: SubjectType | null;
  subjectName: string;
  contactName: string;
  contactPhone: string;
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

const PREFIX = 'phone:draft:';
const keyOf = (code: string): string => `${PREFIX}${code}`;
/** The owner of a draft's files. */
export const ownerOf = (code: string): string => `draft:${code}`;

const blank = (): Draft => ({
  kind: null,
  unit: null,
  title: '',
  body: '',
  subjectType: null,
  subjectName: '',
  contactName: '',
  contactPhone: '',
  isByLink: !isFromInside(),
  key: newKey(),
  sent: [],
  uploaded: {},
  isWaiting: false,
  changedAt: Date.now(),
});

export type ChangeDraft = (change: Partial<Draft>) => void;

/** The draft of a form, written down at every keystroke. `drop` forgets it, once it was filed. */
export function useDraft(code: string): [Draft, ChangeDraft, () => void] {
  const [draft, setDraft] = useState<Draft>(() => ({ ...blank(), ...kept<Draft>(keyOf(code)) }));
  const change = useCallback<ChangeDraft>(
    (changes) =>
      setDraft((before) => {
        const next = { ...before, ...changes, changedAt: Date.now() };
        keep(keyOf(code), next);
        return next;
      }),
    [code],
  );
  const drop = useCallback(() => {
    forget(keyOf(code));
    setDraft(blank());
  }, [code]);
  return [draft, change, drop];
}

export interface Unfinished {
  code: string;
  title: string;
  isWaiting: boolean;
}

/** What was begun on this phone and not filed. */
export const unfinished = (): Unfinished[] =>
  keptKeys(PREFIX).flatMap((key) => {
    const draft = kept<Draft>(key);
    if (!draft || !(draft.title || draft.body || draft.kind)) return [];
    return [{ code: key.slice(PREFIX.length), title: draft.title, isWaiting: draft.isWaiting }];
  });

export function placeName(form: PublicForm, unit: string | null): string {
  return [form.unit, ...form.places].find(({ id }) => id === unit)?.name ?? form.unit.name;
}
