import { z } from 'zod';
import type { UnitDirectory } from '../../database/unit-directory';
import type { Demand } from '../../domain/demand';
import { committeeFor, type UnitRef } from '../../domain/organisation';
import { trackingToken, type FiledDemand, type Origin } from '../../intake/file-demand';
import { createTakeIn } from '../../intake/take-in';
import type { Api, ApiDependencies } from '../app';
import { originOf } from '../demands/collected';
import { filingFields, keyHeader } from '../demands/intake';
import { answersSchema } from '../form-schema';
import { once } from '../once';
import { requestKey } from '../request-key';
import { text } from '../text';
import { channelNamed } from './channels';
import { codeSchema, placeWithin, publicEntry } from './forms';
import { publicAttachments } from './attachments';
import { limitFiling } from './throttle';
import { receiptSchema, shortView } from './view';

const { unit, ...fields } = filingFields;
export const publicFilingSchema = z
  .strictObject({
    ...fields,
    unit: unit.optional().meta({ description: '诉求所在地单位的 id；不填为登记表的单位' }),
    form: codeSchema.optional().meta({ description: '登记表的编号：单位的 id、单位~征集表，或活动的编号' }),
    answers: answersSchema.optional(),
    channel: text(50).optional().meta({ description: '不填为活动的渠道，没有活动时为网站' }),
    filedFor: text(200).optional(),
    attachments: publicAttachments,
  })
  .meta({ id: 'PublicFiling' });
type PublicFiling = z.output<typeof publicFilingSchema>;

/** Whoever files is nobody here: keys of all reporters lie in one space. */
const OWNER = 'public';

export function filingRoutes(app: Api, dependencies: ApiDependencies, directory: UnitDirectory): void {
  const { database, config } = dependencies;
  const takeIn = createTakeIn({ ...dependencies, log: app.log });
  app.post(
    '/public/demands',
    {
      config: { access: 'public' },
      schema: {
        tags: ['公众'],
        summary: '提交诉求，无需登录',
        headers: keyHeader,
        body: publicFilingSchema,
        response: { 201: receiptSchema },
      },
    },
    async ({ body, headers, ip }, reply) => {
      await limitFiling(database, ip);
      const given = headers['idempotency-key'];
      const key = given ? requestKey(OWNER, given, body) : null;
      const { state } = await once<{ state: Demand }>(database, OWNER, key, async (remember) => {
        const entry = body.form === undefined ? null : await publicEntry(database, directory, body.form);
        const place = await placeWithin(directory, body.unit, entry);
        const channel = await channelNamed(database, body.channel, entry);
        const origin = originOf({ ...body, channel }, entry?.form ?? null, entry?.campaign ?? null);
        const filed = filedBy(body, { place, origin, channel });
        return takeIn(filed, (sql, taken) => remember(sql, { state: taken.state }));
      });
      const token = trackingToken(state.id, config);
      void reply.code(201).header('location', `/api/v1/public/demands/${token}`);
      return { ...shortView(state, body.title), trackingToken: token };
    },
  );
}

type Reached = { place: UnitRef; origin: Origin; channel: string };

/** Collected by the committee of the place itself: the park's, the community's, the street's or the district's. */
function filedBy(body: PublicFiling, { place, origin, channel }: Reached): FiledDemand {
  const { kind, title, category, subject, contact, filedFor, attachments } = body;
  return {
    ...{ kind, title, body: body.body, subject, channel, place },
    category: category ?? null,
    urgency: null,
    risk: null,
    contact: contact ?? null,
    filedFor: filedFor ?? null,
    attachments: attachments ?? [],
    collecting: committeeFor(place, place.level),
    collectedBy: null,
    parent: null,
    origin,
    actor: { kind: 'reporter' },
  };
}
