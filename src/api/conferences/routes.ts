import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import {
  changeConference,
  closeConference,
  createConference,
  type ConferenceData,
} from '../../database/conference-changes';
import { listConferences } from '../../database/conferences';
import { createUnitDirectory, type UnitDirectory } from '../../database/unit-directory';
import { committeeFor } from '../../domain/organisation';
import { unitsWithRole, type SignedIn } from '../actor';
import type { Api, ApiDependencies } from '../app';
import { keyHeader, placeOf } from '../demands/intake';
import type { Units } from '../demands/view';
import { invalidInput, Problem } from '../errors';
import { flag } from '../flag';
import { moment } from '../instant';
import { once } from '../once';
import { cursorTime, decodeCursor, listOf, pageOf, pageQuery } from '../paging';
import { idFrom, requestKey } from '../request-key';
import { text } from '../text';
import { agendaRoutes } from './agenda';
import { applyRoutes } from './apply';
import { conferenceParams, createReader, presides, PRESIDING, refuseIf, type ConferenceReader } from './reader';
import { conferenceSchema, conferenceView, conferenceWithAgendaSchema, minutesSchema } from './view';

const fields = {
  title: text(200),
  heldAt: moment,
  location: text(200),
  host: text(100),
  attendees: text(2000, { min: 0 }).default(''),
};
const newConferenceSchema = z
  .strictObject({ ...fields, unit: z.string().min(1).max(64).meta({ description: '哪一级党委的联席会议' }) })
  .meta({ id: 'NewConference' });
const conferenceChangeSchema = z.strictObject(fields).meta({ id: 'ConferenceChange' });

export async function conferenceRoutes(app: Api, dependencies: ApiDependencies): Promise<void> {
  const directory = createUnitDirectory(dependencies.database);
  const reader = createReader(dependencies, directory);
  readingRoutes(app, dependencies, reader, directory);
  writingRoutes(app, dependencies, reader, directory);
  agendaRoutes(app, dependencies, reader, directory);
  applyRoutes(app, dependencies, reader, directory);
}

function readingRoutes(app: Api, { database }: ApiDependencies, reader: ConferenceReader, directory: UnitDirectory) {
  app.get(
    '/conferences',
    {
      config: { access: 'signed-in' },
      schema: {
        tags: ['联席会议'],
        summary: '本单位及下级的联席会议，新的在前',
        querystring: z.object({
          open: flag.optional().meta({ description: '尚未结束' }),
          demand: z.string().max(40).optional().meta({ description: '议程上有这件诉求' }),
          ...pageQuery,
        }),
        response: { 200: listOf(conferenceSchema) },
      },
    },
    async ({ actor, query: { cursor, ...query } }) => {
      const after = decodeCursor(cursor, z.tuple([cursorTime, z.uuid()]));
      const rows = await listConferences(database, { ...query, seats: actor.units, after });
      const { items, nextCursor } = pageOf(rows, query.limit, (row) => [row.held_at.toISOString(), row.id]);
      const units = await directory.units(items.map((row) => row.unit_id));
      return { items: items.map((row) => conferenceView(row, units, presides(actor, row, units))), nextCursor };
    },
  );

  app.get(
    '/conferences/:id',
    {
      config: { access: 'signed-in' },
      schema: {
        tags: ['联席会议'],
        summary: '一次联席会议及其议程',
        params: conferenceParams,
        response: { 200: conferenceWithAgendaSchema },
      },
    },
    ({ actor, params }) => reader.show(actor, params.id),
  );

  app.get(
    '/conferences/:id/minutes',
    {
      config: { access: 'signed-in' },
      schema: {
        tags: ['联席会议'],
        summary: '会议纪要的内容',
        params: conferenceParams,
        response: { 200: minutesSchema },
      },
    },
    async ({ actor, params }) => {
      const { agenda, ...conference } = await reader.show(actor, params.id);
      const isDecided = (item: { decision: string | null }) => item.decision !== null;
      return {
        conference,
        decisions: agenda.filter(isDecided),
        undecided: agenda.filter((item) => !isDecided(item)),
      };
    },
  );
}

function writingRoutes(
  app: Api,
  { database }: ApiDependencies,
  reader: ConferenceReader,
  directory: UnitDirectory,
): void {
  app.post(
    '/conferences',
    {
      config: { access: PRESIDING },
      schema: {
        tags: ['联席会议'],
        summary: '新建联席会议（本级及下级党委）',
        headers: keyHeader,
        body: newConferenceSchema,
        response: { 201: conferenceWithAgendaSchema },
      },
    },
    async ({ actor, headers, body }, reply) => {
      const data = dataOf(actor, body, await directory.units([body.unit]));
      const given = headers['idempotency-key'];
      const key = requestKey(`${actor.user}\nconference`, given ?? randomUUID(), body);
      const { id } = await once<{ id: string }>(database, actor.user, key, (remember) =>
        database.transact(async (sql) => {
          const made = { id: idFrom(key, 'conference') };
          await createConference(sql, made.id, actor.user, data);
          await remember(sql, made);
          return made;
        }),
      );
      void reply.code(201).header('location', `/api/v1/conferences/${id}`);
      return reader.show(actor, id);
    },
  );

  app.put(
    '/conferences/:id',
    {
      config: { access: PRESIDING },
      schema: {
        tags: ['联席会议'],
        summary: '修改会议的时间、地点、主持人和参会人员',
        params: conferenceParams,
        body: conferenceChangeSchema,
        response: { 200: conferenceWithAgendaSchema },
      },
    },
    async ({ actor, params, body }) => {
      const { id, unit_id } = await reader.presiding(actor, params.id);
      const data = { ...body, heldAt: new Date(body.heldAt), unitId: unit_id };
      refuseIf(await changeConference(database, actor.user, { id, ...data }));
      return reader.show(actor, id);
    },
  );

  app.post(
    '/conferences/:id/actions/close',
    {
      config: { access: PRESIDING },
      schema: {
        tags: ['联席会议'],
        summary: '结束会议：议程和决定不再改动',
        params: conferenceParams,
        body: z.strictObject({}),
        response: { 200: conferenceWithAgendaSchema },
      },
    },
    async ({ actor, params }) => {
      const { id, unit_id } = await reader.presiding(actor, params.id);
      refuseIf(await closeConference(database, actor.user, { id, unitId: unit_id }));
      return reader.show(actor, id);
    },
  );
}

/** Throws when the unit is none that confers, or not the caller's own or below it. */
function dataOf(actor: SignedIn, body: z.output<typeof newConferenceSchema>, units: Units): ConferenceData {
  const unit = placeOf(units, body.unit);
  if (committeeFor(unit, unit.level).id !== unit.id)
    throw invalidInput('/unit', '联席会议由区、街道、社区或园区党委召开，请选择这样的单位。');
  if (!unitsWithRole(actor, ...PRESIDING).some((seat) => unit.path.includes(seat)))
    throw new Problem('unit_out_of_reach', '只能为本级及下级党委新建联席会议。');
  const { title, location, host, attendees } = body;
  return { unitId: unit.id, title, heldAt: new Date(body.heldAt), location, host, attendees };
}
