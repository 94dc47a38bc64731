import type { Standing } from './transition';
import type { Role } from './vocabulary';

/** How an actor stands to a demand, for people; and the roles that can stand so, which the reporter has none of. */
export const STANDING_WORDS: Record<Standing, string> = {
  committee: '持有诉求的党委的分拨员',
  ruling_committee: '裁决党委的分拨员或督办员',
  merging_committee: '并案的党委或其上一级的分拨员',
  presiding: '办理（未分拨时为持有）单位及其上级的分拨员或督办员',
  lead_handler: '主办单位经办人',
  case_handler: '签收本件的经办人',
  lead_reviewer: '主办单位审核人（不得是本轮经办人）',
  replier: '反馈单位反馈人',
  collector: '收集单位收集人',
  reporter: '诉求人（凭链接）',
  lead_supervisor: '主办或持有单位及其上级的督办员',
  supervisor_above: '主办单位上一级及以上的督办员',
  district_supervisor: '区级督办员',
  concerned: '相关单位及其上级的任一业务角色',
};

export const STANDING_ROLES: Record<Standing, readonly Role[]> = {
  committee: ['dispatcher'],
  ruling_committee: ['dispatcher', 'supervisor'],
  merging_committee: ['dispatcher'],
  presiding: ['dispatcher', 'supervisor'],
  lead_handler: ['handler'],
  case_handler: ['handler'],
  lead_reviewer: ['reviewer'],
  replier: ['replier'],
  collector: ['collector', 'supervisor'],
  reporter: [],
  lead_supervisor: ['supervisor'],
  supervisor_above: ['supervisor'],
  district_supervisor: ['supervisor'],
  concerned: ['collector', 'dispatcher', 'handler', 'reviewer', 'replier', 'supervisor', 'callback'],
};
