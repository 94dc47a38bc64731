import { placeUnder } from '../../../../../src/domain/unit-shape';
import { UNIT_KINDS, type UnitKind } from '../../../../../src/domain/vocabulary';

/** The kinds of unit that may stand under one of that kind. */
export const kindsUnder = (parent: UnitKind): UnitKind[] =>
  UNIT_KINDS.filter((kind) => 'level' in placeUnder(kind, parent));
