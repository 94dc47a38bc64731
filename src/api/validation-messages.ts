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
  tuple: '列表',
  object: '对象',
  record: '对象',
  null: 'null',
};

const formats: Record<string, string> = {
  datetime: '应为带时区的时刻，如 2026-11-27T09:00:00+08:00；写在网址里时 + 要写成 %2B',
  date: '应为日期，如 2026-11-27',
  uuid: '应为 36 位的编号（UUID）',
  email: '应为邮箱地址',
  url: '应为网址',
  regex: '格式不对',
};

function plainMessage(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_type') {
    if (issue.input === undefined) return '必填，请补充';
    return `应为${typeNames[issue.expected] ?? issue.expected}`;
  }
  if (issue.code === 'invalid_value') return `只能是：${issue.values.map(String).join('、')}`;
  if (issue.code === 'unrecognized_keys') return `不认识的字段：${issue.keys.join('、')}`;
  if (issue.code === 'invalid_format') return formats[issue.format];
  if (issue.code === 'invalid_union') return unionMessage(issue);
  if (issue.code === 'too_big' || issue.code === 'too_small') return sizeMessage(issue);
  return undefined;
}

type Sized = z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall;

function sizeMessage(issue: z.core.$ZodRawIssue<Sized>): string | undefined {
  const [isTooBig, limit] = issue.code === 'too_big' ? [true, Number(issue.maximum)] : [false, Number(issue.minimum)];
  if (issue.origin === 'array') return `${isTooBig ? '最多' : '至少'} ${limit} 项`;
  if (issue.origin === 'string') {
    if (!isTooBig && limit === 1) return '不能为空';
    return isTooBig ? `不能超过 ${limit} 个字` : `不能少于 ${limit} 个字`;
  }
  if (issue.origin !== 'number' && issue.origin !== 'int') return undefined;
  if (issue.inclusive === false) return isTooBig ? `须小于 ${limit}` : `须大于 ${limit}`;
  return isTooBig ? `不能大于 ${limit}` : `不能小于 ${limit}`;
}

/** What each alternative asks for, said once. */
function unionMessage(issue: z.core.$ZodRawIssue<z.core.$ZodIssueInvalidUnion>): string | undefined {
  if (issue.discriminator !== undefined) {
    const { options } = issue as { options?: readonly unknown[] };
    return options && `只能是：${options.map(String).join('、')}`;
  }
  const asked = issue.errors.map((issues) =>
    issues.map(({ path, message }) => (path.length > 0 ? `${path.join('/')} ${message}` : message)).join(','),
  );
  return asked.length > 0 ? [...new Set(asked)].join('；或者') : undefined;
}
