import { useState } from 'react';
import { useMe } from '../session';

/** The one form that is open on the desk; a second one takes its place. */
export interface Opening {
  opened: string | null;
  open: (form: string | null) => void;
}

export function useOpening(): Opening {
  const [opened, open] = useState<string | null>(null);
  return { opened, open };
}

/** Where the reader goes on once a row has left the page. */
export const focusOn = (id: string): void => document.getElementById(id)?.focus();

/** Whoever looks at the service as somebody else changes nothing. */
export const useIsReadOnly = (): boolean => useMe().viewedBy !== undefined;
