import type { Me, TreeUnit } from '../../../../src/api/contract';
import type { UnitTree } from '../parts/units';
import { unitsWithRole } from '../session';

/** Whether the person may hold a campaign of that unit: collectors and dispatchers there or above it. The service decides. */
export const mayHost = (me: Me, tree: Pick<UnitTree, 'isWithin'>, unit: string): boolean =>
  unitsWithRole(me, 'collector', 'dispatcher').some(({ id }) => tree.isWithin(unit, id));

export const holdsCampaigns = ({ kind }: Pick<TreeUnit, 'kind'>): boolean => kind !== 'department';
