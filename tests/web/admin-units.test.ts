import type { Me, TreeUnit } from '../../src/api/contract';
import { UNIT_KINDS } from '../../src/domain/vocabulary';
import { administers, isRootAdministrator, maySeePeople } from '../../web/src/console/admin/rights';
import { kindsUnder } from '../../web/src/console/admin/units/kinds-under';
import { pathWords, treeOf, unitsMatching } from '../../web/src/console/admin/units/unit-tree';

const unit = (id: string, kind: TreeUnit['kind'], parentId: string | null, name = id): TreeUnit => ({
  ...{ id, kind, parentId, name },
  level: kind === 'district' ? 'A' : kind === 'street' ? 'B' : 'C',
  closed: false,
});
const tree = treeOf([
  unit('office', 'department', 'fuyong', '经济发展办公室'),
  unit('baoan', 'district', null, '宝安区'),
  unit('zhihui', 'park', 'fuyong', '智美·汇志园区'),
  unit('fuyong', 'street', 'baoan', '福永街道'),
  unit('team', 'team', 'zhihui', '物业服务队'),
  unit('fuhai', 'street', 'baoan', '福海街道'),
]);
const me = (role: 'administrator' | 'handler', id: string): Me => ({
  username: 'a',
  name: 'A',
  roles: [{ role, unit: tree.get(id)! }],
});

describe('the tree of units', () => {
  it('is read from the root down, parks before departments', () => {
    expect(tree.roots.map(({ id }) => id)).toEqual(['baoan']);
    expect(tree.childrenOf('fuyong').map(({ id }) => id)).toEqual(['zhihui', 'office']);
    expect(pathWords(tree, 'team')).toBe('宝安区 / 福永街道 / 智美·汇志园区 / 物业服务队');
  });

  it('is searched by name or id; what stands above a match stays', () => {
    expect([...unitsMatching(tree, ' 物业 ')].sort()).toEqual(['baoan', 'fuyong', 'team', 'zhihui']);
    expect([...unitsMatching(tree, 'FUHAI')].sort()).toEqual(['baoan', 'fuhai']);
    expect(unitsMatching(tree, '').size).toBe(6);
    expect(unitsMatching(tree, '没有').size).toBe(0);
  });

  it('offers below a unit only kinds that may stand there, and never a second district', () => {
    expect(kindsUnder('park')).toEqual(['building', 'team']);
    expect(kindsUnder('department')).toEqual([]);
    expect(UNIT_KINDS.flatMap(kindsUnder)).not.toContain('district');
  });
});

describe('what the pages offer', () => {
  it('an administrator changes the own unit and what lies below, never a sibling', () => {
    expect(administers(me('administrator', 'fuyong'), tree, 'team')).toBe(true);
    expect(administers(me('administrator', 'fuyong'), tree, 'fuhai')).toBe(false);
    expect(administers(me('administrator', 'fuyong'), tree, 'baoan')).toBe(false);
    expect(administers(me('handler', 'fuyong'), tree, 'fuyong')).toBe(false);
  });

  it('rules and calendars are for administrators of the root', () => {
    expect(isRootAdministrator(me('administrator', 'baoan'))).toBe(true);
    expect(isRootAdministrator(me('administrator', 'fuyong'))).toBe(false);
    expect(isRootAdministrator(me('handler', 'baoan'))).toBe(false);
  });

  it('colleagues see each other', () => {
    expect(maySeePeople(me('handler', 'zhihui'), tree, 'zhihui')).toBe(true);
    expect(maySeePeople(me('handler', 'zhihui'), tree, 'team')).toBe(false);
  });
});
