import { z } from 'zod';
import { readHeldAgainst } from '../../database/appeals';
import { recordAudit } from '../../database/audit';
import type { Database } from '../../database/client';
import type { UnitDirectory } from '../../database/unit-directory';
import { contactSight, type OpenJob } from '../../domain/contact-sight';
import { decryptContact } from '../../privacy/contact-cipher';
import type { Api, ApiDependencies } from '../app';
import { Problem, problemOf } from '../errors';
import { text } from '../text';
import { actingOn } from './acting-on';
import { seenDemand } from './eyes';

const revealSchema = z
  .strictObject({ reason: text(500, { min: 2 }).meta({ description: '为什么要看，记入审计' }) })
  .meta({ id: 'RevealContact' });
const contactSchema = z.object({ name: z.string(), phone: z.string() }).meta({ id: 'Contact' });

export function contactRoutes(app: Api, { database, config }: ApiDependencies, directory: UnitDirectory): void {
  app.post(
    '/demands/:number/contact/reveal',
    {
      config: { access: ['handler', 'callback', 'collector', 'dispatcher'], standIns: true },
      schema: {
        tags: ['诉求'],
        summary: '查看诉求人的完整联系方式（须写明理由，逐次审计）',
        params: z.object({ number: z.string().max(40) }),
        body: revealSchema,
        response: { 200: contactSchema },
      },
    },
    async ({ actor, params, body }) => {
      const { demand } = await seenDemand(database, directory, actor, params.number);
      const { id, state } = demand;
      const [jobs, held] = await Promise.all([openJobsOf(database, id), readHeldAgainst(database, id)]);
      const sightBy = (one: OpenJob | null) => contactSight(state, one, actingOn(actor, demand), held);
      const job = jobs.find((one) => isCaller(sightBy(one))) ?? jobs[0] ?? null;
      const sight = sightBy(job);
      if ('code' in sight) throw problemOf(sight);
      const row = await database.demand.findUniqueOrThrow({ where: { id }, select: { contactCipher: true } });
      if (!row.contactCipher) throw new Problem('not_found', '这件诉求没有留下联系方式，可联系收集单位。');
      const contact = decryptContact(row.contactCipher, id, config.secretKeys);
      // Audited before it is shown: what could not be audited is not shown.
      const drawn = sight.as === 'callback' && job?.kind === 'spot_check' ? { job: job.id } : {};
      const detail = { reason: body.reason, as: sight.as, stage: state.stage, round: state.round, ...drawn };
      await recordAudit(database, { user: actor.user, action: 'contact_revealed', target: state.number, detail });
      return contact;
    },
  );
}

const isCaller = (sight: ReturnType<typeof contactSight>): boolean => 'as' in sight && sight.as === 'callback';

/** The newest first. */
async function openJobsOf(database: Database, demandId: string): Promise<(OpenJob & { id: string; kind: string })[]> {
  const jobs = await database.callbackJob.findMany({
    where: { demandId, state: { in: ['scheduled', 'offered', 'claimed'] } },
    orderBy: { createdAt: 'desc' },
    select: { id: true, kind: true, unitId: true, leadUnitId: true, sight: true, workedOn: true, claimedBy: true },
  });
  return jobs.map(({ id, kind, unitId, sight, leadUnitId: lead, workedOn, claimedBy }) => {
    // The level says nothing about who may call.
    const unit = { id: unitId, level: 'B', path: sight } as const;
    return { id, kind, unit, lead, workedOn, claimedBy };
  });
}
