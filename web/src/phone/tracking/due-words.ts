import type { PublicDemand } from '../../../../src/api/contract';
import { moment } from '../../time/format';

type Next = NonNullable<PublicDemand['next']>;

const DAY = 86_400_000;
const HOUR = 3_600_000;

/** «最迟 11月25日 周三 17:55(暂定)» */
export const dueWords = ({ dueAt, provisional }: Next, now = Date.now()): string =>
  `最迟 ${moment(dueAt, now)}${provisional ? '（暂定，那一年的放假安排还没有公布）' : ''}`;

/** How far off, in plain time: «还有 2 天», «已过 3 小时». */
export function distanceWords(dueAt: string, now: number): string {
  const left = Date.parse(dueAt) - now;
  const ms = Math.abs(left);
  const words =
    ms >= DAY
      ? `${Math.floor(ms / DAY)} 天`
      : ms >= HOUR
        ? `${Math.floor(ms / HOUR)} 小时`
        : `${Math.max(1, Math.floor(ms / 60_000))} 分钟`;
  return left > 0 ? `还有 ${words}` : `已过 ${words}`;
}
