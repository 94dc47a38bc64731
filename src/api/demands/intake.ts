import { z } from 'zod';
import type { Sql } from '../../database/client';
import { refOf, type UnitDirectory } from '../../database/unit-directory';
import { TELEPHONE_SHAPE, telephoneFault } from '../../domain/telephone';
import { FILED_KINDS, SUBJECT_TYPES, URGENCIES } from '../../domain/vocabulary';
import type { UnitRef } from '../../domain/organisation';
import { trackingToken, type FiledDemand, type Origin } from '../../intake/file-demand';
import { createTakeIn, type TakeIn, type Taken } from '../../intake/take-in';
import { maskContact } from '../../privacy/contact-cipher';
import type { SignedIn } from '../actor';
import type { Api, ApiDependencies } from '../app';
import { invalidInput } from '../errors';
import { once } from '../once';
import { text } from '../text';
import { requestKey } from '../request-key';
import { collectedBy, collectedFields } from './collected';
import { filledFromVisit, visitField } from './from-visit';
import { demandSchema, demandView, type DemandView, type Units } from './view';

export const filingFields = {
  kind: z.enum(FILED_KINDS),
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
        .superRefine((phone, context) => {
          const message = telephoneFault(phone);
          if (message) context.addIssue({ code: 'custom', message });
        })
        .meta({ pattern: TELEPHONE_SHAPE.source, description: '手机号须为 11 位' }),
    })
    .optional(),
  attachments: z.array(z.uuid()).max(20).optional(),
};
export const newDemandSchema = z
  .strictObject({
    ...filingFields,
    unit: filingFields.unit.optional().meta({ description: '诉求所在地单位的 id；在走访中收集时可以不填' }),
    subject: filingFields.subject.optional().meta({ description: '诉求主体；在走访中收集时可以不填' }),
    urgency: z.enum(URGENCIES).optional(),
    channel: text(50).optional().meta({ description: '收集渠道；在活动收集时可以不填' }),
    filedFor: text(200).optional(),
    ...collectedFields,
    ...visitField,
  })
  .meta({ id: 'NewDemand' });
type Given = z.output<typeof newDemandSchema>;
type NewDemand = Given & Required<Pick<Given, 'unit' | 'subject'>>;

export const keyHeader = z.object({ 'idempotency-key': z.string().min(1).max(200).optional() });
export const takenSchema = demandSchema
  .extend({ trackingToken: z.string().meta({ description: '查询进度的链接口令，请交给诉求人' }) })
  .meta({ id: 'TakenDemand' });

export function intakeRoutes(app: Api, dependencies: ApiDependencies, directory: UnitDirectory): void {
  const { database, config } = dependencies;
  const takeIn = createTakeIn({ ...dependencies, log: app.log });
  app.post(
    '/demands',
    {
      config: { access: ['collector'], standIns: true },
      schema: {
        tags: ['诉求'],
        summary: '登记诉求',
        headers: keyHeader,
        body: newDemandSchema,
        response: { 201: takenSchema },
      },
    },
    async ({ actor, body: given, headers }, reply) => {
      const { filled: body, team } = await filledFromVisit(database, actor, given);
      const units = await directory.units([body.unit]);
      const place = placeOf(units, body.unit);
      const collecting = collectingUnit(actor, units.get(team ?? '') ?? place, units);
      const key = headers['idempotency-key'] ? requestKey(actor.user, headers['idempotency-key'], given) : null;
      const view = await once<Shown>(database, actor.user, key, async (beside) => {
        const collected = await collectedBy(database, actor, body, place);
        collected.origin.visit = body.visit ?? null;
        return takeInAndShow(takeIn, filedBy(actor, body, { place, collecting, ...collected }), units, beside);
      });
      void reply.code(201).header('location', `/api/v1/demands/${view.number}`);
      return { ...view, trackingToken: trackingToken(view.id, config) };
    },
  );
}

export function placeOf(units: Units, id: string): UnitRef {
  const unit = units.get(id);
  if (!unit || unit.closed) throw invalidInput('/unit', '没有这个单位，或单位已撤销，请从单位列表中选择。');
  return refOf(unit);
}

/** The caller's own collecting unit; the one nearest to the place, or to the team that was there, when there are several. */
function collectingUnit(actor: SignedIn, place: Pick<UnitRef, 'path'>, units: Units): UnitRef {
  const own = actor.acting.filter((g) => g.role === 'collector').flatMap((g) => units.get(g.unit) ?? []);
  const near = own.filter((unit) => place.path.includes(unit.id)).sort((a, b) => b.path.length - a.path.length);
  return refOf((near[0] ?? own[0])!);
}

interface Collected {
  place: UnitRef;
  collecting: UnitRef;
  channel: string;
  origin: Origin;
}

function filedBy(actor: SignedIn, body: NewDemand, collected: Collected): FiledDemand {
  const { kind, title, subject } = body;
  return {
    ...{ kind, title, body: body.body, subject },
    category: body.category ?? null,
    urgency: body.urgency ?? null,
    contact: body.contact ?? null,
    filedFor: body.filedFor ?? null,
    attachments: body.attachments ?? [],
    risk: null,
    ...collected,
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
