import { isGrpcServiceError } from '@temporalio/client';

/**
 * gRPC status codes that mean the engine was not reached, did not answer in time, or could not do it now: cancelled, unknown,
 * deadline exceeded, resource exhausted, aborted, internal, unavailable, data loss. Failed precondition (9) is what it says of a
 * workflow whose worker ended in the middle of its work: that is tried again by itself, and takes no updates until then.
 */
const temporalOutageCodes = new Set([1, 2, 4, 8, 9, 10, 13, 14, 15]);

/** PostgreSQL and socket codes, and Prisma's own, that mean the same of the database: also what it broke off for others' sake. */
const databaseOutageCodes = new Set([
  ...[
    'ECONNREFUSED',
    'ECONNRESET',
    'ECONNABORTED',
    'ENOTFOUND',
    'EPIPE',
    'ETIMEDOUT',
    'EAI_AGAIN',
    'EHOSTUNREACH',
    'ENOENT',
  ],
  ...[
    '57P01',
    '57P02',
    '57P03',
    '57P05',
    '53000',
    '53100',
    '53200',
    '53300',
    '08000',
    '08001',
    '08003',
    '08004',
    '08006',
    '25006',
  ],
  ...['40001', '40P01', '55P03', '57014', '25P03', '25P04'],
  ...['P1000', 'P1001', 'P1002', 'P1003', 'P1008', 'P1010', 'P1011', 'P1017', 'P2024', 'P2028', 'P2034', 'P2037'],
]);

const databaseOutageKinds = new Set([
  'DatabaseNotReachable',
  'DatabaseDoesNotExist',
  'AuthenticationFailed',
  'ConnectionClosed',
  'SocketTimeout',
  'TlsConnectionError',
  'TooManyConnections',
  'TransactionWriteConflict',
]);

// node-postgres throws these without a code.
const databaseOutageMessage =
  /Connection terminated|timeout exceeded when trying to connect|Query read timeout|connection error and is not queryable|Cannot use a pool after calling end/;

/** Which of the two dependencies an error says is missing, looking through its causes. */
export function missingDependency(error: unknown): 'database' | 'temporal' | undefined {
  for (const each of causesOf(error)) {
    if (each instanceof Error && each.name === 'WorkflowUpdateRPCTimeoutOrCancelledError') return 'temporal';
    if (isGrpcServiceError(each) && temporalOutageCodes.has(each.code)) return 'temporal';
    if (isDatabaseOutage(each)) return 'database';
  }
  return undefined;
}

function isDatabaseOutage(error: Record<string, unknown>): boolean {
  const { code, originalCode, kind, message } = error;
  if (typeof code === 'string' && databaseOutageCodes.has(code)) return true;
  if (typeof originalCode === 'string' && databaseOutageCodes.has(originalCode)) return true;
  if (typeof kind === 'string' && databaseOutageKinds.has(kind)) return true;
  return typeof message === 'string' && databaseOutageMessage.test(message);
}

function causesOf(error: unknown): Record<string, unknown>[] {
  const causes: Record<string, unknown>[] = [];
  let next: unknown = error;
  while (typeof next === 'object' && next !== null && causes.length < 10) {
    const each = next as Record<string, unknown>;
    causes.push(each);
    const meta = each.meta as Record<string, unknown> | undefined;
    next = each.cause ?? meta?.driverAdapterError;
  }
  return causes;
}
