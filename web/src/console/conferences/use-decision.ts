import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { AgendaItem, ConferenceWithAgenda } from '../../../../src/api/contract';
import { put, RequestError } from '../../api/request';
import { conferencePath, conferenceQuery } from './conference-queries';

export interface Decision {
  decision: string;
  leadUnit: string | undefined;
  workingDays: number | undefined;
}

export type Saving = 'unchanged' | 'writing' | 'saving' | 'saved' | 'failed' | 'overtaken';

const decisionOf = ({ decision, leadUnit, workingDays }: AgendaItem): Decision => ({
  decision: decision ?? '',
  leadUnit: leadUnit?.id,
  workingDays: workingDays ?? undefined,
});
const isSame = (one: Decision, other: Decision): boolean =>
  one.decision.trim() === other.decision.trim() &&
  one.leadUnit === other.leadUnit &&
  one.workingDays === other.workingDays;

/** Milliseconds after the last key. */
const SAVE_AFTER = 900;
/** Milliseconds until what could not be saved is tried again. */
const TRY_AGAIN = 5_000;

/**
 * What is typed during a sitting saves itself. What a colleague saved meanwhile comes in while nothing is being written here, and
 * is never written over unread.
 */
export function useDecision(id: string, item: AgendaItem) {
  const client = useQueryClient();
  const [written, setWritten] = useState<Decision>(() => decisionOf(item));
  const [saving, setSaving] = useState<Saving>(item.decision === null ? 'unchanged' : 'saved');
  const [error, setError] = useState<unknown>(null);
  const held = useRef({ written, known: item.decidedAt, timer: 0 });
  const number = item.demand?.number ?? '';

  /** Answers come in any order, and what was asked before this says what was before: of each only its own item is shown. */
  const show = async (mine: AgendaItem | undefined): Promise<void> => {
    const { queryKey } = conferenceQuery(id);
    await client.cancelQueries({ queryKey });
    client.setQueryData(
      queryKey,
      (shown) =>
        shown && {
          ...shown,
          agenda: shown.agenda.map((each) => (mine && each.demand?.number === number ? mine : each)),
        },
    );
  };
  const save = async (): Promise<void> => {
    clearTimeout(held.current.timer);
    const { written: sent, known } = held.current;
    setSaving('saving');
    setError(null);
    try {
      const body = { ...sent, decision: sent.decision.trim() || null, ifDecidedAt: known };
      const path = `${conferencePath(id)}/items/${encodeURIComponent(number)}`;
      const after = await put<ConferenceWithAgenda>(path, body);
      const mine = after.agenda.find(({ demand }) => demand?.number === number);
      held.current.known = mine?.decidedAt ?? null;
      await show(mine);
      if (isSame(held.current.written, sent)) setSaving('saved');
    } catch (refused) {
      setError(refused);
      const isOvertaken = refused instanceof RequestError && refused.code === 'version_conflict';
      setSaving(isOvertaken ? 'overtaken' : 'failed');
      if (isOvertaken) void client.invalidateQueries({ queryKey: conferenceQuery(id).queryKey });
      else if (!(refused instanceof RequestError) || ![403, 409, 422].includes(refused.problem.status))
        held.current.timer = window.setTimeout(() => void save(), TRY_AGAIN);
    }
  };

  const change = (changes: Partial<Decision>): void => {
    held.current.written = { ...held.current.written, ...changes };
    setWritten(held.current.written);
    if (saving === 'overtaken') return;
    setSaving('writing');
    clearTimeout(held.current.timer);
    held.current.timer = window.setTimeout(() => void save(), SAVE_AFTER);
  };

  /** At once, when the field is left. */
  const flush = (): void => {
    if (saving === 'writing') void save();
  };

  const takeTheirs = (): void => {
    held.current = { written: decisionOf(item), known: item.decidedAt, timer: 0 };
    setWritten(held.current.written);
    setSaving(item.decision === null ? 'unchanged' : 'saved');
    setError(null);
  };
  const keepMine = (): void => {
    held.current.known = item.decidedAt;
    void save();
  };

  useEffect(() => {
    if ((saving === 'saved' || saving === 'unchanged') && item.decidedAt !== held.current.known) takeTheirs();
  }, [item.decidedAt, saving]);
  useEffect(() => () => clearTimeout(held.current.timer), []);

  return { written, saving, error, change, flush, takeTheirs, keepMine };
}
