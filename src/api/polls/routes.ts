import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { closePollUpdate, pollWorkflowId, type PollMessage } from '../../../workflows/messages';
import { recordAudit } from '../../database/audit';
import { findPoll, listPolls, type StaffPollRow } from '../../database/polls';
import { createUnitDirectory } from '../../database/unit-directory';
import { refuse } from '../../domain/refusal-codes';
import type { Role } from '../../domain/vocabulary';
import type { SignedIn } from '../actor';
import type { Api, ApiDependencies } from '../app';
import { askWorkflow } from '../ask-workflow';
import { askedBeside } from '../asked-beside';
import { actionBodies } from '../demands/action-bodies';
import { seenDemand, sightOfActor } from '../demands/eyes';
import { keyHeader } from '../demands/intake';
import { actionKey, perform } from '../demands/perform';
import { notFound, Problem } from '../errors';
import { flag } from '../flag';
import { cursorTime, decodeCursor, listOf, pageOf, pageQuery } from '../paging';
import { requireNoLeaks } from '../replies/leaks';
import { idFrom } from '../request-key';
import { text } from '../text';
import { ballotRoutes } from './ballots';
import { pollSchema, pollView, type PollView } from './view';

const ORGANISERS: readonly Role[] = ['handler', 'supervisor'];
const idParams = z.object({ id: z.string().max(64) });
const closeSchema = z
  .strictObject({
    reason: text(500).meta({ description: '投票人和诉求人会看到' }),
    confirmed: z.boolean().optional().meta({ description: '已核对：提示的他人姓名、内部记录原文是误报' }),
  })
  .meta({ id: 'ClosePoll' });

/** Reads a poll for the caller; `organising` throws unless it belongs to the caller's own unit. */
export interface PollReader {
  read(actor: SignedIn, id: string): Promise<StaffPollRow>;
  organising(actor: SignedIn, id: string): Promise<StaffPollRow>;
  show(actor: SignedIn, row: StaffPollRow): Promise<PollView>;
}

const isOrganiser = (actor: SignedIn, { unit_id }: StaffPollRow): boolean =>
  actor.grants.some(({ role, unit }) => unit === unit_id && ORGANISERS.includes(role));

export async function pollRoutes(app: Api, dependencies: ApiDependencies): Promise<void> {
  const { database } = dependencies;
  const directory = createUnitDirectory(database);
  const reader: PollReader = {
    read: async (actor, id) => {
      const row = await findPoll(database, id, sightOfActor(actor, await directory.units(actor.units)));
      if (!row) throw notFound('这次票选');
      return row;
    },
    organising: async (actor, id) => {
      const row = await reader.read(actor, id);
      if (!isOrganiser(actor, row))
        throw new Problem(
          'not_allowed_for_role',
          '只有发起单位的经办人和督办员可以取投票链接、提前结束，请联系发起单位。',
        );
      return row;
    },
    show: async (actor, row) => pollView(row, await directory.units([row.unit_id]), isOrganiser(actor, row)),
  };
  listRoutes(app, dependencies, reader, directory);
  openingRoute(app, dependencies, reader, directory);
  closingRoute(app, dependencies, reader, directory);
  ballotRoutes(app, dependencies, reader);
}

type Directory = ReturnType<typeof createUnitDirectory>;

function listRoutes(app: Api, { database }: ApiDependencies, reader: PollReader, directory: Directory): void {
  app.get(
    '/polls',
    {
      config: { access: 'signed-in' },
      schema: {
        tags: ['票选'],
        summary: '票选列表，新的在前',
        querystring: z.object({
          demand: z.string().max(40).optional().meta({ description: '诉求编号' }),
          open: flag.optional().meta({ description: '尚未结束' }),
          ...pageQuery,
        }),
        response: { 200: listOf(pollSchema) },
      },
    },
    async ({ actor, query: { cursor, ...query } }) => {
      const sight = sightOfActor(actor, await directory.units(actor.units));
      const after = decodeCursor(cursor, z.tuple([cursorTime, z.uuid()]));
      const rows = await listPolls(database, { ...query, sight, after });
      const { items, nextCursor } = pageOf(rows, query.limit, (row) => [row.created_at.toISOString(), row.id]);
      return { items: await Promise.all(items.map((row) => reader.show(actor, row))), nextCursor };
    },
  );

  app.get(
    '/polls/:id',
    {
      config: { access: 'signed-in' },
      schema: {
        tags: ['票选'],
        summary: '一次票选：投票率；截止后有结果',
        params: idParams,
        response: { 200: pollSchema },
      },
    },
    async ({ actor, params }) => reader.show(actor, await reader.read(actor, params.id)),
  );
}

/** The record of the action writes the poll as well, its id derived from the action's key. */
function openingRoute(app: Api, dependencies: ApiDependencies, reader: PollReader, directory: Directory): void {
  const { database } = dependencies;
  app.post(
    '/demands/:number/polls',
    {
      config: { access: ['handler'] },
      schema: {
        tags: ['票选'],
        summary: '发起票选（签收本件的经办人）',
        params: z.object({ number: z.string().max(40) }),
        headers: keyHeader,
        body: actionBodies.open_poll.meta({ id: 'NewPoll' }),
        response: { 201: pollSchema },
      },
    },
    async ({ actor, params, headers, body }, reply) => {
      const seen = await seenDemand(database, directory, actor, params.number);
      const key = actionKey(actor, seen, 'open_poll', headers['idempotency-key'] ?? randomUUID(), body);
      await perform(dependencies, seen, actor, { action: 'open_poll', body, key });
      const id = idFrom(key, 'part 0');
      void reply.code(201).header('location', `/api/v1/polls/${id}`);
      return reader.show(actor, await reader.read(actor, id));
    },
  );
}

function closingRoute(app: Api, dependencies: ApiDependencies, reader: PollReader, directory: Directory): void {
  const { database } = dependencies;
  app.post(
    '/polls/:id/actions/close',
    {
      config: { access: ['handler', 'supervisor'] },
      schema: {
        tags: ['票选'],
        summary: '提前结束票选并计票（发起单位，须写明理由）',
        params: idParams,
        headers: keyHeader,
        body: closeSchema,
        response: { 200: pollSchema },
      },
    },
    async ({ actor, params, headers, body }) => {
      const { id, demand_id, number, closed_at: closedAt } = await reader.organising(actor, params.id);
      if (closedAt === null) {
        const seen = await seenDemand(database, directory, actor, number);
        await requireNoLeaks(dependencies, seen, { text: body.reason, confirmed: body.confirmed }, '/reason');
      }
      const asked = { user: actor.user, id, action: 'close', given: headers['idempotency-key'], body };
      // The demand's workflow starts that of the poll a moment after it was opened.
      const read = async () => {
        const { closed_at, created_at } = await reader.read(actor, id);
        return { isOver: closed_at !== null, openedAt: created_at };
      };
      await askWorkflow<PollMessage>(dependencies, {
        workflowId: pollWorkflowId(id),
        update: closePollUpdate,
        said: {},
        actor,
        demandId: demand_id,
        words: { ...body },
        ...askedBeside(asked, read, refuse('already_concluded', '这次票选已经结束，请刷新查看结果。')),
      });
      const detail = { poll: id, reason: body.reason };
      await recordAudit(database, { user: actor.user, action: 'poll_closed_early', target: number, detail });
      return reader.show(actor, await reader.read(actor, id));
    },
  );
}
