import { useCallback, useState } from 'react';
import type { PublicForm } from '../../../../src/api/contract';
import { newKey } from '../../api/keys';
import { filesOf, forgetFile } from '../files/file-store';
import { forget, keep, kept, keptKeys } from '../kept';
import { isFromInside } from '../route';
import type { ChangeDraft, Draft } from './draft-content';

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
  category: null,
  answers: {},
  isByLink: !isFromInside(),
  key: newKey(),
  sent: [],
  uploaded: {},
  isWaiting: false,
  changedAt: Date.now(),
});

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

/** Gives a draft up, with its files. */
export async function dropDraft(code: string): Promise<void> {
  forget(keyOf(code));
  await Promise.all((await filesOf(ownerOf(code))).map(({ id }) => forgetFile(id)));
}

export function placeName(form: PublicForm, unit: string | null): string {
  return [form.unit, ...form.places].find(({ id }) => id === unit)?.name ?? form.unit.name;
}
