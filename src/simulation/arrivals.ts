import { keptCalendars } from '../database/rules';
import { seatOf } from '../domain/acting';
import { workingDay } from '../domain/calendar';
import { DAY, dayNumber, MINUTE, startOfDay, weekday } from '../domain/local-time';
import { committeeFor, type UnitRef } from '../domain/organisation';
import type { Kind, Risk, SubjectType, Urgency } from '../domain/vocabulary';
import { createChance, type Chance } from './chance';
import { ENTERPRISES, MATTERS, SURNAMES, type Matter } from './matters';
import type { Problems } from './problems';
import { somebody, type World } from './world';

/** One letter as it comes in. */
export interface Arrival {
  at: number;
  /** The place in the order of arrivals; every life has its own chance by it. */
  index: number;
  matter: Matter;
  kind: Kind;
  category: string | null;
  urgency: Urgency | null;
  risk: Risk | null;
  title: string;
  body: string;
  place: UnitRef;
  collecting: UnitRef;
  /** Null: the reporter filed it. */
  collectedBy: string | null;
  channel: string;
  subject: { type: SubjectType; name: string };
  contact: { name: string; phone: string } | null;
  filedFor: string | null;
  form: { code: string; version: number } | null;
  /** Of the planted topic: nobody really solves it. */
  isRecurring: boolean;
}

export interface Period {
  from: number;
  to: number;
}

const WEEKDAYS = [0.18, 1.35, 1.12, 1.0, 1.0, 0.95, 0.28];
const HOURS = [
  ...[0.05, 0.02, 0.02, 0.01, 0.01, 0.05, 0.2, 0.6, 1.6, 3.4, 3.2, 2.2],
  ...[0.9, 1.0, 2.6, 2.8, 2.4, 1.8, 0.9, 0.8, 0.9, 0.7, 0.4, 0.15],
];
const OWN_CHANNELS = ['扫码', '扫码', '微信', '网站'];
const COLLECTED_CHANNELS = [
  '党群服务中心',
  '党群服务中心',
  '书记工作室',
  '暖蜂驿站',
  '主题党日',
  '微论坛',
  '电话',
  '包干队伍',
];

/** Letters of a period, in the order of time: by working day, weekday and hour; about `demands` of them. */
export function arrivalsOf(world: World, problems: Problems, period: Period, demands: number, seed: string): Arrival[] {
  const chance = createChance(`${seed}/arrivals`);
  const places = placesOf(world, problems);
  const hours = hoursOf(world, period);
  const total = hours.reduce((sum, { weight }) => sum + weight, 0);
  const times = hours.flatMap(({ from, to, weight }) =>
    Array.from({ length: chance.count((demands * weight) / total) }, () => from + chance.below(to - from)),
  );
  const { repeatCaller } = problems;
  const calls = repeatCaller && world.units.has(repeatCaller.place) ? Math.min(repeatCaller.times, times.length) : 0;
  const callTimes = new Set(Array.from({ length: calls }, (_, i) => Math.floor(((i + 0.5) * times.length) / calls)));
  return times
    .sort((a, b) => a - b)
    .map((at, index) => {
      const own = createChance(`${seed}/arrival/${index}`);
      const caller = callTimes.has(index) ? repeatCaller : null;
      const place = caller ? world.units.get(caller.place)!.ref : own.weighted(places, (each) => each.weight).ref;
      const letter = letterFrom(world, problems, place, at, index, own);
      return caller ? fromCaller(letter, caller, own) : letter;
    });
}

function hoursOf({ calendarYears }: World, { from, to }: Period) {
  const calendarAt = keptCalendars(calendarYears);
  const hours: { from: number; to: number; weight: number }[] = [];
  for (let day = dayNumber(from); startOfDay(day) < to; day += 1) {
    const works = workingDay(calendarAt(startOfDay(day)), day).spans.length > 0;
    const ofWeek = WEEKDAYS[weekday(day)]!;
    // On a holiday people write as on a Sunday, and on a shifted working day as on any other.
    const ofDay = works ? Math.max(ofWeek, 1) : Math.min(ofWeek, 0.2);
    for (let hour = 0; hour < 24; hour += 1) {
      const start = Math.max(from, startOfDay(day) + hour * 60 * MINUTE);
      const end = Math.min(to, startOfDay(day) + (hour + 1) * 60 * MINUTE, startOfDay(day) + DAY);
      if (end > start)
        hours.push({ from: start, to: end, weight: (ofDay * HOURS[hour]! * (end - start)) / (60 * MINUTE) });
    }
  }
  return hours;
}

/**
 * Parks and communities most, streets less; where nobody at all dispatches, nothing comes in. Streets whose offices are planted
 * problems have more, so that there is enough to see.
 */
function placesOf({ units, staff }: World, problems: Problems): { ref: UnitRef; weight: number }[] {
  const planted = [problems.lateAndBesideThePoint, problems.returnsEverything].map((id) =>
    units.get(id ?? '')?.ref.path.at(-2),
  );
  const weights = { park: 5, community: 4, street: 2, building: 1 } as Record<string, number>;
  const places = [...units.values()].flatMap(({ ref, kind }) => {
    const has = (unit: string) => (staff.get(seatOf('dispatcher', unit)) ?? []).length > 0;
    const own = has(committeeFor(ref, ref.level).id);
    const base = (weights[kind] ?? 0) * (planted.includes(ref.id) ? 3 : 1);
    const weight = base * (own ? 1 : ref.path.slice(1).some(has) ? 0.5 : 0.15);
    return weight > 0 && ref.path.some(has) ? [{ ref, weight }] : [];
  });
  if (places.length === 0) throw new Error('组织里没有可以接收诉求的地点或分拨人员，请先写入演示组织。');
  return places;
}

const NOUNS = ['某班组', '质检组', '夜班组', '仓储组', '行政部'];

function letterFrom(
  world: World,
  { recurring }: Problems,
  place: UnitRef,
  at: number,
  index: number,
  chance: Chance,
): Arrival {
  const isRecurring = recurring !== null && place.id === recurring.place && chance.happens(recurring.part);
  const matter = isRecurring
    ? (MATTERS.find(({ category }) => category === recurring.category) ?? MATTERS[0]!)
    : chance.weighted(MATTERS, ({ weight }) => weight);
  const type = chance.pick(matter.subjects);
  const enterprise = `${chance.pick(ENTERPRISES)}${chance.pick(['', '', '一厂', '二分厂', '（示例）'])}`;
  const person = `${chance.pick(SURNAMES)}${chance.pick(['先生', '女士', '师傅'])}`;
  const isOwn = chance.happens(0.45);
  const collector = isOwn ? null : somebody(world, 'collector', place, chance);
  const collectedBy = collector?.kind === 'staff' ? collector.user : null;
  const form = ['member', 'employee'].includes(type) ? 'member' : 'organisation';
  const version = world.forms.get(form);
  return {
    ...{ at, index, matter, place, isRecurring, collectedBy, urgency: null, risk: null },
    kind: isRecurring ? 'complaint' : chance.pick(matter.kinds),
    // What people choose themselves; otherwise the rules find it in the words.
    category: chance.happens(0.5) || matter.category === '其他' ? matter.category : null,
    title: isRecurring ? recurring.title : chance.pick(matter.titles),
    body: `${isRecurring ? recurring.body : chance.pick(matter.bodies)}${chance.pick(NOUNS)}反映，希望尽快处理。`,
    collecting: committeeFor(place, place.level),
    channel: collectedBy === null ? chance.pick(OWN_CHANNELS) : chance.pick(COLLECTED_CHANNELS),
    subject: { type, name: type === 'employee' || type === 'member' ? person : `${enterprise}${SUFFIX[type] ?? ''}` },
    contact: chance.happens(0.85)
      ? { name: person, phone: `1200${String(1_000_000 + chance.below(9_000_000))}` }
      : null,
    filedFor: collectedBy === null ? null : person,
    form: collectedBy === null && version !== undefined ? { code: form, version } : null,
  };
}

const SUFFIX: Partial<Record<SubjectType, string>> = {
  sole: '党支部',
  joint: '联合党支部',
  association: '行业协会党委',
};

function fromCaller(
  letter: Arrival,
  { name, phone, category }: NonNullable<Problems['repeatCaller']>,
  chance: Chance,
): Arrival {
  const matter = MATTERS.find((each) => each.category === category) ?? letter.matter;
  return {
    ...letter,
    ...{ matter, category, isRecurring: false, kind: 'complaint', collectedBy: null, form: null, filedFor: null },
    ...{ title: chance.pick(matter.titles), body: `${chance.pick(matter.bodies)}本人已多次反映，请给明确答复。` },
    ...{ channel: '电话', subject: { type: 'employee', name }, contact: { name, phone } },
  };
}
