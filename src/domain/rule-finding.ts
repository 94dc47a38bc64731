import type { RuleTable } from './routing';

export const FINDING_SEVERITIES = { error: '错误', warning: '提醒', note: '说明' } as const;
export type FindingSeverity = keyof typeof FINDING_SEVERITIES;

/** An error keeps the rules from being published; a warning is for whoever reviews them; a note says how they are read. */
export interface Finding {
  severity: FindingSeverity;
  code: FindingCode;
  table: RuleTable;
  /** The ids of the rules it is about, in order; the last is the one to change. */
  rules: string[];
  message: string;
}

export const FINDING_CODES = [
  'duplicate_id',
  'no_effect',
  'list_mark',
  'unit_missing',
  'unit_closed',
  'never_matches',
  'unreachable',
  'overlap',
  'exception',
  'direct_without_lead',
  'lead_out_of_reach',
  'same_unit',
  'gap',
] as const;
export type FindingCode = (typeof FINDING_CODES)[number];

export type Report = (
  severity: FindingSeverity,
  code: FindingCode,
  rules: string[],
  message: string,
  table?: RuleTable,
) => void;

export const listed = (ids: readonly string[]): string => {
  const shown = ids
    .slice(0, 5)
    .map((id) => `“${id}”`)
    .join('、');
  return ids.length > 5 ? `${shown}等 ${ids.length} 条` : shown;
};

export const placeNames = (units: readonly { name: string }[]): string => {
  const shown = units
    .slice(0, 4)
    .map(({ name }) => name)
    .join('、');
  return units.length > 4 ? `${shown}等 ${units.length} 处` : shown;
};
