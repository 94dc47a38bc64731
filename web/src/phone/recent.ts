import type { Receipt } from '../../../src/api/contract';
import { keep, kept } from './kept';

/** A demand filed from this phone. The token is the only key to it: whoever holds the phone can follow it. */
export interface Recent extends Pick<Receipt, 'number' | 'title' | 'createdAt' | 'next'> {
  token: string;
  /** The place as it was chosen. */
  place: string;
  /** Files that could not be sent along, or an earlier try that had already arrived: told on the receipt. */
  remark?: string;
}

const KEY = 'phone:recent';
const MOST = 10;

export const recents = (): Recent[] => kept<Recent[]>(KEY) ?? [];
export const recentOf = (token: string): Recent | undefined => recents().find((each) => each.token === token);
/** Demands that this page was opened for, by their number: the way back from the rating to the progress. */
const followed = new Map<string, string>();
export const noteFollowed = (number: string, token: string): void => void followed.set(number, token);
export const trackingTokenOf = (number: string): string | undefined =>
  followed.get(number) ?? recents().find((each) => each.number === number)?.token;

export const remember = (filed: Recent): void =>
  keep(KEY, [filed, ...recents().filter(({ token }) => token !== filed.token)].slice(0, MOST));
export const forgetRecent = (token: string): void =>
  keep(
    KEY,
    recents().filter((each) => each.token !== token),
  );
