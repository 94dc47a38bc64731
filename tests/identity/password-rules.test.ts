import { passwordWeakness } from '../../src/identity/password-rules';
import { weakPieces } from '../../src/identity/weak-passwords';

const verdict = (password: string, username = 'fuyong.handler') => passwordWeakness(password, username);

describe('a new password', () => {
  it.each([
    ...['password1234', 'Passw0rd!2026', 'qwertyuiop123', 'Admin@123456', 'woaini5201314', '1qaz2wsx3edc'],
    ...['iloveyou iloveyou', 'zhitongche2026', 'baoanqu123456', 'asdfghjkl;123', 'abc123abc123', '13800009999000'],
  ])('that everybody tries is refused: %s', (password) => {
    expect(verdict(password)).toContain('太常见');
  });

  it.each(['fuyong.handler!', 'my FUYONG.HANDLER 8', 'fuyonghandler77x', 'x-fuyong-handler'])(
    'that holds the user name is refused, however it is written: %s',
    (password) => {
      expect(verdict(password)).toContain('用户名');
    },
  );

  it('of few different characters is refused', () => {
    expect(verdict('kjkjkjkjkjkjkj')).toContain('不同的字符太少');
  });

  it.each([
    'correct horse battery',
    'a long first password',
    '春眠不觉晓 处处闻啼鸟 夜来',
    'tV9-kQw2-xLm7',
    'li and the river',
  ])('that says something of its own is taken: %s', (password) => {
    expect(verdict(password)).toBeNull();
  });

  it('of a short user name is measured against the name as written only', () => {
    expect(passwordWeakness('correct horse battery', 'a.')).toBeNull();
    expect(passwordWeakness('correct horse a. battery', 'a.')).toContain('用户名');
  });

  it('is measured against a list of about two hundred or more', () => {
    expect(weakPieces.size).toBeGreaterThanOrEqual(200);
  });
});
