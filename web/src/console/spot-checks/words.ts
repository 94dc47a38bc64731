import type { SpotCheckPlan } from '../../../../src/api/contract';
import type { Replacement, Verdict } from '../../../../src/domain/spot-check';
import { dayText } from '../../time/format';
import { clockTime } from '../../../../src/domain/local-time';

export const VERDICT_LABELS: Record<Verdict, string> = {
  confirmed: '与原评价一致',
  contradicted: '推翻好评',
  softened: '差评好转',
};
export const CAUSE_LABELS: Record<Replacement['because'], string> = {
  unreachable: '未接通',
  refused: '拒绝回访',
  skipped: '跳过',
  reopened: '抽取时已在重办',
  called: '抽取时已有回访',
};

/** «2026-11-01 至 2026-11-30»: the end is not part of it. */
export const spanText = ({ from, to }: { from: string; to: string }): string =>
  `${dayText(from)} 至 ${dayText(Date.parse(to) - 1)}`;

/** «每周一 09:00». */
export function rhythmText({ every, minute }: Pick<SpotCheckPlan, 'every' | 'minute'>): string {
  return `${every === 'week' ? '每周一' : '每月 1 日'} ${clockTime(minute)}`;
}
