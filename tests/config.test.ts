import { randomBytes } from 'node:crypto';
import { ConfigError, readConfig } from '../src/config';

const key = (): string => randomBytes(32).toString('base64');
const good = { DATABASE_URL: 'postgresql://u@127.0.0.1/zhitongche', SECRET_KEYS: `a:${key()}`, INDEX_KEY: key() };

function problemsOf(env: Record<string, string>): string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('the configuration', () => {
  test('has a default for everything but the database and the keys', () => {
    const config = readConfig(good);
    expect(config).toMatchObject({
      ...{ host: '127.0.0.1', port: 3000, publicUrl: 'http://127.0.0.1:3000', demo: false, logLevel: 'info' },
      temporal: { address: '127.0.0.1:7233', namespace: 'default', tls: false },
    });
    expect(config.storageDir).toBe(`${config.dataDir}/attachments`);
  });

  test('tells all its problems in one message', () => {
    const problems = problemsOf({
      PORT: 'eighty',
      SECRET_KEYS: 'short',
      LOG_LEVEL: 'loud',
      TEMPORAL_ADDRESS: 'here',
      DEMO: 'yes',
    });
    const names = new Set(problems.map((problem) => problem.split('：')[0]));
    expect([...names].sort()).toEqual(
      ['DATABASE_URL', 'DEMO', 'INDEX_KEY', 'LOG_LEVEL', 'PORT', 'SECRET_KEYS', 'TEMPORAL_ADDRESS'].sort(),
    );
  });

  test('takes an empty variable for one that is not set', () => {
    expect(readConfig({ ...good, PORT: '', TEMPORAL_NAMESPACE: '' }).port).toBe(3000);
    expect(problemsOf({ ...good, INDEX_KEY: '' })).toEqual(['INDEX_KEY：未设置']);
  });

  test('never repeats a secret in a message', () => {
    const secret = Buffer.from('a secret that is too short').toString('base64');
    expect(problemsOf({ ...good, SECRET_KEYS: `a:${secret}`, INDEX_KEY: secret }).join()).not.toContain(secret);
  });

  test('keeps several keys, the first of which is the current one', () => {
    const { secretKeys } = readConfig({ ...good, SECRET_KEYS: `new:${key()}, old:${key()}` });
    expect(secretKeys.map(({ id }) => id)).toEqual(['new', 'old']);
    expect(problemsOf({ ...good, SECRET_KEYS: `a:${key()},a:${key()}` })).toEqual(['SECRET_KEYS：密钥编号重复']);
  });

  test('speaks TLS to Temporal when there is an API key, unless told otherwise', () => {
    expect(readConfig({ ...good, TEMPORAL_API_KEY: 'k' }).temporal.tls).toBe(true);
    expect(readConfig({ ...good, TEMPORAL_API_KEY: 'k', TEMPORAL_TLS: '0' }).temporal.tls).toBe(false);
  });
});
