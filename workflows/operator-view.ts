import type { Demand } from '../src/domain/demand';
import { nextDeadline } from '../src/domain/time-passing';
import { ACTIONS, STAGES } from '../src/domain/vocabulary';
import { localDay } from '../src/domain/working-time';

const two = (n: number): string => String(n).padStart(2, '0');

/** Where the case stands, in Chinese, for the operator who opens the workflow in the Temporal UI. Ids only. */
export function describe(demand: Demand): string {
  const due = nextDeadline(demand);
  const lines = [
    `**${demand.number}** · ${STAGES[demand.stage]} · ${demand.level} 级 · 第 ${demand.round} 轮 · 第 ${demand.version} 版`,
    `持有：${demand.holder.unit?.id ?? '—'}${demand.holder.user ? ` / ${demand.holder.user}` : ''}`,
  ];
  if (due !== null) {
    const { year, month, day, minutes } = localDay(due);
    lines.push(`下一时限节点：${year}-${two(month)}-${two(day)} ${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`);
  }
  if (demand.supervised) lines.push(`${ACTIONS.supervise}中`);
  return lines.join('\n\n');
}
