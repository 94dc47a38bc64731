import { refuse, type Refusal } from './refusal-codes';
import { UNIT_KIND_LABELS, UNIT_KINDS, type Level, type UnitKind } from './vocabulary';

/** What may stand under a unit of each kind, and the level it gets there: the one shape of the tree (see organisation.ts). */
const LEVELS_UNDER: Record<UnitKind, Partial<Record<UnitKind, Level>>> = {
  district: { street: 'B', department: 'A' },
  street: { community: 'C', park: 'C', department: 'B' },
  community: { building: 'C', team: 'C' },
  park: { building: 'C', team: 'C' },
  building: {},
  department: {},
  team: {},
};

/** The level of a new unit of that kind under that parent, or why it may not stand there. */
export function placeUnder(kind: UnitKind, parent: UnitKind): { level: Level } | Refusal {
  const level = LEVELS_UNDER[parent][kind];
  if (level) return { level };
  const label = UNIT_KIND_LABELS[kind];
  const parents = UNIT_KINDS.filter((each) => LEVELS_UNDER[each][kind]).map((each) => UNIT_KIND_LABELS[each]);
  if (parents.length === 0)
    return refuse('kind_does_not_fit_parent', `${label}是组织树的根，只有一个，不能新增。请选择其他类型。`);
  const where = `${label}只能设在${parents.join('或')}之下，不能设在${UNIT_KIND_LABELS[parent]}之下`;
  return refuse('kind_does_not_fit_parent', `${where}。请换一个上级单位或类型。`);
}

/** What still hangs on a unit or on anything under it. */
export interface UnitUse {
  /** Open demands that it leads, holds or replies to. */
  demands: number;
  /** Open tasks and callback jobs. */
  tasks: number;
  /** Units below that are not closed. */
  children: number;
  /** People with a role there who can sign in. */
  people: number;
}

/** Nothing may be left behind in a closed unit. What reaches it later goes to the unit above, whose name is `above`. */
export function closingRefusal(
  { demands, tasks, children, people }: UnitUse,
  above: string | null = null,
): Refusal | null {
  const reasons: [number, string, string][] = [
    [demands, '件在办诉求', '办结或转走诉求'],
    [tasks, '项待办', '处理完待办'],
    [children, '个未关闭的下级单位', '关闭下级单位'],
    [people, '名有角色的在用人员', '调走或停用人员'],
  ];
  const found = reasons.filter(([count]) => count > 0);
  if (found.length === 0) return null;
  const what = found.map(([count, noun]) => `${count} ${noun}`).join('、');
  const todo = found.map(([, , remedy]) => remedy).join('、');
  const then = above === null ? '' : `关闭以后再到该单位的工作，由上级“${above}”承接。`;
  return refuse('unit_in_use', `该单位及其下级还有 ${what}。请先${todo}，再关闭。${then}`);
}
