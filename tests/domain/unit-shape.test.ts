import { closingRefusal, placeUnder } from '../../src/domain/unit-shape';
import { UNIT_KINDS, type UnitKind } from '../../src/domain/vocabulary';

/** Which kinds stand under which, and at what level. */
const shape: Partial<Record<UnitKind, string[]>> = {
  district: ['street B', 'department A'],
  street: ['community C', 'park C', 'department B'],
  community: ['building C', 'team C'],
  park: ['building C', 'team C'],
};

describe('the shape of the tree', () => {
  it.each(UNIT_KINDS)('under a %s stands only what belongs there, at its level', (parent) => {
    const found = UNIT_KINDS.flatMap((kind) => {
      const place = placeUnder(kind, parent);
      return 'level' in place ? [`${kind} ${place.level}`] : [];
    });
    expect(found.sort()).toEqual([...(shape[parent] ?? [])].sort());
  });

  it('says where a unit belongs that was put elsewhere', () => {
    expect(placeUnder('park', 'district')).toEqual({
      code: 'kind_does_not_fit_parent',
      message: '园区只能设在街道之下，不能设在区之下。请换一个上级单位或类型。',
    });
    expect(placeUnder('department', 'park')).toMatchObject({ message: expect.stringContaining('区或街道之下') });
    expect(placeUnder('district', 'district')).toMatchObject({ message: expect.stringContaining('只有一个') });
  });
});

describe('closing a unit', () => {
  const empty = { demands: 0, tasks: 0, children: 0, people: 0 };

  it('is possible when nothing hangs on it', () => {
    expect(closingRefusal(empty)).toBeNull();
  });

  it.each([
    [{ demands: 2 }, '2 件在办诉求'],
    [{ tasks: 3 }, '3 项待办'],
    [{ children: 4 }, '4 个未关闭的下级单位'],
    [{ people: 5 }, '5 名有角色的在用人员'],
  ])('waits while there is %j, and says how many', (use, words) => {
    expect(closingRefusal({ ...empty, ...use })).toMatchObject({
      code: 'unit_in_use',
      message: expect.stringContaining(words),
    });
  });

  it('names the unit above, which takes over what reaches it later', () => {
    expect(closingRefusal({ ...empty, tasks: 1 }, '福永街道')?.message).toMatch(/由上级“福永街道”承接/);
  });

  it('says everything that has to be done first, and nothing else', () => {
    expect(closingRefusal({ ...empty, demands: 1, people: 2 })?.message).toBe(
      '该单位及其下级还有 1 件在办诉求、2 名有角色的在用人员。请先办结或转走诉求、调走或停用人员，再关闭。',
    );
  });
});
