import { z } from 'zod';
import { promiseWorkflowId, reportPromiseUpdate, type PromiseMessage } from '../../../workflows/messages';
import { recordAudit } from '../../database/audit';
import { refuse } from '../../domain/refusal-codes';
import type { Api, ApiDependencies } from '../app';
import { askWorkflow } from '../ask-workflow';
import { askedBeside } from '../asked-beside';
import { morningOf } from '../demands/action-bodies';
import { seenDemand } from '../demands/eyes';
import { keyHeader } from '../demands/intake';
import { invalidInput } from '../errors';
import { dateSchema } from '../period';
import { requireNoLeaks } from '../replies/leaks';
import { text } from '../text';
import { actorOf, type PromiseReader } from './reader';
import { outcomeSchema, promiseSchema } from './view';

const reportSchema = z
  .strictObject({
    outcome: outcomeSchema,
    text: text(2000),
    confirmed: z.boolean().optional().meta({ description: '已核对，姓名或照抄内部记录的提示是误报' }),
    dueOn: dateSchema.optional(),
  })
  .meta({ id: 'PromiseReport' });

export function reportingRoute(
  app: Api,
  dependencies: ApiDependencies,
  { directory, read, show }: PromiseReader,
): void {
  const { database } = dependencies;
  app.post(
    '/promises/:id/actions/report',
    {
      config: { access: ['handler', 'replier', 'supervisor'], standIns: true },
      schema: {
        tags: ['承诺'],
        summary: '报告兑现情况，诉求人会收到通知',
        params: z.object({ id: z.string().max(64) }),
        headers: keyHeader,
        body: reportSchema,
        response: { 200: promiseSchema },
      },
    },
    async ({ actor, params, headers, body }) => {
      const { id, demand_id: demandId, number } = await read(actor, params.id);
      requireFittingDay(body);
      await requireNoLeaks(dependencies, await seenDemand(database, directory, actor, number), body);
      const asked = { user: actor.user, id, action: 'report', given: headers['idempotency-key'], body };
      const kept = async () => {
        const { ended_at, requests, version, made_at } = await read(actor, id);
        return { requests, isOver: ended_at !== null, openedAt: version === 0 ? made_at : null };
      };
      const dueAt = body.dueOn === undefined ? null : morningOf(body.dueOn);
      await askWorkflow<PromiseMessage>(dependencies, {
        workflowId: promiseWorkflowId(id),
        update: reportPromiseUpdate,
        said: { facts: { outcome: body.outcome, dueAt } },
        actor: actorOf(actor),
        demandId,
        words: { text: body.text },
        ...askedBeside(asked, kept, refuse('already_concluded', '这项承诺已有结论，无需再报告。')),
      });
      const detail = { promise: id, outcome: body.outcome };
      await recordAudit(database, { user: actor.user, action: 'promise_reported', target: number, detail });
      return show(actor, await read(actor, id), await directory.units());
    },
  );
}

function requireFittingDay({ outcome, dueOn }: z.output<typeof reportSchema>): void {
  if (outcome === 'postponed' && dueOn === undefined) throw invalidInput('/dueOn', '请选择推迟到哪一天。');
  if (outcome !== 'postponed' && dueOn !== undefined) throw invalidInput('/dueOn', '只有推迟时才填写新的日期。');
}
