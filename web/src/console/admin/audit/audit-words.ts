import { calendarChanges, changeWords } from '../calendars/calendar-changes';
import type { CalendarYear, Policy } from '../../../../../src/api/contract';
import {
  ROLES,
  STAGES,
  UNIT_KIND_LABELS,
  type Role,
  type Stage,
  type UnitKind,
} from '../../../../../src/domain/vocabulary';
import { moment } from '../../../time/format';
import { labelOf, ROLE_LABELS } from '../../../words/labels';
import { policyChanges, policyChangeWords } from '../policies/policy-changes';

/** One line of a detail: a name and what it says. */
export type Said = [name: string, words: string];
export type UnitName = (id: string) => string;

type Detail = Record<string, unknown>;

const NAMES: Record<string, string> = {
  name: '名称',
  kind: '类型',
  parent: '上级单位',
  closed: '状态',
  reason: '理由',
  as: '以什么身份',
  stage: '当时环节',
  round: '轮次',
  disabled: '账号',
  roles: '角色',
  passwordChanged: '口令',
  note: '说明',
  source: '依据',
  version: '版本',
  year: '年份',
  endsAt: '到期',
  format: '格式',
  rows: '行数',
};
/** Said by others, or only of use to programs. */
const LEFT_OUT = ['before', 'after', 'id', 'viewId'];

/** A detail of the audit as people read it: what was so before, and what is so since. */
export function detailWords(detail: Detail, unitName: UnitName): Said[] {
  const { before, after } = detail;
  if (isObject(after) && 'budgets' in after) return policyWords(detail as unknown as PolicyDetail);
  if (isObject(after) && 'days' in after) return calendarWords(detail as unknown as CalendarDetail);
  const now = isObject(after) ? { ...detail, ...after } : detail;
  return Object.entries(now).flatMap(([key, value]): Said[] => {
    if (LEFT_OUT.includes(key) || value === null || value === undefined) return [];
    if (key === 'passwordChanged' && value === false) return [];
    const words = valueWords(key, value, unitName);
    if (!isObject(before) || !(key in before)) return [[NAMES[key] ?? key, words]];
    const was = valueWords(key, before[key], unitName);
    return was === words ? [] : [[NAMES[key] ?? key, `${was} → ${words}`]];
  });
}

function valueWords(key: string, value: unknown, unitName: UnitName): string {
  if (key === 'roles' && Array.isArray(value)) return rolesWords(value as { role: string; unit: string }[], unitName);
  if (key === 'disabled') return value ? '已停用' : '在用';
  if (key === 'closed') return value ? '已关闭' : '开放';
  if (key === 'passwordChanged') return '设了新口令';
  if (key === 'kind') return UNIT_KIND_LABELS[value as UnitKind] ?? String(value);
  if (key === 'stage') return STAGES[value as Stage] ?? String(value);
  if (key === 'as') return labelOf(ROLE_LABELS, String(value));
  if (key === 'parent') return unitName(String(value));
  if (key === 'endsAt') return moment(String(value));
  if (key === 'round') return `第 ${String(value)} 轮`;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
}

function rolesWords(roles: { role: string; unit: string }[], unitName: UnitName): string {
  if (roles.length === 0) return '没有角色';
  const order = (role: string) => ROLES.indexOf(role as Role);
  return [...roles]
    .sort((a, b) => order(a.role) - order(b.role))
    .map(({ role, unit }) => `${unitName(unit)}的${labelOf(ROLE_LABELS, role)}`)
    .join('、');
}

interface PolicyDetail {
  version: number;
  note?: string;
  before: Policy;
  after: Policy;
}

function policyWords({ version, note, before, after }: PolicyDetail): Said[] {
  const changes = policyChanges(before, after).map(policyChangeWords);
  return [
    ['版本', `第 ${version} 版`],
    ...(note ? [['说明', note] satisfies Said] : []),
    ['改动', changes.length > 0 ? changes.join('\n') : '与上一版相同'],
  ];
}

interface CalendarDetail {
  year: number;
  before: Pick<CalendarYear, 'days'> | null;
  after: Pick<CalendarYear, 'days' | 'source' | 'version'>;
}

function calendarWords({ year, before, after }: CalendarDetail): Said[] {
  const changes = calendarChanges(year, before?.days ?? {}, after.days).map(changeWords);
  return [
    ['年份', `${year} 年,第 ${after.version ?? 1} 版`],
    ['依据', after.source ?? '—'],
    ['改动', before === null ? `首次发布,${changes.length} 天与周一至周五不同` : changes.join('、') || '与上一版相同'],
  ];
}

const isObject = (value: unknown): value is Detail =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
