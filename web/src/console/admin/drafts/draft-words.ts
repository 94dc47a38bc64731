import type { Draft } from '../../../../../src/api/contract';
import { DRAFT_STATES } from '../../../../../src/domain/change-draft';

/** «已发布为第 3 版», «待审定». */
export const stateWords = ({ state, version }: Draft): string =>
  state === 'published' ? `已发布为第 ${version} 版` : DRAFT_STATES[state];

/** How far the open demands have been told; empty where nobody is told. */
export function progressWords(draft: Draft): string {
  const { progress } = draft;
  if (!progress) return isTelling(draft) ? '正在告知在办诉求' : '';
  const { told, of, finishedAt } = progress;
  return finishedAt ? `已通知 ${told} 件在办诉求` : `已通知 ${told} 件，共 ${of} 件`;
}

/** Whether the open demands are still being told of what was published. */
export const isTelling = ({ state, progress, kind, appliesToRunning }: Draft): boolean =>
  state === 'published' && (kind === 'calendar' || (kind === 'policy' && appliesToRunning)) && !progress?.finishedAt;
