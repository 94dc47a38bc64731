import { Client } from 'pg';

/** The database answers, but the service cannot work with it. The message says what to do. */
export class UnsuitableDatabaseError extends Error {
  override name = 'UnsuitableDatabaseError';
}

type DatabaseLocale = { name: string; encoding: string; locale: string };

/**
 * With locale C, pg_trgm sees no letters in Chinese text and every search comes back empty, without any error: such a database is refused
 * with an `UnsuitableDatabaseError`. The migrations ask the same in scripts/lib/utf8.mjs.
 */
export async function requireUtf8(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    const { rows } = await client.query<DatabaseLocale>(
      `select current_database() as name, pg_encoding_to_char(encoding) as encoding, datctype as locale
         from pg_database where datname = current_database()`,
    );
    const problem = rows[0] && localeProblem(rows[0]);
    if (problem) throw new UnsuitableDatabaseError(problem);
  } finally {
    await client.end();
  }
}

function localeProblem({ name, encoding, locale }: DatabaseLocale): string | undefined {
  if (encoding === 'UTF8' && locale !== 'C' && locale !== 'POSIX') return undefined;
  return (
    `数据库 ${name} 的编码是 ${encoding}、字符分类（LC_CTYPE）是 ${locale}，中文检索在其中查不到任何结果，因此拒绝使用。` +
    `请用 UTF-8 重建，例如：CREATE DATABASE ${name} ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0;`
  );
}
