import type { Overview } from '../../../../src/api/contract';
import type { Search } from '../search';
import type { Period } from './period';

/** What opens the list behind a figure of a period: of what the unit and those under it did. Under the district lies everything. */
export const ownSearch = ({ id, kind }: Overview['unit'], period: Period): Search => ({
  ...{ unit: id, ...period },
  ...(kind === 'district' ? {} : { answerable: id }),
});
