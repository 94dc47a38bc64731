import type { Campaign } from '../../../../src/api/contract';
import { moment } from '../../time/format';

/** When it is: the day once, where it begins and ends on the same. */
export function spanText({ startsAt, endsAt }: Pick<Campaign, 'startsAt' | 'endsAt'>): string {
  const isOneDay = startsAt.slice(0, 10) === endsAt.slice(0, 10);
  return `${moment(startsAt)} – ${isOneDay ? endsAt.slice(11, 16) : moment(endsAt)}`;
}
