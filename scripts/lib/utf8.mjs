import pg from 'pg';

/**
 * With locale C, pg_trgm sees no letters in Chinese text and every search comes back empty, without any error: such a database is refused.
 * The server and the worker ask the same in src/database/require-utf8.ts.
 */
export async function requireUtf8(databaseUrl) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query(
      `select current_database() as name, pg_encoding_to_char(encoding) as encoding, datctype as locale
         from pg_database where datname = current_database()`,
    );
    const problem = localeProblem(rows[0]);
    if (problem) throw new Error(problem);
  } finally {
    await client.end();
  }
}

function localeProblem({ name, encoding, locale }) {
  if (encoding === 'UTF8' && locale !== 'C' && locale !== 'POSIX') return undefined;
  return (
    `数据库 ${name} 的编码是 ${encoding}、字符分类（LC_CTYPE）是 ${locale}，中文检索在其中查不到任何结果，因此拒绝使用。` +
    `请用 UTF-8 重建，例如：CREATE DATABASE ${name} ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0;`
  );
}
