import { calendarChanges, changeWords } from '../calendars/calendar-changes';
import type { CalendarYear, FigureSet, Policy, Rules } from '../../../../../src/api/contract';
import { clockTime } from '../../../../../src/domain/local-time';
import { ROLES, type Role } from '../../../../../src/domain/vocabulary';
import { moment } from '../../../time/format';
import { labelOf, ROLE_LABELS, WRITTEN_LABELS } from '../../../words/labels';
import { LEFT_OUT, NAMES, VALUES } from './audit-names';
import { setLines } from '../../statistics/set-lines';
import { policyChanges, policyChangeWords, type PolicyChange } from '../policies/policy-changes';
import { ruleChanges } from '../rules/rule-words';

/** One line of a detail: a name and what it says. */
export type Said = [name: string, words: string];
export type UnitName = (id: string) => string;

type Detail = Record<string, unknown>;

/** A detail of the audit as people read it: what was so before, and what is so since. */
export function detailWords(detail: Detail, unitName: UnitName): Said[] {
  const { before, after } = detail;
  if (isObject(after) && 'budgets' in after) return versionWords(detail, policyChanges);
  if (isObject(after) && 'assign' in after)
    return versionWords<Rules>(detail, (was, is) => ruleChanges(was, is, unitName));
  if (isObject(after) && 'weights' in after) return versionWords(detail, figureChanges);
  if (isObject(after) && 'days' in after) return calendarWords(detail as unknown as CalendarDetail);
  const now = isObject(after) ? { ...detail, ...after } : detail;
  return inOrder(now).flatMap(([key, value]): Said[] => {
    if (LEFT_OUT.includes(key) || value === null || value === undefined) return [];
    if (key === 'passwordChanged' && value === false) return [];
    const words = valueWords(key, value, unitName);
    if (!isObject(before) || !(key in before)) return [[NAMES[key] ?? key, words]];
    const was = valueWords(key, before[key], unitName);
    return was === words ? [] : [[NAMES[key] ?? key, `${was} → ${words}`]];
  });
}

/** The database keeps the shortest name first, which puts the end of a period before its start. */
const inOrder = (detail: Detail): [string, unknown][] =>
  Object.entries(detail).sort(([one], [other]) => Number(one === 'to') - Number(other === 'to'));

function valueWords(key: string, value: unknown, unitName: UnitName): string {
  if (key === 'roles' && Array.isArray(value)) return rolesWords(value as { role: string; unit: string }[], unitName);
  if (Array.isArray(value)) return value.map((each) => valueWords(key, each, unitName)).join('、') || '没有';
  if (isObject(value)) return fieldsWords(value, unitName);
  const word = String(value);
  const known = VALUES[key];
  if (known && Object.hasOwn(known, word)) return known[word]!;
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (UNITS.includes(key)) return unitName(word);
  if (key === 'minute') return clockTime(Number(value));
  if (key === 'round') return `第 ${word} 轮`;
  const draft = DRAFT_REVISION.exec(word);
  if (draft) return `第 ${draft[1]} 稿`;
  return INSTANT.test(word) ? moment(word) : word || '空';
}

const UNITS = ['parent', 'unit', 'unitId', 'team'];
/** A draft is told by its id, which says nothing to people, and how often it was saved. */
const DRAFT_REVISION = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}#(\d+)$/;
/** With its hour and its zone; a day stays as it is written. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

const fieldsWords = (value: Detail, unitName: UnitName): string =>
  Object.entries(value)
    .filter(([, each]) => each !== null)
    .map(([key, each]) => `${NAMES[key] ?? labelOf(WRITTEN_LABELS, key)}：${valueWords(key, each, unitName)}`)
    .join('；');

function rolesWords(roles: { role: string; unit: string }[], unitName: UnitName): string {
  if (roles.length === 0) return '没有角色';
  const order = (role: string) => ROLES.indexOf(role as Role);
  return [...roles]
    .sort((a, b) => order(a.role) - order(b.role))
    .map(({ role, unit }) => `${unitName(unit)}的${labelOf(ROLE_LABELS, role)}`)
    .join('、');
}

const howPublished = (draft: string | undefined): Said => [
  '怎样发布',
  draft === undefined ? '直接发布，没有经过第二人批准' : '经草案，由另一人批准',
];

interface VersionDetail<Data> {
  draft?: string;
  version: number;
  note?: string;
  before: Data;
  after: Data;
}

/** Of a new version: what it says differently, and not all that it says. */
function versionWords<Data = Policy>(detail: Detail, changesOf: (before: Data, after: Data) => PolicyChange[]): Said[] {
  const { version, note, draft, before, after } = detail as unknown as VersionDetail<Data>;
  const changes = changesOf(before, after).map(policyChangeWords);
  return [
    ['版本', `第 ${version} 版`],
    howPublished(draft),
    ...(note ? [['说明', note] satisfies Said] : []),
    ['改动', changes.length > 0 ? changes.join('\n') : '与上一版相同'],
  ];
}

function figureChanges(before: FigureSet, after: FigureSet): PolicyChange[] {
  const was = new Map(setLines(before));
  return setLines(after).flatMap(([name, words]) =>
    was.get(name) === words ? [] : [{ group: '口径', name, before: was.get(name) ?? null, after: words }],
  );
}

interface CalendarDetail {
  draft?: string;
  year: number;
  before: Pick<CalendarYear, 'days'> | null;
  after: Pick<CalendarYear, 'days' | 'source' | 'version'>;
}

function calendarWords({ year, draft, before, after }: CalendarDetail): Said[] {
  const changes = calendarChanges(year, before?.days ?? {}, after.days).map(changeWords);
  return [
    ['年份', `${year} 年，第 ${after.version ?? 1} 版`],
    howPublished(draft),
    ['依据', after.source ?? '—'],
    ['改动', before === null ? `首次发布，${changes.length} 天与周一至周五不同` : changes.join('、') || '与上一版相同'],
  ];
}

const isObject = (value: unknown): value is Detail =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
