/** Whether PostgreSQL refused a row because its unique key exists. Prisma reports it as P2002, a raw statement as 23505. */
export function isUniqueViolation(error: unknown): boolean {
  const { code, meta } = (error ?? {}) as { code?: unknown; meta?: { code?: unknown } };
  return code === 'P2002' || code === '23505' || meta?.code === '23505';
}
