import { withDueTime } from './clock';
import type { LadderRow, Policy } from './policy';
import { CLOCK_NAMES, CLOCKS, type ClockName } from './vocabulary';
import { clockTime } from './local-time';

/** Clocks on which a case goes up or is listed when nobody moves; the others end with the supervisor's knowing. */
const GOES_UP: readonly ClockName[] = ['dispatch', 'accept', 'handle', 'reply'];
const GRAVE = { escalate: '升级给督办员', move_up: '上提一级', supervise: '列入督办' } as const;

const listed = (clocks: readonly ClockName[]): string => clocks.map((clock) => `“${CLOCKS[clock]}”`).join('、');

/** What is allowed and yet rarely meant, in sentences for whoever approves the policy. */
export function policyWarnings({
  ladders,
  callback,
  quietHours,
}: Pick<Policy, 'ladders' | 'callback' | 'quietHours'>): string[] {
  const rungs = (clock: ClockName): readonly LadderRow[] => withDueTime(ladders[clock] ?? []);
  const says = (clock: ClockName, ...steps: LadderRow['step'][]) =>
    rungs(clock).some(({ step }) => steps.includes(step));
  const watched: readonly ClockName[] = CLOCK_NAMES.filter((clock) => clock !== 'rate');
  const silent = watched.filter((clock) => !says(clock, 'escalate', 'move_up', 'supervise'));
  const endless = GOES_UP.filter((clock) => !silent.includes(clock) && !says(clock, 'move_up', 'supervise'));
  return [
    ...(silent.length > 0 ? [`${listed(silent)}没有升级：超时以后只提醒持有人，督办员不会知道。`] : []),
    ...(endless.length > 0 ? [`${listed(endless)}超时升级以后没有上提一级或列入督办：一直不办也没有下文。`] : []),
    ...watched.flatMap((clock) => earlyWarnings(clock, rungs(clock))),
    ...callback.windows.filter((window) => isQuiet(window, quietHours)).map(quietWarning),
  ];
}

const earlyWarnings = (clock: ClockName, rungs: readonly LadderRow[]): string[] =>
  rungs.flatMap(({ percent, step }) =>
    step === 'remind' || percent >= 100
      ? []
      : [`“${CLOCKS[clock]}”用到 ${percent} % 就${GRAVE[step]}：还没有到期，请确认不是笔误。`],
  );

/** Whether a part of the window is quiet; quiet hours may go over midnight, and of equal length there are none. */
function isQuiet([opens, closes]: readonly [number, number], { from, to }: Policy['quietHours']): boolean {
  const quiet =
    from <= to
      ? [[from, to]]
      : [
          [from, 1440],
          [0, to],
        ];
  return quiet.some(([begins, ends]) => opens < ends! && begins! < closes);
}

const quietWarning = ([opens, closes]: readonly [number, number]): string =>
  `回访时段 ${clockTime(opens)}–${clockTime(closes)} 有一部分在安静时段里，会在人休息时打电话。`;
