import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { recordAudit } from '../../database/audit';
import { markApplied } from '../../database/conference-changes';
import { createRulesReader } from '../../database/rules';
import type { UnitDirectory } from '../../database/unit-directory';
import { outcomeOf, type DecisionOutcome } from '../../domain/actions/conferring';
import { refusal } from '../../domain/transitions';
import type { Api, ApiDependencies } from '../app';
import type { ActionBody } from '../demands/action-bodies';
import { bulkResultSchema, reportEach } from '../demands/bulk-report';
import type { Seen } from '../demands/eyes';
import { actionKey, factsOf, perform } from '../demands/perform';
import { rulesNow } from '../demands/rules-now';
import { Problem, problemOf } from '../errors';
import { conferenceParams, PRESIDING, type ConferenceReader } from './reader';
import { outcomeSchema, type AgendaItemView } from './view';

const itemSchema = bulkResultSchema.shape.items.element.extend({
  outcome: outcomeSchema.nullable().meta({ description: '执行后（试算：将会）怎样；空为没有执行' }),
});
export const applyResultSchema = bulkResultSchema.extend({ items: z.array(itemSchema) }).meta({ id: 'ApplyResult' });

/**
 * Carries out what was decided, each decision once however often it is asked: the demand itself remembers which conference has
 * decided on it. What fails says why, and is tried again with the next call.
 */
export function applyRoutes(
  app: Api,
  dependencies: ApiDependencies,
  reader: ConferenceReader,
  directory: UnitDirectory,
): void {
  const { database } = dependencies;
  const readRules = createRulesReader(database);

  async function applyOne(request: FastifyRequest, seen: Seen, body: ActionBody<'decide'>): Promise<void> {
    const key = actionKey(request.actor, seen, 'decide', `conference ${body.conference}`, body);
    try {
      await perform(dependencies, seen, request.actor, { action: 'decide', body, key });
    } catch (error) {
      // A colleague's call, or one whose answer was lost, had done it.
      if (!(error instanceof Problem && error.code === 'already_decided')) throw error;
    }
    await markApplied(database, body.conference, seen.demand.id);
  }

  app.post(
    '/conferences/:id/actions/apply',
    {
      config: { access: PRESIDING },
      schema: {
        tags: ['联席会议'],
        summary: '执行决定：逐件成为诉求上的操作，逐件给出结果；重复执行不会办两次',
        params: conferenceParams,
        body: z.strictObject({ dryRun: z.boolean().optional().meta({ description: '只试算，什么也不写' }) }),
        response: { 200: applyResultSchema },
      },
    },
    async (request) => {
      const { actor, params, body } = request;
      const { id, unit_id, closed_at } = await reader.presiding(actor, params.id);
      if (closed_at !== null)
        throw new Problem('conference_closed', '会议已经结束，没有执行的决定请在下一次会议上处理。');
      const bodies = decisionsOf(id, (await reader.show(actor, id)).agenda);
      const outcomes = new Map<string, DecisionOutcome>();
      const report = await reportEach(database, directory, request, [...bodies.keys()], async (seen) => {
        const { state } = seen.demand;
        const decision = bodies.get(state.number)!;
        const facts = await factsOf(database, seen, actor, { action: 'decide', body: decision, key: null });
        if (body.dryRun) {
          const { now, rules } = rulesNow(await readRules(), state);
          const refused = refusal(state, { action: 'decide', actor, facts }, now, rules);
          if (refused) throw problemOf(refused);
        } else await applyOne(request, seen, decision);
        outcomes.set(state.number, outcomeOf(state, facts));
      });
      if (!body.dryRun && bodies.size > 0) {
        const done = report.items.filter((item) => item.done).map((item) => item.number);
        const detail = { id, done, refused: report.refused };
        await recordAudit(database, { user: actor.user, action: 'conference_applied', target: unit_id, detail });
      }
      const items = report.items.map((item) => ({ ...item, outcome: outcomes.get(item.number) ?? null }));
      return { ...report, items };
    },
  );
}

/** What was decided and not yet carried out, by the demand's number. */
function decisionsOf(conference: string, agenda: readonly AgendaItemView[]): Map<string, ActionBody<'decide'>> {
  const bodies = new Map<string, ActionBody<'decide'>>();
  for (const { demand, decision, leadUnit, workingDays, appliedAt } of agenda)
    if (demand && decision !== null && appliedAt === null)
      bodies.set(demand.number, {
        ...{ conference, decision },
        ...(leadUnit ? { leadUnit: leadUnit.id } : {}),
        ...(workingDays === null ? {} : { workingDays }),
      });
  return bodies;
}
