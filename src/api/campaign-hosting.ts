import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { readCampaign, type Campaign, type CampaignChange } from '../database/campaigns';
import { unknownChannels } from '../database/channels';
import type { Database } from '../database/client';
import { readForm } from '../database/forms';
import { CAMPAIGN_KINDS, LONGEST_CAMPAIGN } from '../domain/campaign';
import { liesUnder, type UnitRef } from '../domain/organisation';
import type { Role } from '../domain/vocabulary';
import type { SignedIn } from './actor';
import { coveredUnits } from './covered-units';
import { invalidInput, notFound, Problem } from './errors';
import { moment } from './instant';
import { text } from './text';

export const HOSTS: Role[] = ['collector', 'dispatcher'];
const fields = {
  kind: z.enum(CAMPAIGN_KINDS),
  name: text(100),
  host: text(100).meta({ description: '举办单位或主持人' }),
  location: text(200),
  channel: text(50).meta({ description: '登记在它名下的诉求的渠道' }),
  form: z.string().max(64).nullable().optional().meta({ description: '征集表的编号；不填则不用征集表' }),
  startsAt: moment,
  endsAt: moment,
};
export const changeSchema = z.strictObject(fields).meta({ id: 'CampaignChange' });
export const newCampaignSchema = z
  .strictObject({ ...fields, unit: z.string().min(1).max(64).meta({ description: '哪个单位的活动' }) })
  .meta({ id: 'NewCampaign' });

/** Crockford's letters: none is taken for another, and in capitals a code is never the id of a unit. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
export const newCode = (): string => [...randomBytes(8)].map((byte) => LETTERS[byte % LETTERS.length]).join('');

export const isOver = (): Problem => new Problem('campaign_over', '这场活动已经结束，不能再改。需要时请新建一场。');

export async function seenCampaign(database: Database, { units }: SignedIn, id: string): Promise<Campaign> {
  const campaign = await readCampaign(database, id, units);
  if (!campaign) throw notFound('这场活动');
  return campaign;
}

export async function hostedCampaign(database: Database, actor: SignedIn, id: string): Promise<Campaign> {
  const campaign = await seenCampaign(database, actor, id);
  await requireHost(database, actor, campaign.unitId);
  return campaign;
}

export async function requireHost(database: Database, actor: SignedIn, unit: string): Promise<void> {
  const { units } = await coveredUnits(database, actor, ...HOSTS);
  if (!units.has(unit))
    throw new Problem('not_allowed_for_role', '活动由所在单位或其上级的收集人、分拨人组织，请联系他们。');
}

/** Throws `invalid_input` for times that are none, and for a channel or form that cannot be used. */
export async function changeOf(
  database: Database,
  body: z.output<typeof changeSchema>,
  unit: UnitRef,
): Promise<CampaignChange> {
  const { kind, name, host, location, channel, form = null } = body;
  const [startsAt, endsAt] = [new Date(body.startsAt), new Date(body.endsAt)];
  if (endsAt <= startsAt) throw invalidInput('/endsAt', '结束时间须晚于开始时间。');
  if (endsAt.getTime() - startsAt.getTime() > LONGEST_CAMPAIGN)
    throw invalidInput('/endsAt', '一场活动最长 31 天，更长的请分几场。');
  if ((await unknownChannels(database, [channel])).length > 0)
    throw invalidInput('/channel', '没有这个渠道，请从渠道列表中选择。');
  const published = form === null ? null : await readForm(database, form);
  if (form !== null && !(published && liesUnder(unit, published.unitId)))
    throw invalidInput('/form', '这个单位没有这张征集表，或它已停用，请重新选择。');
  const channels = published?.data.channels ?? [];
  if (channels.length > 0 && !channels.includes(channel))
    throw invalidInput('/form', `这张征集表只用于${channels.join('、')}，请换一张，或改活动的渠道。`);
  return { kind, name, host, location, channel, formCode: form, startsAt, endsAt };
}
