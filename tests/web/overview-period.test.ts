import { periodOf, periodWords, PRESETS, presetOf } from '../../web/src/console/overview/period';
import { pointsOf } from '../../web/src/console/overview/trend-points';
import { DAY, dayNumber } from '../../src/domain/local-time';

// Half past midnight in Beijing is still the day before in UTC.
const NOW = Date.parse('2026-11-25T00:30:00+08:00');
const preset = (label: string) => PRESETS.find((each) => each.label === label)!.of(dayNumber(NOW));

describe('the period of the overview', () => {
  it.each([
    ['近7天', '2026-11-19'],
    ['近30天', '2026-10-27'],
    ['本月', '2026-11-01'],
    ['本季度', '2026-10-01'],
  ])('%s begins on %s and ends today, by the day of Beijing', (label, from) => {
    expect(preset(label)).toEqual({ from, to: '2026-11-25' });
  });

  it('is the last thirty days where the address says nothing or nonsense', () => {
    for (const [from, to] of [
      [undefined, undefined],
      ['2026-11-01', undefined],
      ['2026-11-31x', '2026-12-01'],
      ['2026-11-20', '2026-11-01'],
    ])
      expect(periodOf(from, to, NOW)).toEqual(preset('近30天'));
  });

  it('is what the address says, and has the name of a preset only when it is one', () => {
    expect(periodOf('2026-03-01', '2026-03-31', NOW)).toEqual({ from: '2026-03-01', to: '2026-03-31' });
    expect(presetOf({ from: '2026-03-01', to: '2026-03-31' }, NOW)).toBeUndefined();
    expect(presetOf(preset('本月'), NOW)).toBe('本月');
  });

  it('names the year only when it is another one', () => {
    expect(periodWords({ from: '2026-11-01', to: '2026-11-25' }, NOW)).toBe('11月1日至11月25日');
    expect(periodWords({ from: '2025-12-01', to: '2026-01-05' }, NOW)).toBe('2025年12月1日至1月5日');
    expect(periodWords({ from: '2026-11-25', to: '2026-11-25' }, NOW)).toBe('11月25日');
  });
});

describe('the trend of the overview', () => {
  const days = (count: number) =>
    Array.from({ length: count }, (_, i) => ({
      day: new Date(Date.parse('2026-08-01') + i * DAY).toISOString().slice(0, 10),
      filed: 1,
      closed: 2,
    }));

  it('has a point for every day of up to two months', () => {
    const points = pointsOf(days(62));
    expect(points).toHaveLength(62);
    expect(points[0]).toMatchObject({ label: '8/1', filed: 1, closed: 2 });
  });

  it('has a point for every week of a longer period, from Monday on, and loses no day', () => {
    const points = pointsOf(days(100));
    // 1 August 2026 is a Saturday.
    expect(points[0]).toEqual({ label: '8/1–8/2', filed: 2, closed: 4 });
    expect(points[1]).toEqual({ label: '8/3–8/9', filed: 7, closed: 14 });
    expect(points.reduce((sum, { filed }) => sum + filed, 0)).toBe(100);
  });
});
