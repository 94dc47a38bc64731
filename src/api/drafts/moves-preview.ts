import { z } from 'zod';
import type { Database } from '../../database/client';
import { titlesOf } from '../../database/open-demands';
import { createUnitDirectory } from '../../database/unit-directory';
import type { ChangeDraft } from '../../database/drafts';
import type { Policy } from '../../domain/policy';
import { policyWarnings } from '../../domain/policy-warnings';
import { sightOfActor } from '../demands/eyes';
import { beijing, unitView } from '../demands/view';
import { decodeCursor, encodeCursor } from '../paging';
import { keptAnswers } from '../../statistics/kept-answers';
import type { PreviewPage } from './kinds';
import { findMoves, noMoves, type FoundMoves, type MoveCount, type ProposedRules } from './moves';
import type { Moves } from './moves-view';

/** Milliseconds: leafing through the pages looks at the demands once. */
const KEPT_FOR = 120_000;

export type PreviewMoves = (
  draft: ChangeDraft,
  page: PreviewPage,
  propose: () => Promise<ProposedRules>,
) => Promise<Moves>;

export function createMovesPreview(database: Database): PreviewMoves {
  const kept = keptAnswers<FoundMoves>(KEPT_FOR);
  const directory = createUnitDirectory(database);

  return async (draft, { cursor, limit, actor }, propose) => {
    const applies = draft.kind === 'calendar' || draft.appliesToRunning;
    const from = decodeCursor(cursor, z.int().min(0)) ?? 0;
    const found = applies
      ? await kept(`${draft.id} ${draft.revision}`, async () => findMoves(database, await propose()))
      : nothingFound();
    const page = found.moves.slice(from, from + limit);
    const units = await directory.units([...found.byUnit.keys()]);
    const titles = await titlesOf(
      database,
      page.map(({ number }) => number),
      sightOfActor(actor, units),
    );
    const next = from + limit;
    return {
      kind: draft.kind as Moves['kind'],
      applies,
      warnings: draft.kind === 'policy' ? policyWarnings(draft.data as Omit<Policy, 'version'>) : [],
      at: beijing(found.at),
      lookedAt: found.lookedAt,
      complete: found.complete,
      total: found.total,
      byUnit: [...found.byUnit]
        .map(([unit, count]) => ({ unit: unitView(units, unit), ...count }))
        .sort((one, other) => touched(other) - touched(one) || other.demands - one.demands),
      items: page.map(({ number, unit, clock, from: old, to, provisional, breaches, atOnce }) => ({
        ...{ number, title: titles.get(number) ?? '', unit: unitView(units, unit), clock },
        ...{ oldDueAt: beijing(old), newDueAt: beijing(to), provisional, breaches, atOnce },
      })),
      ...(next < found.moves.length ? { nextCursor: encodeCursor(next) } : {}),
    };
  };
}

/** How much happens there as soon as the change takes effect. */
const touched = ({ breaches, atOnce }: MoveCount): number =>
  Object.values(atOnce).reduce((sum, demands) => sum + demands, breaches);

const nothingFound = (): FoundMoves => ({
  ...{ at: Date.now(), lookedAt: 0, complete: true },
  ...{ total: noMoves(), byUnit: new Map(), moves: [] },
});
