import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { Config, SecretKey } from '../config';
import type { Database, Sql } from '../database/client';
import { insertEndpoint, readRobotUrls, type RobotUrl } from '../database/endpoints';
import { isRobot } from '../domain/notice-channel';
import type { Egress } from '../notices/egress';
import { newSecret, readEndpoint, tellEndpoint } from '../notices/endpoint';
import { asDeliveryError } from '../notices/fault';
import { maskUrl, openUrl, sealSecret, sealUrl } from '../notices/sealed';
import type { newEndpointSchema, testedSchema } from './endpoint-view';
import { invalidInput } from './errors';
import { once } from './once';
import type { RequestKey } from './request-key';

interface Making {
  database: Database;
  config: Config;
  egress: Egress;
}

/** Throws `invalid_input` for an address that leads inside, and for a secret where there can be none. */
export function requireUsable(
  egress: Egress,
  { channel, url, secret }: { channel: string; url?: string; secret?: string },
): void {
  const objection = url === undefined ? null : egress.objection(url);
  if (objection) throw invalidInput('/url', objection);
  if (secret !== undefined && channel === 'webhook')
    throw invalidInput('/secret', 'Webhook 的密钥由系统生成，不用填写');
  if (secret !== undefined && channel === 'wecom')
    throw invalidInput('/secret', '企业微信机器人没有加签密钥，不用填写');
}

/** Twice the same robot would say everything twice, and too much for its limit. Throws unless it is new. */
export async function requireUnknownRobot(
  sql: Sql,
  { id, unit, channel, url }: { id: string; unit: string; channel: string; url?: string },
  keys: readonly SecretKey[],
): Promise<void> {
  if (!isRobot(channel)) return;
  const known = (await readRobotUrls(sql, channel, { id, unit })).flatMap((each) => {
    const readable = readableHref(each, keys);
    return readable === null ? [] : [{ ...each, href: readable }];
  });
  const href = url === undefined ? known.find((each) => each.id === id)?.href : new URL(url).href;
  const same = known.find((each) => each.id !== id && each.href === href);
  if (!same) return;
  throw invalidInput(
    '/url',
    `这个群机器人已经登记在${same.isKin ? `“${same.unit}”` : '其他单位'}。上级单位登记的，下级单位的通知也会发到，不用再登记；几个单位合用一个群的，请先停用那一个，再由共同的上级登记。`,
  );
}

/** Null for one that was sealed under a key that is no longer there: it tells nobody anything, and is in nobody's way. */
function readableHref({ id, url }: RobotUrl, keys: readonly SecretKey[]): string | null {
  try {
    return new URL(openUrl(url, id, keys)).href;
  } catch {
    return null;
  }
}

/** The answer that is remembered holds no secret: whoever asks again with the same key has to change it to see one. */
export async function makeEndpoint(
  { database, config: { secretKeys: keys } }: Making,
  { unit, channel, name, kinds, url, secret }: z.output<typeof newEndpointSchema>,
  by: string,
  key: RequestKey | null,
): Promise<{ id: string; secret?: string }> {
  const id = randomUUID();
  const shown = channel === 'webhook' ? newSecret() : undefined;
  const signing = shown ?? secret;
  const sealed = {
    ...{ url: sealUrl(url, id, keys), urlMasked: maskUrl(url) },
    secret: signing === undefined ? null : sealSecret(signing, id, keys),
  };
  const made = await once<{ id: string }>(database, by, key, (remember) =>
    database.transact(async (sql) => {
      await requireUnknownRobot(sql, { id, unit, channel, url }, keys);
      await insertEndpoint(sql, { id, unit, channel, name, kinds, ...sealed }, by);
      await remember(sql, { id });
      return { id };
    }),
  );
  return made.id === id ? { id, secret: shown } : { id: made.id };
}

/** Says something at once, whatever waits; what goes wrong is the answer. */
export async function tryEndpoint(
  { database, config, egress }: Making,
  { id, name }: { id: string; name: string },
): Promise<z.output<typeof testedSchema>> {
  const now = Date.now();
  const text = `【直通车】测试：“${name}”已接通，这是一条试发的消息。${config.publicUrl}/console`;
  const event = { type: 'test', timestamp: new Date(now).toISOString(), data: { name } };
  try {
    const endpoint = await readEndpoint(database, id, config.secretKeys, now);
    await tellEndpoint(egress, endpoint, { key: `test:${randomUUID()}`, text, event }, now);
    return { delivered: true, detail: null };
  } catch (error) {
    return { delivered: false, detail: asDeliveryError(error).message };
  }
}
