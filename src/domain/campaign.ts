import { refuse, type Refusal } from './refusal-codes';

/** 活动: at which demands are collected. */
export const CAMPAIGN_KINDS = ['forum', 'theme_day', 'exhibition'] as const;
export type CampaignKind = (typeof CAMPAIGN_KINDS)[number];
export const CAMPAIGN_KIND_LABELS: Record<CampaignKind, string> = {
  forum: '微论坛',
  theme_day: '主题党日',
  exhibition: '展会',
};

/** Instants in epoch milliseconds. */
export interface CampaignTimes {
  startsAt: number;
  endsAt: number;
  closedAt: number | null;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** People sit down before it begins; what was written on paper is entered after it ended. */
export const OPENS_BEFORE = 30 * MINUTE;
export const STAFF_MAY_ENTER_FOR = 7 * DAY;
export const LONGEST_CAMPAIGN = 31 * DAY;

export type CampaignState = 'not_begun' | 'open' | 'over';
export const CAMPAIGN_STATE_LABELS: Record<CampaignState, string> = {
  not_begun: '未开始',
  open: '可登记',
  over: '已结束',
};

/** Whether demands can be entered in it: by staff also for a week after its end. */
export function campaignState(
  { startsAt, endsAt, closedAt }: CampaignTimes,
  now: number,
  isStaff: boolean,
): CampaignState {
  if (closedAt !== null) return 'over';
  if (now < startsAt - OPENS_BEFORE) return 'not_begun';
  return now < endsAt + (isStaff ? STAFF_MAY_ENTER_FOR : 0) ? 'open' : 'over';
}

/** Why nothing can be entered in it now; null when it can. */
export function campaignRefusal(name: string, times: CampaignTimes, now: number, isStaff: boolean): Refusal | null {
  switch (campaignState(times, now, isStaff)) {
    case 'open':
      return null;
    case 'not_begun':
      return refuse('campaign_not_begun', `“${name}”还没有开始，开始前 30 分钟起可以登记。`);
    case 'over':
      return refuse(
        'campaign_over',
        isStaff
          ? `“${name}”已经结束，不能再登记到它名下。请不选活动登记，或新建活动。`
          : `“${name}”已经结束。请扫所在园区或社区的二维码反映，或联系举办单位。`,
      );
  }
}
