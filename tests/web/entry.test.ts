import { elsewhere } from '../../web/src/console/entry';

const forgetView = jest.fn();
const refused = (status: number, code: string, href = '/') => elsewhere({ status, code }, href, forgetView);

describe('whoever is refused at the door of the console', () => {
  beforeEach(() => forgetView.mockClear());

  it('signs in first and then comes to where they wanted to go', () => {
    const instead = refused(401, 'not_signed_in', '/demands?q=停车');
    expect(instead).toEqual({ to: '/login', search: { next: '/demands?q=停车' } });
  });

  it('is themselves again when looking as somebody else has ended', () => {
    expect(refused(403, 'view_as_ended')).toEqual({ to: '/admin/people' });
    expect(forgetView).toHaveBeenCalledTimes(1);
  });

  it('is told of anything else', () => {
    expect(refused(0, 'offline')).toBeNull();
    expect(refused(403, 'not_allowed_for_role')).toBeNull();
    expect(forgetView).not.toHaveBeenCalled();
  });
});
