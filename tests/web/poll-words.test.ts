import { placeOfLink } from '../../web/src/phone/tracking/pasted';
import { shareOf, standingWords, turnoutWords } from '../../web/src/words/poll-words';

const now = Date.parse('2026-03-02T12:00:00+08:00');
const poll = { closesAt: '2026-03-02T18:00:00+08:00', closedAt: null, closedEarly: null };

describe('a poll in words', () => {
  it('tells how many of the ballots were cast, and of an open poll only how many votes', () => {
    expect(turnoutWords({ electorate: 'ballots', votes: 30, ballots: 40 })).toBe('30 票，发出 40 份，投票率 75 %');
    expect(turnoutWords({ electorate: 'open', votes: 30, ballots: 40 })).toBe('30 票');
    expect(turnoutWords({ electorate: 'ballots', votes: null, ballots: null })).toBe('截止后公布');
  });

  it('has no share where nobody voted', () => {
    expect([shareOf(0, 0), shareOf(1, 3), shareOf(3, 3)]).toEqual([0, 33, 100]);
  });

  it('tells whether it runs, is being counted, or has ended, and whether before its time', () => {
    expect(standingWords(poll, now)).toBe('今天 18:00 截止');
    expect(standingWords(poll, Date.parse(poll.closesAt))).toBe('已截止，正在计票');
    const closedAt = '2026-03-02T11:00:00+08:00';
    expect(standingWords({ ...poll, closedAt }, now)).toBe('今天 11:00 结束');
    expect(standingWords({ ...poll, closedAt, closedEarly: '都投了' }, now)).toBe('今天 11:00 提前结束');
  });

  it('is opened by a link that somebody pastes', () => {
    const token = 'a'.repeat(55);
    expect(placeOfLink(`https://example.com/m/poll#${token} `)).toBe(`/m/poll#${token}`);
  });
});
