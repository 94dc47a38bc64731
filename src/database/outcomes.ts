import { BARELY_SATISFIED, RESOLVING_RESULTS } from '../domain/rates';
import { Prisma } from './client';

/** The period (`to` not included) in which something came out, and what is now. */
export interface Span {
  from: Date;
  to: Date;
  now: Date;
}

/**
 * What a demand `d` came to in a period. `resolved` and `worstGrade` are null when nothing came of it there. Of several clocks
 * or rounds the worst counts: a redo does not make up for the round before it. What columns tell is not looked up in the
 * state, which costs much more.
 */
export const OUTCOMES = {
  contactDue: (span: Span) => clockWas('contact', `(${LATE} || ${MET})`, span),
  contactLate: (span: Span) => clockWas('contact', LATE, span),
  handleDue: (span: Span) => clockWas('handle', `(${LATE} || ${MET})`, span),
  handleLate: (span: Span) => clockWas('handle', LATE, span),
  resolved,
  worstGrade,
  leftUnrated,
} as const;
export type Outcome = keyof typeof OUTCOMES;

const { sql } = Prisma;

const closedIn = ({ from, to }: Span) => sql`d.stage = 'closed' AND d.closed_at >= ${from} AND d.closed_at < ${to}`;
const within = (ms: Prisma.Sql, { from, to }: Span) => sql`${ms} >= ${from.getTime()} AND ${ms} < ${to.getTime()}`;
const rounds = sql`jsonb_to_recordset(d.state->'rounds') AS r(
  round int, result text, rating int, "ratedBy" text, "endedAt" bigint)`;

/** Also late: a clock whose due time nobody has noticed yet, because the worker is away. */
const LATE = `(@.state == "breached" || @.state == "running" && @.dueAt <= $now) && @.dueAt >= $from && @.dueAt < $to`;
// A clock that rejecting, withdrawing or splitting cut short was neither kept nor missed.
const CUT_SHORT = `($.stage == "rejected" || $.stage == "withdrawn") && @.endedAt >= $.closedAt
  || exists($.parts[0]) && @.round == $.round`;
const MET = `@.state == "met" && @.endedAt >= $from && @.endedAt < $to && !(${CUT_SHORT})`;

/** A clock belongs to the period in which it was met, or else to that in which it was due. */
function clockWas(clock: 'contact' | 'handle', condition: string, { from, to, now }: Span): Prisma.Sql {
  const path = `$.clocks[*] ? (@.name == "${clock}" && ${condition})`;
  const times = JSON.stringify({ from: from.getTime(), to: to.getTime(), now: now.getTime() });
  return sql`jsonb_path_exists(d.state, ${path}::jsonpath, ${times}::jsonb)`;
}

/** Of answered rounds that ended in the period. A round that was redone resolved nothing, whatever its result says. */
function resolved(span: Span): Prisma.Sql {
  const resolving = sql`ANY(${[...RESOLVING_RESULTS]}::text[])`;
  return sql`CASE
    WHEN d.round > 1 THEN (
      SELECT bool_and(r.round = d.round AND COALESCE(r.result = ${resolving}, FALSE)) FROM ${rounds}
      WHERE r."ratedBy" IS NOT NULL AND ${within(sql`r."endedAt"`, span)})
    WHEN ${closedIn(span)} AND d.result IS NOT NULL THEN d.result = ${resolving} END`;
}

/** Of rounds that ended in the period without a rating: silence, which counts in no rate. */
function leftUnrated(span: Span): Prisma.Sql {
  return sql`CASE
    WHEN d.round > 1 THEN EXISTS (
      SELECT FROM ${rounds} WHERE r."ratedBy" = 'expired' AND ${within(sql`r."endedAt"`, span)})
    ELSE ${closedIn(span)} AND d.result IS NOT NULL AND d.rating IS NULL END`;
}

/**
 * The worst grade given in the period. A good one closes the demand at once; after a bad one it stays open for the callback, so
 * that the end of its rating clock tells when it was given.
 */
function worstGrade(span: Span): Prisma.Sql {
  const path = `$.clocks[*] ? (@.name == "rate" && @.round == $round && @.endedAt != null).endedAt`;
  const ended = sql`jsonb_path_query_first(d.state, ${path}::jsonpath, jsonb_build_object('round', r.round))`;
  const ratedAt = sql`COALESCE(${ended}::bigint, r."endedAt")`;
  return sql`CASE
    WHEN d.round > 1 OR d.rating < ${BARELY_SATISFIED} THEN (
      SELECT min(r.rating) FROM ${rounds} WHERE r.rating IS NOT NULL AND ${within(ratedAt, span)})
    WHEN ${closedIn(span)} THEN d.rating END`;
}
