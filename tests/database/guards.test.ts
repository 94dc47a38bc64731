import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { createDatabase } from '../../src/database/client';
import { requireUtf8 } from '../../src/database/require-utf8';
import { PATIENT } from '../support/app';
import { freshDatabase, type FreshDatabase } from '../support/services';

let database: FreshDatabase;
let client: Client;

beforeAll(async () => {
  database = await freshDatabase();
  client = new Client({ connectionString: database.url });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

const noticeRow = `insert into notice (key, kind, at) values ('first', 'task', now()) returning id::text`;

test.each([`update audit set action = 'other'`, 'delete from audit', 'truncate audit'])(
  'the audit log refuses "%s"',
  async (sql) => {
    await client.query(`insert into audit (action) values ('signed_in')`);

    await expect(client.query(sql)).rejects.toThrow('append-only');
  },
);

test('a new notice is announced to the servers by its id', async () => {
  await client.query('listen notices');
  const announced = new Promise<string | undefined>((resolve) => {
    client.once('notification', ({ payload }) => resolve(payload));
  });

  const { rows } = await client.query<{ id: string }>(noticeRow);

  expect(await announced).toBe(rows[0]?.id);
});

test('an instant is kept as it is, in whatever time zone the database server stands', async () => {
  await client.query(`alter database ${new URL(database.url).pathname.slice(1)} set timezone = 'Asia/Shanghai'`);
  const own = createDatabase({ url: database.url, poolSize: 1, ...PATIENT });
  const at = new Date('2026-03-02T09:00:00+08:00');
  const { id } = await own.notice.create({ data: { key: 'zone', kind: 'task', at } });

  const [row] = await own.sql<{ at: Date }>`SELECT at FROM notice WHERE id = ${id}`;
  expect([row?.at, (await own.notice.findUniqueOrThrow({ where: { id } })).at]).toEqual([at, at]);

  await own.$disconnect();
});

test('two or more Chinese characters inside a text are found with the help of the search index', async () => {
  const { rows } = await client.query<{ grams: string[] }>(`select show_trgm('出入口通行慢') as grams`);

  expect(rows[0]?.grams.length).toBeGreaterThan(5);
});

test('a database with locale C is refused with the reason and the way out', async () => {
  const name = `locale_c_${randomUUID().replaceAll('-', '')}`;
  await client.query(`create database ${name} template template0 encoding 'UTF8' locale 'C'`);
  const url = new URL(database.url);
  url.pathname = `/${name}`;

  await expect(requireUtf8(url.href)).rejects.toThrow(/LC_CTYPE.*C.UTF-8/s);
  await expect(requireUtf8(database.url)).resolves.toBeUndefined();

  await client.query(`drop database ${name} with (force)`);
});
