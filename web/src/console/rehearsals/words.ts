import type { Rehearsal, RehearsableDraft } from '../../../../src/api/contract';
import { DRAFT_KINDS, DRAFT_STATES } from '../../../../src/domain/change-draft';
import { dayText } from '../../time/format';

/** «时限与规则草案、日历草案(2027)», or that nothing was changed. */
export const triedWords = ({ tried }: Pick<Rehearsal, 'tried'>): string =>
  tried.length === 0
    ? '规则不变（核对）'
    : tried.map(({ kind, target }) => `${DRAFT_KINDS[kind]}草案${target ? `（${target}）` : ''}`).join('、');

/** Both days included; the period itself ends with the beginning of the day after. */
export const periodWords = ({ from, to }: Pick<Rehearsal, 'from' | 'to'>): string =>
  `${dayText(from)} 至 ${dayText(Date.parse(to) - 1)}`;

/** What it is for is told to those who edit drafts; others know it by its author and its day. */
export const draftWords = ({ note, target, author, state, updatedAt }: RehearsableDraft): string =>
  `${target ? `${target} ` : ''}${note || `${dayText(updatedAt)} 的草案`}（${author}，${DRAFT_STATES[state]}）`;

/** «+3», «−2», «不变». */
export const differenceWords = ({ before, after }: { before: number; after: number }): string =>
  after === before ? '不变' : after > before ? `+${after - before}` : `−${before - after}`;
