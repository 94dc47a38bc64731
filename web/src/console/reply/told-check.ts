import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Attachment, ReplyCheck } from '../../../../src/api/contract';
import { TOLD_FIELDS } from '../../../../src/domain/reply-check';
import type { Action } from '../../../../src/domain/vocabulary';
import { post } from '../../api/request';

type Values = Record<string, unknown>;

/** Milliseconds after the last stroke. */
const PAUSE = 700;
const FIELDS = ['found', 'done', 'basis', 'contact', 'text', 'question', 'reason', 'goTo'];

/** What the service says of words that the reporter will read, asked while they are written. */
export function useToldCheck(number: string, action: Action, values: Values): ReplyCheck | undefined {
  const asked = bodyOf(action, values);
  const text = asked ? JSON.stringify(asked) : null;
  const [settled, settle] = useState<string | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => settle(text), PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  return useQuery({
    queryKey: ['reply-check', number, settled],
    queryFn: () => post<ReplyCheck>(`/demands/${number}/reply-check`, JSON.parse(settled!)),
    enabled: settled !== null,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  }).data;
}

function bodyOf(action: Action, values: Values): object | null {
  if (!TOLD_FIELDS[action] || action === 'open_poll' || action === 'decide') return null;
  if (action === 'note' && values.public !== true) return null;
  const texts = FIELDS.filter((name) => typeof values[name] === 'string').map((name): [string, unknown] => [
    name,
    values[name],
  ]);
  const parts = action === 'split' ? values.parts : undefined;
  if (texts.length === 0 && !parts) return null;
  const isPublic = action === 'note' ? { public: true } : {};
  const reply = action === 'reply' ? { promise: values.promise, live: values.live, ...filesOf(values) } : {};
  return { action, ...Object.fromEntries(texts), ...isPublic, ...reply, ...(parts ? { parts } : {}) };
}

const idsOf = (files: unknown): string[] => ((files as Attachment[] | undefined) ?? []).map(({ id }) => id);

function filesOf({ attachments, evidence }: Values): object {
  const { before, after } = (evidence ?? {}) as Values;
  return { attachments: idsOf(attachments), evidence: { before: idsOf(before), after: idsOf(after) } };
}

/** By field: what is wrong with it. */
export function checkMessages(check: ReplyCheck | undefined): Record<string, string> {
  const byField: Record<string, string> = {};
  const add = (path: string, message: string, between: string): void => {
    const field = path.split('/')[1] ?? '';
    byField[field] = byField[field] ? `${byField[field]}${between}${message}` : message;
  };
  for (const { path, blank } of check?.blanks ?? []) add(path, blank, '、');
  for (const [field, blanks] of Object.entries(byField)) byField[field] = `还没有填：${blanks}`;
  for (const { path, message } of check?.leaks ?? []) add(path, message, ' ');
  return byField;
}

/** Everything that was found may be a false alarm, so that a person may say that it is one. */
export const isOnlySoft = (check: ReplyCheck | undefined): boolean =>
  check !== undefined && check.leaks.length > 0 && check.leaks.every(({ soft }) => soft);
