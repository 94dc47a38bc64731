import { z } from 'zod';
import type { Database } from '../../database/client';
import { findVisit } from '../../database/visits';
import { refuse } from '../../domain/refusal-codes';
import { VISIT_CHANNEL } from '../../domain/visit';
import type { SubjectType } from '../../domain/vocabulary';
import { unitsWithRole, type SignedIn } from '../actor';
import { notFound, Problem, problemOf, type FieldError } from '../errors';

export const visitField = {
  visit: z.uuid().optional().meta({ description: '在哪次走访中收集；没有写明的所在地、主体和渠道随走访' }),
};

interface Given {
  visit?: string;
  unit?: string;
  subject?: { type: SubjectType; name: string };
  channel?: string;
}
type Filled<Body extends Given> = Body & Required<Pick<Given, 'unit' | 'subject'>>;

/**
 * The filing with what its visit says of it where it says nothing itself, and the team that was there. Throws when there is
 * no such visit of the caller's teams, and when place or subject stay unknown.
 */
export async function filledFromVisit<Body extends Given>(
  database: Database,
  actor: SignedIn,
  body: Body,
): Promise<{ filled: Filled<Body>; team: string | null }> {
  if (body.visit === undefined) return { filled: requireWhole(body), team: null };
  const visit = await findVisit(database, unitsWithRole(actor, 'collector'), body.visit);
  if (!visit) throw notFound('该次走访');
  if (visit.cancelled_at)
    throw problemOf(refuse('already_concluded', '这次走访已经取消。请另外安排一次，或不从走访登记。'));
  const { unit = visit.enterprise_unit_id, channel = VISIT_CHANNEL } = body;
  const subject = body.subject ?? { type: 'enterprise', name: visit.enterprise_name };
  return { filled: { ...body, unit, channel, subject }, team: visit.team_id };
}

function requireWhole<Body extends Given>(body: Body): Filled<Body> {
  const { unit, subject } = body;
  if (unit !== undefined && subject !== undefined) return { ...body, unit, subject };
  const errors: FieldError[] = [
    ...(unit === undefined ? [{ path: '/unit', message: '请填写诉求所在地' }] : []),
    ...(subject === undefined ? [{ path: '/subject', message: '请填写诉求主体' }] : []),
  ];
  throw new Problem('invalid_input', `填写有误：${errors.map(({ message }) => message).join('；')}。`, { errors });
}
