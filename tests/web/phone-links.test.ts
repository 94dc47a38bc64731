import { isNumber, placeOfLink } from '../../web/src/phone/tracking/pasted';
import { filePath, receiptPath, trackPath } from '../../web/src/phone/paths';

const token = 'P6aJihSca71pT96DDCrrN8AFbEBGsDAf';

describe('a pasted link', () => {
  it.each([
    [`https://example.org/m/track#${token}`, `/m/track#${token}`],
    [`您的诉求进度：http://10.1.2.3:3000/m/track#${token} ，请保存`, `/m/track#${token}`],
    [`https://example.org/m/rate#${token}`, `/m/rate#${token}`],
    [`  ${token}\n`, `/m/track#${token}`],
  ])('leads from %j to %s', (pasted, place) => {
    expect(placeOfLink(pasted)).toBe(place);
  });

  it('without its address is of the page that asks for one', () => {
    expect(placeOfLink(token, 'rate')).toBe(`/m/rate#${token}`);
    expect(placeOfLink(token, 'poll')).toBe(`/m/poll#${token}`);
    expect(placeOfLink(`https://example.org/m/track#${token}`, 'rate')).toBe(`/m/track#${token}`);
  });

  it.each(['', 'SQ20261125000718', 'https://example.org/m/track', 'https://example.org/m/track#短', '查一下我的诉求'])(
    'that is none leads nowhere: %j',
    (pasted) => {
      expect(placeOfLink(pasted)).toBeNull();
    },
  );

  it('is not the number, which opens nothing', () => {
    expect(isNumber(' sq20261125000718 ')).toBe(true);
    expect(isNumber(token)).toBe(false);
  });
});

describe('the addresses of the phone pages', () => {
  it('keep secret tokens behind the fragment, which no server sees', () => {
    for (const address of [trackPath(token), receiptPath('zhihui', token)]) {
      const { pathname, search, hash } = new URL(address, 'https://example.org');
      expect(pathname + search).not.toContain(token);
      expect(hash).toBe(`#${token}`);
    }
    expect(filePath('a/b', 2)).toBe('/m/file/a%2Fb?step=2');
  });
});
