import { intention } from '../../web/src/api/keys';

describe('what somebody sends', () => {
  it('keeps its key while it is the same, so that sending it again does it once', () => {
    const { keyFor } = intention();
    expect(keyFor({ grade: 1, reasons: ['too_slow'] })).toBe(keyFor({ grade: 1, reasons: ['too_slow'] }));
  });

  it('has another key once it was changed', () => {
    const { keyFor } = intention();
    expect(keyFor({ grade: 1 })).not.toBe(keyFor({ grade: 2 }));
  });

  it('is meant anew after it was done: urging twice is two urgings', () => {
    const { keyFor, done } = intention();
    const first = keyFor({});
    done();
    expect(keyFor({})).not.toBe(first);
  });
});
