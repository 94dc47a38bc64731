import { createHash } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { Prisma, PrismaClient } from './generated/client';

/** Runs one prepared statement. Values may be `Prisma.sql` fragments. */
export type Sql = <Row extends object>(strings: TemplateStringsArray, ...values: unknown[]) => Promise<Row[]>;

/**
 * `sql` and `transact` go straight to the pool: a fifth of the CPU time of Prisma's raw statements (measured, see
 * docs/decisions). They are for what every request or transition does; everything else is plain Prisma.
 */
export type Database = PrismaClient & {
  sql: Sql;
  /**
   * Like `sql`, but planned anew for the values at hand: for searches, whose best plan depends on how common a value is. A
   * prepared statement gets one plan for all values after a while (measured: 840 ms instead of 2).
   */
  search: Sql;
  /** One transaction on one connection; whatever is thrown inside rolls it back. */
  transact<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result>;
  /** Reads of one moment, however long they take. Holds a connection until `end`. */
  snapshot(): Promise<Snapshot>;
};
export interface Snapshot {
  sql: Sql;
  /** Gives the connection back; more than once does nothing. */
  end: () => Promise<void>;
}
export type Transaction = Prisma.TransactionClient;
export { Prisma };

export type DatabaseOptions = {
  url: string;
  poolSize: number;
  /** How long a connection is waited for (ms). */
  connectWithinMs?: number;
  /** How long an answer to one statement is waited for (ms). */
  answerWithinMs?: number;
  onError?: (error: Error) => void;
};

/**
 * One pool per process. The time-outs (milliseconds) keep a request from hanging on a dead or half-open connection;
 * an idle connection that dies is reported to `onError` and replaced on next use.
 */
export function createDatabase({
  url,
  poolSize,
  connectWithinMs = 3_000,
  answerWithinMs = 10_000,
  onError = () => {},
}: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: connectWithinMs,
    query_timeout: answerWithinMs,
    keepAlive: true,
    // Prisma writes instants in UTC without saying so: a server in Shanghai would keep them eight hours early.
    options: '-c TimeZone=UTC',
  });
  // The pool outlives the adapter that closes it: an error of its last connections must find a listener.
  pool.on('error', onError);
  const nameOf = createStatementNames();
  const adapter = new PrismaPg(pool, {
    disposeExternalPool: true,
    onConnectionError: onError,
    statementNameGenerator: ({ sql }) => nameOf(sql),
  });
  const sqlOn = (connection: Pick<pg.Pool | pg.PoolClient, 'query'>, name: (text: string) => string = nameOf): Sql => {
    return async <Row extends object>(strings: TemplateStringsArray, ...given: unknown[]) => {
      const { text, values } = Prisma.sql(strings, ...given);
      const { rows } = await (connection as pg.Pool).query<Row>({ name: name(text), text, values });
      // Taken out: what is left of one query hangs on to that of the next, so the collector would take all their rows for living
      // until it clears the old generation (measured: every row of a long export, 1 KB each).
      return rows.splice(0);
    };
  };
  return Object.assign(
    new PrismaClient({ adapter, transactionOptions: { maxWait: answerWithinMs, timeout: 2 * answerWithinMs } }),
    {
      sql: sqlOn(pool),
      search: sqlOn(pool, () => ''),
      transact: <Result>(work: (sql: Sql) => Promise<Result>) => inTransaction(pool, (client) => work(sqlOn(client))),
      snapshot: () => openSnapshot(pool, sqlOn),
    },
  );
}

/** Whoever stops reading for two minutes loses it: old rows cannot be cleared away while it is open. */
async function openSnapshot(pool: pg.Pool, sqlOn: (client: pg.PoolClient) => Sql): Promise<Snapshot> {
  const client = await pool.connect();
  const ignored = (): void => {};
  client.on('error', ignored);
  let isOpen = true;
  const end = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    const giveBack = (broken?: Error): void => {
      client.off('error', ignored);
      client.release(broken);
    };
    await client.query('ROLLBACK').then(() => giveBack(), giveBack);
  };
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await client.query(`SET LOCAL idle_in_transaction_session_timeout = '120s'`);
    return { sql: sqlOn(client), end };
  } catch (error) {
    await end();
    throw error;
  }
}

async function inTransaction<Result>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  // Without a listener, a connection that dies between two statements would take the process down.
  const ignored = (): void => {};
  client.on('error', ignored);
  const giveBack = (broken?: Error): void => {
    client.off('error', ignored);
    client.release(broken);
  };
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    giveBack();
    return result;
  } catch (error) {
    // A connection whose state is in doubt is not given back to the pool.
    await client.query('ROLLBACK').then(() => giveBack(), giveBack);
    throw error;
  }
}

// Statement texts vary with the number of list items, and PostgreSQL keeps each named statement per connection.
const maximumPreparedStatements = 500;

function createStatementNames(): (sql: string) => string {
  const names = new Map<string, string>();
  return (sql) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    if (names.size >= maximumPreparedStatements) return '';
    const name = createHash('sha1').update(sql).digest('base64url');
    names.set(sql, name);
    return name;
  };
}
