import type { Database } from '../../database/client';
import { findPromise, type PromiseRow } from '../../database/promises';
import { createUnitDirectory, refOf, type UnitDirectory } from '../../database/unit-directory';
import { mayReport } from '../../domain/promise-keeping';
import type { SignedIn } from '../actor';
import { sightOfActor } from '../demands/eyes';
import type { Units } from '../demands/view';
import { notFound } from '../errors';
import { promiseView, type PromiseView } from './view';

export const actorOf = ({ user, acting }: SignedIn) => ({ kind: 'staff', user, grants: acting }) as const;

export interface PromiseReader {
  directory: UnitDirectory;
  read: (actor: SignedIn, id: string) => Promise<PromiseRow>;
  show: (actor: SignedIn, row: PromiseRow, units: Units) => PromiseView;
}

/** Reads and shows promises to whoever may see their demands. */
export function createPromiseReader(database: Database): PromiseReader {
  const directory = createUnitDirectory(database);
  return {
    directory,
    read: async (actor, id) => {
      const row = await findPromise(database, id, sightOfActor(actor, await directory.units(actor.units)));
      if (!row) throw notFound('这项承诺');
      return row;
    },
    show: (actor, row, units) => {
      const unit = units.get(row.unit_id);
      const may = row.ended_at === null && unit !== undefined && mayReport({ unit: refOf(unit) }, actorOf(actor));
      return promiseView(row, units, may);
    },
  };
}
