import { refOf } from '../../database/unit-directory';
import { filingOf, FINDING_CHANNEL, type FindingCategory } from '../../domain/inspection';
import type { Risk, SubjectType } from '../../domain/vocabulary';
import { NO_ORIGIN, type FiledDemand } from '../../intake/file-demand';
import { unitsWithRole, type SignedIn } from '../actor';
import { placeOf } from '../demands/intake';
import type { Units } from '../demands/view';
import { INSPECTORS } from './seats';

interface Finding {
  id: string;
  category: FindingCategory;
  risk: Risk;
  place: string;
  description: string;
}
interface Round {
  building: string;
  name: string;
}
interface Concerned {
  subject?: { type: SubjectType; name: string };
  contact?: { name: string; phone: string };
  attachments?: string[];
}

/** The demand that a finding becomes: about its building, collected by the inspector's unit nearest to it. */
export function filedFinding(
  actor: SignedIn,
  finding: Finding,
  { building, name }: Round,
  { subject, contact, attachments }: Concerned,
  units: Units,
): FiledDemand {
  const place = placeOf(units, building);
  const own = unitsWithRole(actor, ...INSPECTORS);
  const collecting = units.get(place.path.findLast((id) => own.includes(id)) ?? building)!;
  const called = units.get(building)!.name;
  return {
    ...filingOf(finding, called, name),
    place,
    collecting: refOf(collecting),
    collectedBy: actor.user,
    subject: subject ?? { type: 'enterprise', name: called },
    contact: contact ?? null,
    channel: FINDING_CHANNEL,
    filedFor: null,
    attachments: attachments ?? [],
    parent: null,
    origin: { ...NO_ORIGIN, finding: finding.id },
    actor: { kind: 'staff', user: actor.user, grants: actor.grants },
  };
}
