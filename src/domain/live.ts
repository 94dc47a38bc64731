/** A stream that goes with a reply. Times are ISO 8601. */
export interface Live {
  url: string;
  startsAt: string;
  endsAt?: string;
}

const HOUR = 3_600_000;
/** Milliseconds. */
export const LONGEST_LIVE = 24 * HOUR;
/** How long one without an end is thought to go on. */
const USUAL_LENGTH = 2 * HOUR;

export const LIVE_PHASES = { ahead: '尚未开始', on: '正在直播', over: '已经结束' } as const;
export type LivePhase = keyof typeof LIVE_PHASES;

export function livePhase({ startsAt, endsAt }: Live, now: number): LivePhase {
  const start = Date.parse(startsAt);
  const end = endsAt === undefined ? start + USUAL_LENGTH : Date.parse(endsAt);
  if (now < start) return 'ahead';
  return now < end ? 'on' : 'over';
}
