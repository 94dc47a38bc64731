import { z } from 'zod';
import type { Refused } from '../../database/conference-changes';
import { findConference, readAgenda, type ConferenceRow } from '../../database/conferences';
import type { UnitDirectory } from '../../database/unit-directory';
import type { Role } from '../../domain/vocabulary';
import { unitsWithRole, type SignedIn } from '../actor';
import type { ApiDependencies } from '../app';
import { sightOfActor } from '../demands/eyes';
import type { Units } from '../demands/view';
import { notFound, Problem } from '../errors';
import { agendaItemView, conferenceView, type conferenceWithAgendaSchema } from './view';

export const PRESIDING: Role[] = ['dispatcher', 'supervisor'];
export const conferenceParams = z.object({ id: z.string().max(64) });

/** Reads a conference for the caller; `presiding` throws unless the caller speaks for its unit. */
export interface ConferenceReader {
  read(actor: SignedIn, id: string): Promise<ConferenceRow>;
  presiding(actor: SignedIn, id: string): Promise<ConferenceRow>;
  show(actor: SignedIn, id: string): Promise<z.output<typeof conferenceWithAgendaSchema>>;
}

export const presides = (actor: SignedIn, { unit_id }: ConferenceRow, units: Units): boolean =>
  unitsWithRole(actor, ...PRESIDING).some((seat) => units.get(unit_id)?.path.includes(seat));

export function createReader({ database }: ApiDependencies, directory: UnitDirectory): ConferenceReader {
  const reader: ConferenceReader = {
    read: async (actor, id) => {
      const row = await findConference(database, id, actor.units);
      if (!row) throw notFound('这次联席会议');
      return row;
    },
    presiding: async (actor, id) => {
      const row = await reader.read(actor, id);
      if (!presides(actor, row, await directory.units([row.unit_id])))
        throw new Problem('not_allowed_for_role', '只有会议单位及其上级的分拨员、督办员可以编议程和记录决定。');
      return row;
    },
    show: async (actor, id) => {
      const row = await reader.read(actor, id);
      const units = await directory.units([row.unit_id]);
      const agenda = await readAgenda(database, row.id, sightOfActor(actor, units));
      const view = conferenceView(row, units, presides(actor, row, units));
      return { ...view, agenda: agenda.map((item) => agendaItemView(item, units)) };
    },
  };
  return reader;
}

export function refuseIf(result: { done: true } | Refused): void {
  if (typeof result !== 'string') return;
  if (result === 'closed') throw new Problem('conference_closed', '会议已经结束，不能再改；请在下一次会议上处理。');
  if (result === 'applied')
    throw new Problem('already_applied', '这项决定已经执行，不能再改；需要改变请在下一次会议上决定。');
  if (result === 'changed')
    throw new Problem('version_conflict', '他人刚刚改过这项决定，请先看过对方写的内容再保存；您写的还在。');
  throw notFound('议程上的这一项');
}
