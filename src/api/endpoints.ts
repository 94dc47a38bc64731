import { z } from 'zod';
import {
  auditTest,
  changeEndpoint,
  deleteEndpoint,
  findEndpoint,
  readEndpoints,
  rotateSecret,
  type EndpointRow,
} from '../database/endpoints';
import { createUnitDirectory } from '../database/unit-directory';
import { createEgress } from '../notices/egress';
import { newSecret, ROTATION } from '../notices/endpoint';
import { maskUrl, sealSecret, sealUrl } from '../notices/sealed';
import type { SignedIn } from './actor';
import type { Api, ApiDependencies } from './app';
import { coveredUnits } from './covered-units';
import {
  endpointChangeSchema,
  endpointMadeSchema,
  endpointSchema,
  endpointView,
  newEndpointSchema,
  testedSchema,
} from './endpoint-view';
import { makeEndpoint, requireUnknownRobot, requireUsable, tryEndpoint } from './endpoint-making';
import { invalidInput, notFound, Problem } from './errors';
import { decodeCursor, listOf, pageOf, pageQuery } from './paging';
import { requestKey } from './request-key';

const idParams = z.object({ id: z.uuid() });
const cursorSchema = z.tuple([z.string().max(100), z.uuid()]);
const tags = ['通知'];
const access = ['administrator'] as ['administrator'];

export async function endpointRoutes(app: Api, { database, config }: ApiDependencies): Promise<void> {
  const directory = createUnitDirectory(database);
  const { secretKeys: keys, notices } = config;
  const egress = createEgress({ allowed: notices.allowedEgress });
  const making = { database, config, egress };

  /** Of a unit that the caller administers; any other is answered as one that does not exist. */
  async function administered(actor: SignedIn, id: string): Promise<EndpointRow> {
    const row = await findEndpoint(database, id);
    const { units } = await coveredUnits(database, actor, 'administrator');
    if (!row || !units.has(row.unit_id)) throw notFound('这个机器人或 Webhook');
    return row;
  }
  async function show(actor: SignedIn, id: string) {
    const row = await administered(actor, id);
    return endpointView(row, await directory.units([row.unit_id]));
  }

  app.get(
    '/endpoints',
    {
      config: { access },
      schema: {
        tags,
        summary: '所管理单位的群机器人和 Webhook',
        querystring: z.object(pageQuery),
        response: { 200: listOf(endpointSchema) },
      },
    },
    async ({ actor, query: { cursor, limit } }) => {
      const after = decodeCursor(cursor, cursorSchema);
      const { units: covered } = await coveredUnits(database, actor, 'administrator');
      const page = pageOf(await readEndpoints(database, { units: [...covered], after, limit }), limit, (row) => [
        row.name,
        row.id,
      ]);
      const units = await directory.units(page.items.map((row) => row.unit_id));
      return { ...page, items: page.items.map((row) => endpointView(row, units)) };
    },
  );

  app.post(
    '/endpoints',
    {
      config: { access },
      schema: {
        tags,
        summary: '新增群机器人或 Webhook;Webhook 的密钥只在这次回答里出现',
        headers: z.object({ 'idempotency-key': z.string().min(1).max(200).optional() }),
        body: newEndpointSchema,
        response: { 201: endpointMadeSchema },
      },
    },
    async ({ actor, body, headers }, reply) => {
      const { units } = await coveredUnits(database, actor, 'administrator');
      if (!units.has(body.unit)) throw new Problem('not_allowed_for_role', '只能为自己管理的单位及其下级设置。');
      requireUsable(egress, body);
      const given = headers['idempotency-key'];
      const key = given === undefined ? null : requestKey(`${actor.user}\nendpoint`, given, body);
      const { id, secret } = await makeEndpoint(making, body, actor.user, key);
      void reply.code(201).header('location', `/api/v1/endpoints/${id}`);
      return { ...(await show(actor, id)), secret };
    },
  );

  app.get(
    '/endpoints/:id',
    {
      config: { access },
      schema: { tags, summary: '一个机器人或 Webhook', params: idParams, response: { 200: endpointSchema } },
    },
    ({ actor, params: { id } }) => show(actor, id),
  );

  app.put(
    '/endpoints/:id',
    {
      config: { access },
      schema: {
        tags,
        summary: '修改、停用或重新启用；单位和渠道不变',
        params: idParams,
        body: endpointChangeSchema,
        response: { 200: endpointSchema },
      },
    },
    async ({ actor, params: { id }, body: { url, secret, ...change } }) => {
      const row = await administered(actor, id);
      requireUsable(egress, { channel: row.channel, url, secret: secret ?? undefined });
      if (secret === null && row.channel === 'webhook') throw invalidInput('/secret', 'Webhook 必须签名，密钥只能更换');
      const sealed = url === undefined ? {} : { url: { sealed: sealUrl(url, id, keys), masked: maskUrl(url) } };
      const signing = secret === undefined ? {} : { secret: secret === null ? null : sealSecret(secret, id, keys) };
      await changeEndpoint(database, row, { ...change, ...sealed, ...signing }, actor.user, async (sql) => {
        const isTakenIntoUse = url !== undefined || row.disabled_at !== null;
        if (isTakenIntoUse && !change.disabled)
          await requireUnknownRobot(sql, { id, unit: row.unit_id, channel: row.channel, url }, keys);
      });
      return show(actor, id);
    },
  );

  app.delete(
    '/endpoints/:id',
    {
      config: { access },
      schema: { tags, summary: '删除；还没发的消息不再发', params: idParams, response: { 204: z.void() } },
    },
    async ({ actor, params: { id } }, reply) => {
      await deleteEndpoint(database, await administered(actor, id), actor.user);
      return reply.code(204).send();
    },
  );

  app.post(
    '/endpoints/:id/actions/rotate',
    {
      config: { access },
      schema: {
        tags,
        summary: '更换 Webhook 的密钥；24 小时内新旧两个密钥都签名',
        params: idParams,
        response: { 200: endpointMadeSchema },
      },
    },
    async ({ actor, params: { id } }) => {
      const row = await administered(actor, id);
      if (row.channel !== 'webhook')
        throw new Problem('not_allowed_in_state', '机器人的加签密钥在群里生成，请在修改里填写新的。');
      const secret = newSecret();
      const sealed = sealSecret(secret, id, keys);
      if (!(await rotateSecret(database, row, sealed, new Date(Date.now() + ROTATION), actor.user)))
        throw new Problem(
          'not_allowed_in_state',
          '24 小时内刚更换过密钥，对方可能还在用旧的，请到期后再换。密钥已泄露的，请删除这个 Webhook 后重新登记。',
        );
      return { ...(await show(actor, id)), secret };
    },
  );

  app.post(
    '/endpoints/:id/actions/test',
    {
      config: { access },
      schema: { tags, summary: '试发一条', params: idParams, response: { 200: testedSchema } },
    },
    async ({ actor, params: { id } }) => {
      const row = await administered(actor, id);
      const tested = await tryEndpoint(making, row);
      await auditTest(database, row, tested.delivered, actor.user);
      return tested;
    },
  );
}
