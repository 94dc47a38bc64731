import type { PauseReason } from './clock';
import { civilDate, dayNumber, startOfDay, weekday } from './local-time';
import { WORKING_DAY, type Scope } from './policy';

const SECOND = 1_000;
const two = (n: number): string => String(n).padStart(2, '0');

/** «2026年3月2日(周一)», of the number of a Beijing day. */
export function dayWords(day: number): string {
  const { year, month, day: ofMonth } = civilDate(day);
  return `${year}年${month}月${ofMonth}日（周${'日一二三四五六'[weekday(day)]}）`;
}

/** «2026年3月2日(周一)09:00:00», to the second, because a certificate is about seconds at most. Epoch ms. */
export function momentWords(at: number): string {
  const day = dayNumber(at);
  const seconds = Math.floor((at - startOfDay(day)) / SECOND);
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor((seconds % 3_600) / 60)];
  return `${dayWords(day)}${two(hours)}:${two(minutes)}:${two(seconds % 60)}`;
}

/** «1 个工作日 3 小时 20 分»: an amount of ms in the units of its scope; a working day is seven working hours. */
export function amountWords(ms: number, scope: Scope): string {
  const seconds = Math.round(ms / SECOND);
  const dayLong = (scope === 'working' ? WORKING_DAY : 24 * 60) * 60;
  const parts: [number, string][] = [
    [Math.floor(seconds / dayLong), scope === 'working' ? '个工作日' : '天'],
    [Math.floor((seconds % dayLong) / 3_600), '小时'],
    [Math.floor(((seconds % dayLong) % 3_600) / 60), '分'],
    [(seconds % dayLong) % 60, '秒'],
  ];
  const said = parts.filter(([n]) => n > 0).map(([n, unit]) => `${n} ${unit}`);
  return said.length > 0 ? said.join(' ') : '0 秒';
}

export const SCOPE_WORDS: Record<Scope, string> = { working: '工作时间', elapsed: '连续时间' };

export const PAUSE_WORDS: Record<PauseReason, string> = {
  waiting_for_information: '等待诉求人补充材料',
  deferred: '挂账',
  poll: '等待票选结果',
};

/** How late something was carried out, in seconds; under a minute it was in time. */
export const latenessWords = (seconds: number): string =>
  seconds < 60 ? '准时' : `晚 ${amountWords(seconds * SECOND, 'elapsed')}`;
