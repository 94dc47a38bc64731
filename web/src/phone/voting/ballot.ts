import { keep, kept } from '../kept';

/** The ballot that this phone drew by the one link of an open poll. */
const keyOf = (link: string): string => `phone:ballot:${link}`;
export const drawnBallot = (link: string): string | null => (link ? kept<string>(keyOf(link)) : null);
export const keepBallot = (link: string, ballot: string): void => keep(keyOf(link), ballot);
