import { refuse, type Refusal } from './refusal-codes';

/** Somebody is away from `from` until before `to` (epoch ms), and the deputy stands in. */
export interface Absence {
  user: string;
  deputy: string;
  from: number;
  to: number;
}

/** An absence with nothing of it left to come is history; longer than this nobody is away, but has left (ms). */
export const LONGEST_ABSENCE = 366 * 86_400_000;

const covers = ({ from, to }: Absence, at: number): boolean => from <= at && at < to;

/** The absence of a person at that time, or null. */
export const absenceAt = <Known extends Absence>(absences: readonly Known[], user: string, at: number): Known | null =>
  absences.find((absence) => absence.user === user && covers(absence, at)) ?? null;

/**
 * Who does the work of an absent person at that time: the deputy, or the deputy's deputy while that one is away, too. Null when
 * the person is there, and when nobody is left to stand in: the chain runs in a circle, or its end cannot sign in.
 */
export function standInFor(
  absences: readonly Absence[],
  user: string,
  at: number,
  canSignIn: (user: string) => boolean = () => true,
): string | null {
  const seen = new Set([user]);
  let absence = absenceAt(absences, user, at);
  while (absence) {
    const { deputy } = absence;
    if (seen.has(deputy)) return null;
    seen.add(deputy);
    const further = absenceAt(absences, deputy, at);
    if (!further) return canSignIn(deputy) ? deputy : null;
    absence = further;
  }
  return null;
}

/** The absent people for whom this one stands in at that time. */
export function absentFor(
  absences: readonly Absence[],
  deputy: string,
  at: number,
  canSignIn: (user: string) => boolean = () => true,
): string[] {
  const away = new Set(absences.filter((absence) => covers(absence, at)).map(({ user }) => user));
  return [...away].filter((user) => standInFor(absences, user, at, canSignIn) === deputy);
}

/** Whether at some moment of the new absence the deputies would lead back to the absent person. */
export function wouldLoop(absences: readonly Absence[], wanted: Absence): boolean {
  const leadsBack = (user: string, from: number, to: number, seen: readonly string[]): boolean =>
    absences.some((absence) => {
      const begins = Math.max(from, absence.from);
      const ends = Math.min(to, absence.to);
      if (absence.user !== user || begins >= ends || seen.includes(absence.deputy)) return false;
      return absence.deputy === wanted.user || leadsBack(absence.deputy, begins, ends, [...seen, absence.deputy]);
    });
  return leadsBack(wanted.deputy, wanted.from, wanted.to, [wanted.deputy]);
}

/** Who is to stand in, as far as it matters. */
export interface Deputy {
  canSignIn: boolean;
  /** Units of the absent person's roles in which, and above which, the deputy has no role that passes to deputies. */
  outOfReach: readonly string[];
}

/** Why that absence cannot be entered among those that are, or null. `outOfReach` holds names for people. */
export function absenceRefusal(
  absences: readonly Absence[],
  wanted: Absence,
  deputy: Deputy,
  now: number,
): Refusal | null {
  if (wanted.user === wanted.deputy) return refuse('own_deputy', '不能由本人代办自己的工作，请选择另一位同事。');
  if (wanted.to <= now) return refuse('not_in_future', '休假已经结束，不需要再安排代办；请核对止日。');
  if (wanted.to - wanted.from > LONGEST_ABSENCE)
    return refuse('too_long', '一次休假最长 366 天；调离或离职的人员，请由管理员停用账号并交接。');
  if (!deputy.canSignIn) return refuse('deputy_disabled', '所选代办人的账号已停用，请选择在用的同事。');
  if (deputy.outOfReach.length > 0)
    return refuse(
      'deputy_out_of_reach',
      `代办人在“${deputy.outOfReach.join('”“')}”及其上级都没有办理类的角色。请选择同单位或上级单位里参与办理的同事；管理员、审计员不代办。`,
    );
  if (absences.some((known) => known.user === wanted.user && known.from < wanted.to && wanted.from < known.to))
    return refuse('absence_overlap', '这段时间已经安排过代办。请先结束原来的安排，或改换起止时间。');
  return wouldLoop(absences, wanted)
    ? refuse('deputy_loop', '所选代办人在这段时间也休假，而且其代办最终又落回本人，没有人能办。请选择另一位同事。')
    : null;
}
