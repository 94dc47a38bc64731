import { z } from 'zod';
import { readHeldAgainst } from '../../database/appeals';
import { recordAudit } from '../../database/audit';
import type { UnitDirectory } from '../../database/unit-directory';
import { linkRefusal } from '../../domain/contact-sight';
import { trackingToken } from '../../intake/file-demand';
import { type SignedIn, unitsWithRole } from '../actor';
import type { Api, ApiDependencies } from '../app';
import { Problem, problemOf } from '../errors';
import { text } from '../text';
import { actingOn } from './acting-on';
import { seenDemand } from './eyes';

const askedSchema = z
  .strictObject({ reason: text(500, { min: 2 }).meta({ description: '为什么再给一次，记入审计' }) })
  .meta({ id: 'AskTrackingLink' });
export const trackingLinkSchema = z
  .object({ trackingToken: z.string().meta({ description: '查询进度的链接口令，请交给诉求人' }) })
  .meta({ id: 'TrackingLink' });

/** The link of a demand that staff filed for somebody, given again when it was lost. It is the same link as before. */
export function trackingLinkRoutes(app: Api, { database, config }: ApiDependencies, directory: UnitDirectory): void {
  app.post(
    '/demands/:number/tracking-link',
    {
      config: { access: ['collector'] },
      schema: {
        tags: ['诉求'],
        summary: '再给一次查询链接（收集单位为诉求人登记的，须写明理由，逐次审计）',
        params: z.object({ number: z.string().max(40) }),
        body: askedSchema,
        response: { 200: trackingLinkSchema },
      },
    },
    async ({ actor, params, body }) => {
      const { demand } = await seenDemand(database, directory, actor, params.number);
      const { id, state } = demand;
      requireCollector(actor, state.collecting.id);
      const refused = linkRefusal(state, actingOn(actor, demand), await readHeldAgainst(database, id));
      if (refused) throw problemOf(refused);
      const { collectedBy } = await database.demand.findUniqueOrThrow({ where: { id }, select: { collectedBy: true } });
      if (collectedBy === null)
        throw new Problem('not_allowed_for_role', '这件诉求是诉求人自己提交的，查询链接只在诉求人手里，单位不能取得。');
      const detail = { reason: body.reason, stage: state.stage, round: state.round };
      await recordAudit(database, { user: actor.user, action: 'tracking_link_shown', target: state.number, detail });
      return { trackingToken: trackingToken(id, config) };
    },
  );
}

function requireCollector(actor: SignedIn, unit: string): void {
  if (!unitsWithRole(actor, 'collector').includes(unit))
    throw new Problem('not_allowed_for_role', '只有收集单位的收集人员可以再给一次查询链接，请联系收集单位。');
}
