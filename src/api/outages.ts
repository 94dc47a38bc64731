import { isGrpcServiceError } from '@temporalio/client';

/** gRPC status codes that mean the server was not reached or did not answer in time. */
const temporalOutageCodes = new Set([1, 4, 8, 14]);

/**
 * What the engine says of a workflow whose worker ended several times in the middle of its work: it is tried again by
 * itself, later each time, and takes no updates until then.
 */
const isBeingTriedAgain = ({ details }: { details: string }): boolean =>
  details.includes('Workflow Task in failed state');

/** PostgreSQL and socket codes, and Prisma's own, that mean the same of the database. */
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
  ...['57P01', '57P02', '57P03', '53300', '08000', '08001', '08003', '08004', '08006', '25006', '53100'],
  ...['P1000', 'P1001', 'P1002', 'P1003', 'P1008', 'P1010', 'P1011', 'P1017', 'P2024', 'P2028', 'P2037'],
]);

const databaseOutageKinds = new Set([
  'DatabaseNotReachable',
  'DatabaseDoesNotExist',
  'AuthenticationFailed',
  'ConnectionClosed',
  'SocketTimeout',
  'TlsConnectionError',
  'TooManyConnections',
]);

// node-postgres throws these without a code.
const databaseOutageMessage =
  /Connection terminated|timeout exceeded when trying to connect|Query read timeout|connection error and is not queryable|Cannot use a pool after calling end/;

/** Which of the two dependencies an error says is missing, looking through its causes. */
export function missingDependency(error: unknown): 'database' | 'temporal' | undefined {
  for (const each of causesOf(error)) {
    if (each instanceof Error && each.name === 'WorkflowUpdateRPCTimeoutOrCancelledError') return 'temporal';
    if (isGrpcServiceError(each) && (temporalOutageCodes.has(each.code) || isBeingTriedAgain(each))) return 'temporal';
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
