/** 渠道: by which way a demand came in. The list is data; this is only how it is grouped. */
export const CHANNEL_KINDS = ['place', 'event', 'team', 'building', 'remote', 'machine'] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];
export const CHANNEL_KIND_LABELS: Record<ChannelKind, string> = {
  place: '阵地',
  event: '活动',
  team: '队伍',
  building: '楼宇',
  remote: '电话与网络',
  machine: '系统对接',
};
