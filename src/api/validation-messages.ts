import { z } from 'zod';

/** Chinese validation messages; the locale's own wording is replaced where a reporter would not understand it. */
export function speakChinese(): void {
  z.config({ ...z.locales.zhCN(), customError: plainMessage });
}

const typeNames: Record<string, string> = {
  string: '文字',
  number: '数字',
  int: '整数',
  boolean: 'true 或 false',
  array: '列表',
  object: '对象',
};

function plainMessage(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_type') {
    if (issue.input === undefined) return '必填,请补充';
    return `应为${typeNames[issue.expected] ?? issue.expected}`;
  }
  if (issue.code === 'invalid_value') return `只能是:${issue.values.map(String).join('、')}`;
  if (issue.code === 'unrecognized_keys') return `不认识的字段:${issue.keys.join('、')}`;
  if (issue.code === 'too_big' && issue.origin === 'array') return `最多 ${issue.maximum} 项`;
  if (issue.code === 'too_small' && issue.origin === 'array') return `至少 ${issue.minimum} 项`;
  if (issue.code === 'too_big' && issue.origin === 'number') return `不能大于 ${issue.maximum}`;
  if (issue.code === 'too_small' && issue.origin === 'number') return `不能小于 ${issue.minimum}`;
  return undefined;
}
