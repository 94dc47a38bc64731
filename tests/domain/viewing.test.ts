import type { UnitRef } from '../../src/domain/organisation';
import { viewingRefusal } from '../../src/domain/viewing';
import { ROLES, type Role } from '../../src/domain/vocabulary';
import { BAOAN, FUYONG, LONGTENG, TEAM, ZHIHUI } from '../support/a-demand';

const viewer = (...units: UnitRef[]) => ({
  grants: units.map(({ id }) => ({ role: 'administrator' as const, unit: id })),
});
const seat = (role: Role, { path }: UnitRef) => ({ role, path });
const verdict = (...given: Parameters<typeof viewingRefusal>) => viewingRefusal(...given)?.code ?? 'allowed';

describe('looking at the service as another person', () => {
  it.each(ROLES)('an administrator of a street may look as a %s of a park of it', (role) => {
    expect(verdict(viewer(FUYONG), [seat(role, ZHIHUI)])).toBe('allowed');
  });

  it('is refused where one role of the person lies elsewhere, and where there is none', () => {
    const cases = [[seat('handler', LONGTENG)], [seat('handler', ZHIHUI), seat('collector', LONGTENG)], []];
    for (const seats of [...cases, [seat('handler', BAOAN)]])
      expect(verdict(viewer(FUYONG), seats)).toBe('unit_out_of_reach');
  });

  it('is refused for an administrator of the same unit, and allowed from strictly above', () => {
    const seats = [seat('administrator', ZHIHUI), seat('handler', TEAM)];
    expect(verdict(viewer(ZHIHUI), seats)).toBe('not_allowed_for_role');
    expect(verdict(viewer(ZHIHUI, TEAM), seats)).toBe('not_allowed_for_role');
    expect(verdict(viewer(ZHIHUI, FUYONG), seats)).toBe('allowed');
  });

  it('takes no other role than that of an administrator', () => {
    for (const role of ROLES.filter((each) => each !== 'administrator'))
      expect(verdict({ grants: [{ role, unit: 'baoan' }] }, [seat('handler', ZHIHUI)])).toBe('unit_out_of_reach');
  });
});
