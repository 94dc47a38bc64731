import { WORKING_DAY, type Scope } from '../../../../../src/domain/policy';

export type AmountUnit = 'day' | 'hour' | 'minute';

/** Minutes in one of each unit: a working day has seven working hours, a plain day twenty-four. */
const MINUTES: Record<Scope, Record<AmountUnit, number>> = {
  working: { day: WORKING_DAY, hour: 60, minute: 1 },
  elapsed: { day: 1440, hour: 60, minute: 1 },
};
export const AMOUNT_LABELS: Record<Scope, Record<AmountUnit, string>> = {
  working: { day: '个工作日', hour: '个工作小时', minute: '个工作分钟' },
  elapsed: { day: '天', hour: '小时', minute: '分钟' },
};
export const AMOUNT_UNITS: readonly AmountUnit[] = ['day', 'hour', 'minute'];
export const SCOPE_LABELS: Record<Scope, string> = { working: '只计工作时间', elapsed: '连续计时' };

/** Minutes as an office says them: «10 个工作日», «1 个工作日 2 个工作小时», «24 小时»; two days and more of plain time are days. */
export function amountWords(minutes: number, scope: Scope): string {
  const { day, hour } = MINUTES[scope];
  const isDays = scope === 'working' ? minutes >= day : minutes >= 2 * day;
  const days = isDays ? Math.floor(minutes / day) : 0;
  const left = minutes - days * day;
  const parts: [number, AmountUnit][] = [
    [days, 'day'],
    [Math.floor(left / hour), 'hour'],
    [left % hour, 'minute'],
  ];
  const said = parts.filter(([count]) => count > 0);
  return (said.length > 0 ? said : parts.slice(-1))
    .map(([count, unit]) => `${count} ${AMOUNT_LABELS[scope][unit]}`)
    .join(' ');
}

/** The largest unit in which the minutes are a whole number; plain time under two days stays hours. */
export function unitFor(minutes: number, scope: Scope): AmountUnit {
  const { day, hour } = MINUTES[scope];
  if (minutes % day === 0 && (scope === 'working' || minutes > day)) return 'day';
  return minutes % hour === 0 ? 'hour' : 'minute';
}

export const toMinutes = (count: number, unit: AmountUnit, scope: Scope): number =>
  Math.round(count * MINUTES[scope][unit]);
export const fromMinutes = (minutes: number, unit: AmountUnit, scope: Scope): number => minutes / MINUTES[scope][unit];
