import type { Absence, Demand, Task } from '../../../../src/api/contract';
import { localDay } from '../../../../src/domain/local-time';
import { moment } from '../../time/format';

type Holder = NonNullable<Demand['holder']['user']>;

/** The last day of an absence, or its last moment when it ends within a day. */
export function untilWords(until: string): string {
  const end = localDay(Date.parse(until));
  if (end.minutes > 0) return moment(until);
  const { year, month, day } = localDay(Date.parse(until) - 1);
  return `${year === localDay(Date.now()).year ? '' : `${year}年`}${month}月${day}日`;
}

/** «张三(休假至 11月28日,由李四代办)», «张三(经办人已停用)»; the name alone of somebody who is there. */
export function holderWords({ name, away, disabled }: Holder): string {
  const mark = disabled ? '经办人已停用，可接手' : awayWords(away);
  return mark ? `${name}（${mark}）` : name;
}

/** In a row there is room for the fact only. */
export const shortHolderWords = ({ name, away, disabled }: Holder): string =>
  disabled
    ? `${name}（已停用）`
    : away
      ? `${name}（休假，${away.deputy ? `${away.deputy.name} 代办` : '无人代办'}）`
      : name;

export const awayWords = (away: Holder['away']): string =>
  away
    ? `休假至 ${untilWords(away.until)}，${away.deputy ? `由 ${away.deputy.name} 代办` : '暂无人能代办，由督办员转办'}`
    : '';

/** «代 张三», «代 物业服务队»: why it is the reader's work where it is not by their own right. */
export const standInWords = (standIn: Task['standIn']): string | null => {
  const names = [standIn?.user?.name, standIn?.unit?.name].filter(Boolean);
  return names.length > 0 ? `代 ${names.join('、')}` : null;
};

export const ABSENCE_STATES: Record<Absence['state'], string> = {
  current: '休假中',
  upcoming: '还没有开始',
  past: '已结束',
};

export const periodWords = ({ from, to }: Pick<Absence, 'from' | 'to'>): string =>
  `${moment(from)} 起，至 ${untilWords(to)}`;
