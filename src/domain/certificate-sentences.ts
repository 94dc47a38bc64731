import type { ClockProof } from './certificate';
import { amountWords, dayWords, latenessWords, momentWords, PAUSE_WORDS, SCOPE_WORDS } from './certificate-words';
import { DAY_KINDS, type CountedDays, type DayKind } from './counted-days';
import type { LadderStep } from './policy';
import { CLOCKS, type Level } from './vocabulary';
import { clockTime } from './local-time';

/** Names of what the ledgers hold as ids, and of the holiday that a day (YYYY-MM-DD) belongs to. */
export interface Names {
  unit: (id: string) => string;
  person: (id: string) => string;
  holiday: (date: string) => string | null;
}

export const LEVEL_WORDS: Record<Level, string> = { A: '区级', B: '街道级', C: '园区社区级' };
export const STEP_WORDS: Record<LadderStep, string> = {
  remind: '提醒持有人',
  escalate: '升级给督办员',
  move_up: '权责上提一级',
  supervise: '列入督办',
};

const ROLES_OF_ITSELF: Record<string, string> = { reporter: '诉求人', clock: '系统到点', system: '系统' };
export const personWords = (by: string | null, names: Names): string =>
  by === null ? '' : (ROLES_OF_ITSELF[by] ?? names.person(by));

/** Why the clock was due then, in sentences that stand each for itself. */
export function sentencesOf(proof: ClockProof, names: Names): string[] {
  return [
    started(proof),
    length(proof),
    ...extension(proof, names),
    ...proof.pauses.map((pause) => {
      const by = pause.by === null ? '' : `，由${personWords(pause.by, names)}提出`;
      const end = pause.lasts ? '起暂停，至今未恢复' : `至 ${momentWords(pause.to)} 暂停`;
      const why = pause.reason ? PAUSE_WORDS[pause.reason] : '暂停';
      return `${momentWords(pause.from)} ${end}（${why}${by}），暂停期间不计时。`;
    }),
    ...proof.changes.map((change) => changed(change, proof)),
    ...counting(proof, names),
    due(proof),
    ended(proof),
    ...shares(proof, names),
    ...outages(proof),
  ];
}

const started = ({ name, round, level, startedAt, startedBy }: ClockProof): string =>
  `${CLOCKS[name]}时限（第 ${round} 轮，${LEVEL_WORDS[level]}）自 ${momentWords(startedAt)} 起算${startedBy ? `，当时“${startedBy}”` : ''}。`;

function length({ name, budget, scope, policy }: ClockProof): string {
  const amount = `${SCOPE_WORDS[scope]} ${amountWords(budget, scope)}`;
  if (name === 'supervision') return `时长：${amount}，由督办人在督办时给定；升级规则按第 ${policy.version} 版时限。`;
  const row = policy.row === null ? '' : `第 ${policy.row} 行`;
  const example = policy.isConfirmed ? '' : '（该版标注为示例，未经主管部门确认）';
  return `时长：${amount}，依据第 ${policy.version} 版时限${row}${example}。`;
}

function extension({ extended, extension: amount, scope }: ClockProof, names: Names): string[] {
  if (amount === 0) return [];
  const longer = `时长增加 ${amountWords(amount, scope)}`;
  if (!extended) return [`经批准延期，${longer}。`];
  const { askedAt, askedBy, grantedAt, grantedBy, workingDays } = extended;
  const asked = askedAt === null ? '' : `${momentWords(askedAt)} 由${personWords(askedBy, names)}申请延期，`;
  const granted = grantedAt === null ? '' : `${momentWords(grantedAt)} 由${personWords(grantedBy, names)}`;
  return [`${asked}${granted}批准延期 ${workingDays} 个工作日，${longer}。`];
}

function changed({ at, cause, from, to, budget }: ClockProof['changes'][number], { scope }: ClockProof): string {
  const amount = budget ? `，时长由 ${amountWords(budget.from, scope)} 改为 ${amountWords(budget.to, scope)}` : '';
  const moved = from === to ? '，到期时间不变' : `，到期由 ${momentWords(from)} 改为 ${momentWords(to)}`;
  return `${momentWords(at)} 因“${cause}”重算${amount}${moved}。`;
}

function counting({ scope, days, counted, calendar, balance }: ClockProof, names: Names): string[] {
  if (scope === 'elapsed')
    return ['本时限连续计时，不分工作日、节假日和昼夜：起算时刻加上全部时长（暂停除外）即为到期。'];
  if (balance === 'paused' || days.length === 0) return [];
  const hours = calendar.hours.map((span) => span.map(clockTime).join('–')).join('、');
  const sources = calendar.sources.length > 0 ? `（${calendar.sources.join('；')}）` : '';
  return [
    `按日历 ${calendar.version}${sources}只计工作时间 ${hours}，周末和节假日不计，调休上班日照常计入。`,
    ...specialDays(days, names),
    `从起算逐日累计到到期，共计入 ${amountWords(counted, 'working')}（逐日明细见表）。`,
  ];
}

const isoDay = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);

export function holidayOf({ first, kind }: CountedDays, names: Names): string | null {
  return kind === 'holiday' || kind === 'makeup' ? names.holiday(isoDay(first)) : null;
}

interface Special {
  first: number;
  last: number;
  what: string;
  amount: number;
}

/** Holidays that were left out, weekends among them too, and working weekends that were counted: by name and date. */
function specialDays(days: readonly CountedDays[], names: Names): string[] {
  const found: Special[] = [];
  for (const { first, last, kind, amount } of days)
    for (let day = first; day <= last; day += 1) {
      const what = specialOf(kind, names.holiday(isoDay(day)));
      const before = found.at(-1);
      if (what === null) continue;
      if (before?.what === what && before.last === day - 1 && before.amount + amount === 0) before.last = day;
      else found.push({ first: day, last: day, what, amount });
    }
  return found.map(({ first, last, what, amount }) => {
    const when = first === last ? dayWords(first) : `${dayWords(first)}至${dayWords(last)}`;
    if (what === DAY_KINDS.unpublished) return `${when}所在年份的日历尚未发布，暂按周一至周五上班计。`;
    return amount === 0 ? `${when}为${what}，不计。` : `${when}为${what}，计入 ${amountWords(amount, 'working')}。`;
  });
}

function specialOf(kind: DayKind, name: string | null): string | null {
  const named = name === null ? '' : `（${name}）`;
  if (kind === 'holiday' || (kind === 'weekend' && name !== null)) return `${DAY_KINDS.holiday}${named}`;
  if (kind === 'makeup') return `${DAY_KINDS.makeup}${named}`;
  return kind === 'own_hours' || kind === 'unpublished' ? DAY_KINDS[kind] : null;
}

function due({ dueAt, balance, budget, extension: more, scope, used, counted, provisional }: ClockProof): string {
  const total = amountWords(budget + more, scope);
  if (balance === 'paused' || dueAt === null)
    return `计时处于暂停：已用 ${amountWords(used, scope)}，恢复后从剩余的 ${amountWords(Math.max(0, budget + more - used), scope)} 起重新计算到期时间。`;
  const until = provisional ? '（暂定：所涉年份的日历尚未发布，发布后重算）' : '';
  if (balance === 'exact') return `计入的时间恰好等于时长 ${total}，因此到期时间为 ${momentWords(dueAt)}${until}。`;
  if (balance === 'used_up')
    return `变更时已用 ${amountWords(counted, scope)}，多于新的时长 ${total}，因此到期时间为变更时刻 ${momentWords(dueAt)}。`;
  return `账本记载的到期时间为 ${momentWords(dueAt)}${until}。`;
}

function ended({ endedAt, dueAt, state, used, scope }: ClockProof): string {
  if (endedAt === null)
    return state === 'breached'
      ? '该时限已超期，尚未结束。'
      : state === 'paused'
        ? '该时限暂停中。'
        : '该时限正在计时。';
  const verdict = state === 'met' ? '未超期' : '已超期';
  const slack = dueAt === null || state === 'met' ? '' : `（到期后 ${amountWords(endedAt - dueAt, 'elapsed')}）`;
  return `该时限于 ${momentWords(endedAt)} 结束，实际用时 ${amountWords(used, scope)}，${verdict}${slack}。`;
}

function shares({ shares: all, scope }: ClockProof, names: Names): string[] {
  if (all.length < 2) return [];
  const words = all.map(
    ({ unit, amount }) => `${unit === null ? '诉求人' : names.unit(unit)} ${amountWords(amount, scope)}`,
  );
  const others = all.filter(({ isOwn }) => !isOwn).reduce((sum, { amount }) => sum + amount, 0);
  return [`用时分属：${words.join('；')}。其中不属于最后承担单位的为 ${amountWords(others, scope)}。`];
}

/** An outage moves nothing and excuses nothing; that something was carried out late is said as it is. */
function outages({ rungs }: ClockProof): string[] {
  const late = rungs.filter(({ lateBy }) => (lateBy ?? 0) >= 60);
  return late.map(
    ({ percent, plannedAt, firedAt, lateBy }) =>
      `${percent} % 一档应于 ${momentWords(plannedAt!)} 执行，系统当时未能执行，于 ${momentWords(firedAt!)} 补行，${latenessWords(lateBy!)}；业务时间仍按应执行的时刻，到期时间不受影响。`,
  );
}
