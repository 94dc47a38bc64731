/** How far a demand came, as the result of a campaign counts it; each figure opens the list of what it counts. */
export const MILESTONES = {
  asked: '提出',
  dispatched: '已分拨',
  solved: '已解决',
  rated: '已评价',
  satisfied: '满意',
} as const;
export type Milestone = keyof typeof MILESTONES;
export const MILESTONE_NAMES = Object.keys(MILESTONES) as Milestone[];
