import { Prisma, type Sql } from '../database/client';
import { calendarFrom, type PublishedRules } from '../database/rules';
import { openCallback, type OpenCallback } from '../domain/callback';
import type { Demand } from '../domain/demand';
import type { UnitRef } from '../domain/organisation';
import { everWorkedOn } from '../domain/rating';
import { nextInOrder, type FrameCase, type Replacement } from '../domain/spot-check';
import type { Level } from '../domain/vocabulary';

/**
 * Whether a demand `d` has been phoned about in this round, or is about to be, as far as the drawing unit may know: a check of a
 * unit above it stays secret. One that was skipped was not phoned about.
 */
export const isCalled = (drawingUnit: string): Prisma.Sql => Prisma.sql`EXISTS (
  SELECT FROM callback_job c WHERE c.demand_id = d.id AND c.round = d.round AND c.state <> 'skipped'
    AND (c.kind = 'dissatisfied' OR c.sight @> ARRAY[${drawingUnit}]::text[]))`;

type Unfit = Extract<Replacement['because'], 'reopened' | 'called'>;

/** Those of the cases about which nobody can be phoned now, with why. */
export async function unfitOf(
  sql: Sql,
  { sight }: { sight: readonly string[] },
  numbers: readonly string[],
): Promise<Map<string, Unfit>> {
  const rows = await sql<{ number: string; closed: boolean; called: boolean }>`
    SELECT d.number, d.stage = 'closed' AS closed, ${isCalled(sight.at(-1)!)} AS called
    FROM demand d WHERE d.number = ANY(${[...numbers]}::text[])`;
  return new Map(
    rows.flatMap(({ number, closed, called }): [string, Unfit][] =>
      closed && !called ? [] : [[number, closed ? 'called' : 'reopened']],
    ),
  );
}

interface Drawn {
  frame: readonly FrameCase[];
  seed: string;
  sight: readonly string[];
}

/** The next case of the handling unit about which somebody can be phoned, with what was passed over on the way. Adds to `taken`. */
export async function nextFit(
  sql: Sql,
  { frame, seed, sight }: Drawn,
  leadUnit: string,
  taken: Set<string>,
  first: Pick<Replacement, 'number' | 'because'>,
): Promise<{ found: string | null; chain: Replacement[] }> {
  const chain: Replacement[] = [];
  let passed = first;
  for (;;) {
    const next = nextInOrder(frame, leadUnit, seed, taken);
    chain.push({ ...passed, next });
    if (next === null) return { found: null, chain };
    taken.add(next);
    const because = (await unfitOf(sql, { sight }, [next])).get(next);
    if (!because) return { found: next, chain };
    passed = { number: next, because };
  }
}

/** One phone job per case, for the callers of the unit that drew: nobody below it may know before the call. */
export async function insertJobs(
  sql: Sql,
  { id, path }: { id: string; path: readonly string[] },
  numbers: readonly string[],
  rules: PublishedRules,
): Promise<void> {
  if (numbers.length === 0) return;
  const now = Date.now();
  const [seat] = await sql<{ level: Level }>`SELECT level FROM unit WHERE id = ${path.at(-1)}`;
  const unit: UnitRef = { id: path.at(-1)!, level: seat!.level, path: [...path] };
  const drawn = await sql<{ demand: DrawnDemand }>`
    SELECT jsonb_build_object('id', state->'id', 'round', state->'round', 'lead', state->'lead', 'rounds', state->'rounds',
      'handledBy', state->'handledBy', 'reviewedBy', state->'reviewedBy', 'repliedBy', state->'repliedBy') AS demand
    FROM demand WHERE number = ANY(${[...numbers]}::text[])`;
  const jobs = drawn.map(({ demand }) => jobOf(demand, id, unit, now, rules));
  await sql`
    INSERT INTO callback_job (id, demand_id, kind, round, state, unit_id, lead_unit_id, sight, worked_on, window_start,
      window_end, attempts, version, spot_check_id, created_at, requests)
    SELECT j.id, j."demandId", j.kind, j.round, j.state, j.unit->>'id', j.lead,
      ARRAY(SELECT jsonb_array_elements_text(j.unit->'path')), ARRAY(SELECT jsonb_array_elements_text(j."workedOn")),
      to_timestamp(j."windowStart" / 1000.0), to_timestamp(j."windowEnd" / 1000.0), j.attempts, 0, ${id}::uuid, ${new Date(now)}, '{}'
    FROM jsonb_to_recordset(${JSON.stringify(jobs)}::jsonb) AS j(id text, "demandId" uuid, kind text, round int, state text,
      unit jsonb, lead text, "workedOn" jsonb, "windowStart" bigint, "windowEnd" bigint, attempts jsonb)
    ON CONFLICT (id) DO NOTHING`;
}

type DrawnDemand = Pick<Demand, 'id' | 'round' | 'lead' | 'rounds' | 'handledBy' | 'reviewedBy' | 'repliedBy'>;

function jobOf(demand: DrawnDemand, spotCheckId: string, unit: UnitRef, now: number, rules: PublishedRules) {
  const open: OpenCallback = {
    id: `${spotCheckId}-${demand.id}`,
    demandId: demand.id,
    kind: 'spot_check',
    round: demand.round,
    unit,
    lead: demand.lead?.id ?? null,
    workedOn: everWorkedOn(demand),
    spotCheckId,
  };
  return openCallback(open, now, rules.policy, calendarFrom(rules.calendarYears, now));
}
