import type { Role } from '../domain/vocabulary';
import { Prisma } from './client';

/** The unit, or where nobody has the role there the nearest one above that has somebody: nothing is told to an empty chair. */
export const seatOrAbove = (unit: Prisma.Sql, role: Role): Prisma.Sql => Prisma.sql`COALESCE((
  SELECT p.id FROM unit self, unnest(self.path) WITH ORDINALITY AS p(id, depth)
  WHERE self.id = ${unit} AND EXISTS (
    SELECT 1 FROM role_grant g JOIN staff_user u ON u.id = g.user_id AND u.disabled_at IS NULL
    WHERE g.unit_id = p.id AND g.role = ${role})
  ORDER BY p.depth DESC LIMIT 1), ${unit})`;
