import { campaignRefusal, campaignState } from '../../src/domain/campaign';

const at = (time: string) => Date.parse(`2026-03-01T${time}:00+08:00`);
const DAY = 86_400_000;
const times = { startsAt: at('09:00'), endsAt: at('11:00'), closedAt: null };

describe('when demands can be entered in a campaign', () => {
  test.each([
    [at('08:29'), 'not_begun', 'not_begun'],
    [at('08:30'), 'open', 'open'],
    [at('10:59'), 'open', 'open'],
    [at('11:00'), 'open', 'over'],
    [at('11:00') + 7 * DAY - 1, 'open', 'over'],
    [at('11:00') + 7 * DAY, 'over', 'over'],
  ])('at %d it is %s for staff and %s for everybody else', (now, forStaff, forPublic) => {
    expect([campaignState(times, now, true), campaignState(times, now, false)]).toEqual([forStaff, forPublic]);
  });

  test('once closed, nobody can', () => {
    const closed = { ...times, closedAt: at('10:00') };
    expect([campaignState(closed, at('10:30'), true), campaignState(closed, at('08:00'), false)]).toEqual([
      'over',
      'over',
    ]);
  });

  test('the refusal says why and what to do', () => {
    expect(campaignRefusal('论坛', times, at('10:00'), false)).toBeNull();
    expect(campaignRefusal('论坛', times, at('08:00'), true)).toMatchObject({ code: 'campaign_not_begun' });
    expect(campaignRefusal('论坛', times, at('12:00'), false)).toMatchObject({
      code: 'campaign_over',
      message: expect.stringContaining('二维码'),
    });
  });
});
