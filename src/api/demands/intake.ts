import { z } from 'zod';
import type { Sql } from '../../database/client';
import { refOf, type UnitDirectory } from '../../database/unit-directory';
import { KINDS, SUBJECT_TYPES, URGENCIES } from '../../domain/vocabulary';
import type { UnitRef } from '../../domain/organisation';
import { NO_ORIGIN, trackingToken, type FiledDemand } from '../../intake/file-demand';
import { createTakeIn, type TakeIn, type Taken } from '../../intake/take-in';
import { maskContact } from '../../privacy/contact-cipher';
import type { SignedIn } from '../actor';
import type { Api, ApiDependencies } from '../app';
import { invalidInput } from '../errors';
import { once } from '../once';
import { text } from '../text';
import { requestKey } from '../request-key';
import { demandSchema, demandView, type DemandView, type Units } from './view';

export const filingFields = {
  kind: z.enum(KINDS),
  title: text(200),
  body: text(20_000),
  unit: z.string().min(1).max(64).meta({ description: '诉求所在地单位的 id' }),
  category: text(50).optional(),
  subject: z.strictObject({ type: z.enum(SUBJECT_TYPES), name: text(200) }),
  contact: z
    .strictObject({
      name: text(50),
      phone: z
        .string()
        .trim()
        .regex(/^\+?[0-9][0-9 -]{4,18}[0-9]$/, '电话号码须为 6 到 20 位数字'),
    })
    .optional(),
  attachments: z.array(z.uuid()).max(20).optional(),
};
export const newDemandSchema = z
  .strictObject({
    ...filingFields,
    urgency: z.enum(URGENCIES).optional(),
    channel: text(50),
    filedFor: text(200).optional(),
  })
  .meta({ id: 'NewDemand' });
type NewDemand = z.output<typeof newDemandSchema>;

export const keyHeader = z.object({ 'idempotency-key': z.string().min(1).max(200).optional() });
export const takenSchema = demandSchema
  .extend({ trackingToken: z.string().meta({ description: '查询进度的链接口令,请交给诉求人' }) })
  .meta({ id: 'TakenDemand' });

export function intakeRoutes(app: Api, dependencies: ApiDependencies, directory: UnitDirectory): void {
  const { database, config } = dependencies;
  const takeIn = createTakeIn({ ...dependencies, log: app.log });
  app.post(
    '/demands',
    {
      config: { access: ['collector'] },
      schema: {
        tags: ['诉求'],
        summary: '登记诉求',
        headers: keyHeader,
        body: newDemandSchema,
        response: { 201: takenSchema },
      },
    },
    async ({ actor, body, headers }, reply) => {
      const units = await directory.units([body.unit]);
      const place = placeOf(units, body.unit);
      const filed = filedBy(actor, body, place, collectingUnit(actor, place, units));
      const key = headers['idempotency-key'] ? requestKey(actor.user, headers['idempotency-key'], body) : null;
      const view = await once<Shown>(database, actor.user, key, (beside) =>
        takeInAndShow(takeIn, filed, units, beside),
      );
      void reply.code(201).header('location', `/api/v1/demands/${view.number}`);
      return { ...view, trackingToken: trackingToken(view.id, config) };
    },
  );
}

export function placeOf(units: Units, id: string): UnitRef {
  const unit = units.get(id);
  if (!unit || unit.closed) throw invalidInput('/unit', '没有这个单位,或单位已撤销,请从单位列表中选择。');
  return refOf(unit);
}

/** The caller's own collecting unit; the one nearest to the place when there are several. */
function collectingUnit(actor: SignedIn, place: UnitRef, units: Units): UnitRef {
  const own = actor.grants.filter((g) => g.role === 'collector').flatMap((g) => units.get(g.unit) ?? []);
  const near = own.filter((unit) => place.path.includes(unit.id)).sort((a, b) => b.path.length - a.path.length);
  return refOf((near[0] ?? own[0])!);
}

function filedBy(actor: SignedIn, body: NewDemand, place: UnitRef, collecting: UnitRef): FiledDemand {
  return {
    ...body,
    category: body.category ?? null,
    urgency: body.urgency ?? null,
    contact: body.contact ?? null,
    filedFor: body.filedFor ?? null,
    attachments: body.attachments ?? [],
    risk: null,
    origin: NO_ORIGIN,
    place,
    collecting,
    collectedBy: actor.user,
    parent: null,
    actor: { kind: 'staff', user: actor.user, grants: actor.grants },
  };
}

type Shown = DemandView & { id: string };

/** Takes the demand in and answers its first view; `remember` keeps that view in the same transaction. */
export async function takeInAndShow(
  takeIn: TakeIn,
  filed: FiledDemand,
  units: Units,
  remember: (sql: Sql, view: Shown) => Promise<void>,
): Promise<Shown> {
  const show = ({ state }: Taken): Shown => {
    const row = {
      title: filed.title,
      body: filed.body,
      channel: filed.channel,
      subject_type: filed.subject.type,
      subject_name: filed.subject.name,
      filed_for: filed.filedFor,
      contact_masked: filed.contact ? maskContact(filed.contact) : null,
      state,
      holder_username: null,
      holder_name: null,
      main_number: null,
      parent_number: null,
    };
    return { ...demandView(row, units), id: state.id };
  };
  return show(await takeIn(filed, (sql, taken) => remember(sql, show(taken))));
}
