import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import {
  changeCampaign,
  closeCampaign,
  createCampaign,
  readCampaignResult,
  readCampaigns,
} from '../database/campaigns';
import { createUnitDirectory } from '../database/unit-directory';
import { MILESTONE_NAMES } from '../domain/milestone';
import type { SignedIn } from './actor';
import type { Api, ApiDependencies } from './app';
import {
  changeOf,
  changeSchema,
  hostedCampaign,
  HOSTS,
  isOver,
  newCampaignSchema,
  newCode,
  requireHost,
  seenCampaign,
} from './campaign-hosting';
import { campaignResultSchema, campaignSchema, campaignView } from './campaign-view';
import { sightOfActor } from './demands/eyes';
import { keyHeader, placeOf } from './demands/intake';
import { flag } from './flag';
import { once } from './once';
import { cursorTime, decodeCursor, listOf, pageOf, pageQuery } from './paging';
import { requestKey } from './request-key';

const tags = ['收集'];
const idParams = z.object({ id: z.uuid() });

export async function campaignRoutes(app: Api, { database }: ApiDependencies): Promise<void> {
  const directory = createUnitDirectory(database);
  const show = async (actor: SignedIn, id: string) =>
    campaignView(await seenCampaign(database, actor, id), await directory.units());

  app.get(
    '/campaigns',
    {
      config: { access: 'signed-in' },
      schema: {
        tags,
        summary: '收集诉求的活动：本单位、上级和下级的，最近的在前',
        querystring: z.object({
          ...pageQuery,
          unit: z.string().max(64).optional().meta({ description: '该单位及其下级的' }),
          closed: flag.optional().meta({ description: '只列已结束的，或只列没有结束的' }),
        }),
        response: { 200: listOf(campaignSchema) },
      },
    },
    async ({ actor, query: { cursor, limit, unit, closed } }) => {
      const after = decodeCursor(cursor, z.tuple([cursorTime, z.uuid()]));
      const search = { units: actor.units, unit, isClosed: closed, after, limit };
      const rows = await readCampaigns(database, search);
      const page = pageOf(rows, limit, ({ startsAt, id }) => [startsAt.toISOString(), id]);
      const units = await directory.units(page.items.map(({ unitId }) => unitId));
      return { ...page, items: page.items.map((campaign) => campaignView(campaign, units)) };
    },
  );

  app.post(
    '/campaigns',
    {
      config: { access: HOSTS },
      schema: {
        tags,
        summary: '新建活动（单位或其上级的收集人、分拨人）',
        headers: keyHeader,
        body: newCampaignSchema,
        response: { 201: campaignSchema },
      },
    },
    async ({ actor, body, headers }, reply) => {
      const unit = placeOf(await directory.units([body.unit]), body.unit);
      await requireHost(database, actor, unit.id);
      const change = await changeOf(database, body, unit);
      const given = headers['idempotency-key'];
      const key = given ? requestKey(`${actor.user}\ncampaign`, given, body) : null;
      const { id } = await once<{ id: string }>(database, actor.user, key, (remember) =>
        database.transact(async (sql) => {
          const made = { id: randomUUID() };
          await createCampaign(sql, { ...change, ...made, code: newCode(), unitId: unit.id, createdBy: actor.user });
          await remember(sql, made);
          return made;
        }),
      );
      void reply.code(201).header('location', `/api/v1/campaigns/${id}`);
      return show(actor, id);
    },
  );

  app.get(
    '/campaigns/:id',
    {
      config: { access: 'signed-in' },
      schema: { tags, summary: '一场活动', params: idParams, response: { 200: campaignSchema } },
    },
    async ({ actor, params: { id } }) => show(actor, id),
  );

  app.put(
    '/campaigns/:id',
    {
      config: { access: HOSTS },
      schema: {
        tags,
        summary: '修改没有结束的活动；单位和编号不变',
        params: idParams,
        body: changeSchema,
        response: { 200: campaignSchema },
      },
    },
    async ({ actor, params: { id }, body }) => {
      const { unitId } = await hostedCampaign(database, actor, id);
      const unit = placeOf(await directory.units([unitId]), unitId);
      if (!(await changeCampaign(database, id, await changeOf(database, body, unit), actor.user))) throw isOver();
      return show(actor, id);
    },
  );

  app.post(
    '/campaigns/:id/close',
    {
      config: { access: HOSTS },
      schema: {
        tags,
        summary: '结束活动：不能再登记到它名下',
        params: idParams,
        response: { 200: campaignSchema },
      },
    },
    async ({ actor, params: { id } }) => {
      await hostedCampaign(database, actor, id);
      if (!(await closeCampaign(database, id, actor.user))) throw isOver();
      return show(actor, id);
    },
  );

  app.get(
    '/campaigns/:id/result',
    {
      config: { access: 'signed-in' },
      schema: {
        tags,
        summary: '活动结果：提出、分拨、解决、评价和满意各几件，并按类别',
        params: idParams,
        response: { 200: campaignResultSchema },
      },
    },
    async ({ actor, params: { id } }) => {
      await seenCampaign(database, actor, id);
      const units = await directory.units(actor.units);
      const byCategory = await readCampaignResult(database, id, sightOfActor(actor, units));
      return { total: totalOf(byCategory), byCategory };
    },
  );
}

function totalOf(
  rows: z.output<typeof campaignResultSchema>['byCategory'],
): z.output<typeof campaignResultSchema>['total'] {
  const sums = MILESTONE_NAMES.map((name) => [name, rows.reduce((sum, row) => sum + row[name], 0)] as const);
  return Object.fromEntries(sums) as z.output<typeof campaignResultSchema>['total'];
}
