import { createHash } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { Prisma, PrismaClient } from './generated/client';

export type Database = PrismaClient;
export type Transaction = Prisma.TransactionClient;
export { Prisma };

export type DatabaseOptions = { url: string; poolSize: number; onError?: (error: Error) => void };

/**
 * One pool per process. The time-outs (milliseconds) keep a request from hanging on a dead or half-open connection;
 * an idle connection that dies is reported to `onError` and replaced on next use.
 */
export function createDatabase({ url, poolSize, onError = () => {} }: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: 3_000,
    query_timeout: 10_000,
    keepAlive: true,
  });
  const adapter = new PrismaPg(pool, {
    disposeExternalPool: true,
    onPoolError: onError,
    onConnectionError: onError,
    statementNameGenerator: createStatementNames(),
  });
  return new PrismaClient({ adapter });
}

// Statement texts vary with the number of list items, and PostgreSQL keeps each named statement per connection.
const maximumPreparedStatements = 500;

function createStatementNames(): (query: { sql: string }) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    if (names.size >= maximumPreparedStatements) return '';
    const name = createHash('sha1').update(sql).digest('base64url');
    names.set(sql, name);
    return name;
  };
}
