import { z } from 'zod';
import type { Refusal, RefusalCode } from '../domain/refusal-codes';

type ProblemKind = { status: number; title: string };

/**
 * The one table of everything a client can be told went wrong. A new code is one more line here;
 * a refusal of the domain whose code is missing does not compile.
 */
const problems = {
  malformed_url: { status: 400, title: '网址格式有误' },
  malformed_json: { status: 400, title: 'JSON 格式有误' },
  malformed_request: { status: 400, title: '请求格式有误' },
  not_signed_in: { status: 401, title: '未登录' },
  wrong_credentials: { status: 401, title: '用户名或口令错误' },
  csrf_refused: { status: 403, title: '跨站请求被拒绝' },
  not_allowed_for_role: { status: 403, title: '没有权限' },
  read_only_view: { status: 403, title: '只能查看' },
  four_eyes: { status: 403, title: '须由另一人审定' },
  not_the_author: { status: 403, title: '只有起草人可以' },
  view_as_ended: { status: 403, title: '查看已结束' },
  not_found: { status: 404, title: '未找到' },
  method_not_allowed: { status: 405, title: '不支持的请求方法' },
  request_timeout: { status: 408, title: '请求超时' },
  own_account: { status: 409, title: '不能修改自己的账号' },
  username_taken: { status: 409, title: '用户名已被使用' },
  not_allowed_in_state: { status: 409, title: '当前状态不能这样操作' },
  unit_exists: { status: 409, title: '单位编号已被使用' },
  name_taken: { status: 409, title: '名称已被使用' },
  enterprise_taken: { status: 409, title: '企业已有包干队伍' },
  form_exists: { status: 409, title: '征集表编号已被使用' },
  form_retired: { status: 409, title: '征集表已停用' },
  topic_closed: { status: 409, title: '类案已结束' },
  topic_open: { status: 409, title: '类案没有结束' },
  too_many_views: { status: 409, title: '视图过多' },
  too_many_analyses: { status: 409, title: '分析过多' },
  too_many_rehearsals: { status: 409, title: '推演过多' },
  export_running: { status: 409, title: '正在导出' },
  import_not_checked: { status: 409, title: '尚未核对' },
  import_has_wrong_rows: { status: 409, title: '有误的行尚未处理' },
  analysis_not_finished: { status: 409, title: '分析还没有完成' },
  analysis_outdated: { status: 409, title: '分析由旧版本生成' },
  import_already_started: { status: 409, title: '已经开始导入' },
  too_large: { status: 413, title: '内容过大' },
  range_not_satisfiable: { status: 416, title: '范围超出文件' },
  stored_file_missing: { status: 404, title: '文件缺失' },
  unsupported_media_type: { status: 415, title: '不支持的内容类型' },
  unreadable_file: { status: 422, title: '文件无法读取' },
  too_much_content: { status: 422, title: '文件内容过多' },
  recording_too_long: { status: 422, title: '录音或视频过长' },
  malicious_file: { status: 422, title: '文件有病毒特征' },
  too_many_rows: { status: 422, title: '导出的行数过多' },
  invalid_input: { status: 422, title: '填写有误' },
  idempotency_conflict: { status: 422, title: '幂等键已用于其他内容' },
  too_many_uploads: { status: 429, title: '正在读取其他文件' },
  too_many_exports: { status: 429, title: '导出过多' },
  too_many_attempts: { status: 429, title: '操作过于频繁' },
  too_many_streams: { status: 429, title: '实时连接过多' },
  internal: { status: 500, title: '服务内部错误' },
  database_unavailable: { status: 503, title: '数据库暂不可用' },
  temporal_unavailable: { status: 503, title: '流程服务暂不可用' },
  storage_unavailable: { status: 503, title: '附件存储暂不可用' },

  // Refusals of the domain: 403 who, 409 when, 422 what.
  separation_of_duties: { status: 403, title: '违反职责分离' },
  own_case: { status: 403, title: '不能办理自己的诉求' },
  unit_out_of_reach: { status: 403, title: '超出本单位管辖范围' },
  level_above_committee: { status: 403, title: '超出本级权限' },
  not_allowed_in_stage: { status: 409, title: '当前环节不能这样办理' },
  not_traceable: { status: 409, title: '无法追溯' },
  version_conflict: { status: 409, title: '内容已被他人更新' },
  held_by_another: { status: 409, title: '正由他人办理' },
  already_at_top: { status: 409, title: '已是最高层级' },
  ruling_pending: { status: 409, title: '等待裁决' },
  no_ruling_pending: { status: 409, title: '没有待裁决事项' },
  ruling_binds: { status: 409, title: '裁决必须执行' },
  return_window_over: { status: 409, title: '退单时间已过' },
  already_requested: { status: 409, title: '已经申请过' },
  poll_open: { status: 409, title: '已有进行中的票选' },
  already_decided: { status: 409, title: '会议已作决定' },
  nothing_to_decide: { status: 409, title: '没有待审批的申请' },
  clock_expired: { status: 409, title: '已过期限' },
  already_supervised: { status: 409, title: '已在督办' },
  not_supervised: { status: 409, title: '未被督办' },
  already_rated: { status: 409, title: '已经评价' },
  already_voted: { status: 409, title: '已经投过票' },
  already_added: { status: 409, title: '已经追评' },
  addition_too_late: { status: 409, title: '追评期限已过' },
  already_appealed: { status: 409, title: '已经申诉过' },
  poll_closed: { status: 409, title: '投票已结束' },
  conference_closed: { status: 409, title: '会议已结束' },
  already_applied: { status: 409, title: '决定已执行' },
  already_claimed: { status: 409, title: '已被他人领取' },
  not_claimed: { status: 409, title: '尚未领取' },
  not_a_caller: { status: 422, title: '不能接手回访' },
  not_due_yet: { status: 409, title: '未到时间' },
  already_concluded: { status: 409, title: '已经结束' },
  unit_closed: { status: 409, title: '单位已关闭' },
  unit_in_use: { status: 409, title: '单位仍在使用' },
  absence_overlap: { status: 409, title: '休假时间重叠' },
  absence_over: { status: 409, title: '休假安排已结束' },
  handler_absent: { status: 409, title: '经办人正在休假' },
  own_deputy: { status: 422, title: '不能由本人代办' },
  deputy_disabled: { status: 422, title: '代办人已停用' },
  deputy_out_of_reach: { status: 422, title: '代办人不在管辖范围内' },
  deputy_loop: { status: 422, title: '代办落回本人' },
  campaign_not_begun: { status: 409, title: '活动还没有开始' },
  campaign_over: { status: 409, title: '活动已经结束' },
  nothing_to_appeal: { status: 409, title: '没有可申诉的事项' },
  appeal_too_late: { status: 409, title: '申诉期限已过' },
  kind_does_not_fit_parent: { status: 422, title: '不能设在这个单位之下' },
  not_below: { status: 422, title: '不是下级单位' },
  result_does_not_fit_kind: { status: 422, title: '办理结果与诉求类型不符' },
  reason_required: { status: 422, title: '需要说明理由' },
  reply_incomplete: { status: 422, title: '反馈不完整' },
  blank_left: { status: 422, title: '还有空没有填' },
  leaks_personal_data: { status: 422, title: '含有不该外传的内容' },
  too_long: { status: 422, title: '时间过长' },
  not_in_future: { status: 422, title: '时间须在将来' },
  cannot_merge_into_itself: { status: 422, title: '不能并入自身' },
  too_often: { status: 429, title: '操作过于频繁' },
} as const satisfies Record<RefusalCode, ProblemKind> & Record<string, ProblemKind>;

export type ProblemCode = keyof typeof problems;
export type FieldError = { path: string; message: string };

export const problemCodes = Object.keys(problems) as ProblemCode[];

const codesInWords = [
  '稳定的错误码，供程序判断；以后会增加。',
  '',
  ...problemCodes.map((code) => `- ${problems[code].status} \`${code}\` ${problems[code].title}`),
].join('\n');

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: '中文说明：出了什么问题、该怎么做' }),
    code: z.string().meta({ description: codesInWords, enum: problemCodes }),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 问题文档' });

export type ProblemDocument = z.output<typeof problemSchema>;

/** Thrown anywhere under a route; `detail` is a Chinese sentence that says what to do. */
export class Problem extends Error {
  readonly errors?: FieldError[];
  /** Sent as Retry-After, in seconds. */
  readonly retryAfter?: number;
  readonly headers?: Record<string, string>;

  constructor(
    readonly code: ProblemCode,
    readonly detail: string,
    more: { errors?: FieldError[]; retryAfter?: number; headers?: Record<string, string>; cause?: unknown } = {},
  ) {
    super(detail, { cause: more.cause });
    this.name = 'Problem';
    this.errors = more.errors;
    this.retryAfter = more.retryAfter;
    this.headers = more.headers;
  }

  get status(): number {
    return problems[this.code].status;
  }
}

export function problemDocument({ code, detail, errors }: Problem): ProblemDocument {
  const { status, title } = problems[code];
  return { type: `urn:zhitongche:problem:${code}`, title, status, detail, code, ...(errors ? { errors } : {}) };
}

/** What the domain refused, as an answer. */
export function problemOf({ code, message }: Refusal): Problem {
  return new Problem(code, message);
}

/** For a thing that is not there and for one the caller may not see: the two must not be told apart. */
export function notFound(what: string): Problem {
  return new Problem('not_found', `未找到${what}，或者您无权查看。请核对后重试。`);
}

export function invalidInput(path: string, message: string): Problem {
  return new Problem('invalid_input', `填写有误：${message}`, { errors: [{ path, message }] });
}

export function databaseUnavailable(cause: unknown): Problem {
  return new Problem('database_unavailable', '数据库暂时连接不上，本次操作可能没有生效，请稍后刷新查看或重试。', {
    retryAfter: 5,
    cause,
  });
}

export function temporalUnavailable(cause: unknown): Problem {
  const detail = '流程服务暂时没有应答，本次操作可能尚未生效。请稍后用同一个幂等键重试，或刷新后再看。';
  return new Problem('temporal_unavailable', detail, { retryAfter: 5, cause });
}

export function storageUnavailable(cause: unknown): Problem {
  const detail =
    '附件存储暂时连接不上或已写满，文件没有保存或暂时打不开；其他操作不受影响。请稍后重试，仍不行请联系管理员。';
  return new Problem('storage_unavailable', detail, { retryAfter: 10, cause });
}
