import type { Holders } from '../../../../src/api/contract';
import { workingAmount } from '../../../../src/domain/returning';
import { CLOCKS } from '../../../../src/domain/vocabulary';

/** Where one unit alone gives it back, the other side is the committee. */
export function pingPongWords({ returns, units }: NonNullable<Holders['pingPong']>): string {
  const names = units.map(({ name }) => name).join('、');
  return units.length > 1 ? `退单拉锯 ${returns} 次，在 ${names} 之间` : `退单拉锯：${names} 退回或上报 ${returns} 次`;
}

const elapsedAmount = (minutes: number): string =>
  [Math.floor(minutes / 60) && `${Math.floor(minutes / 60)} 小时`, minutes % 60 && `${minutes % 60} 分钟`]
    .filter(Boolean)
    .join(' ');

/** Working time by clock; what counts every minute is said so. */
export function chargedWords(charged: Holders['items'][number]['charged']): string {
  const said = charged.filter(({ minutes }) => minutes > 0);
  if (said.length === 0) return '不足 1 分钟';
  return said
    .map(({ clock, scope, minutes }) => {
      const amount = scope === 'working' ? workingAmount(minutes) : `${elapsedAmount(minutes)}（连续计时）`;
      return `${CLOCKS[clock]} ${amount}`;
    })
    .join(' · ');
}
