import { APPEAL_KINDS } from '../../../../../src/domain/appeal';
import { CAMPAIGN_KIND_LABELS } from '../../../../../src/domain/campaign';
import { DRAFT_KINDS } from '../../../../../src/domain/change-draft';
import { GROUPINGS } from '../../../../../src/domain/grouping';
import { NOTICES } from '../../../../../src/domain/notice';
import { CHANNEL_LABELS } from '../../../../../src/domain/notice-channel';
import { REPORT_OUTCOMES } from '../../../../../src/domain/promise-keeping';
import { KIND_LABELS, STAGES, UNIT_KIND_LABELS } from '../../../../../src/domain/vocabulary';
import { RESULT_LABELS, RISK_LABELS, ROLE_LABELS } from '../../../words/labels';

/** What the fields of an audit line are called. */
export const NAMES: Record<string, string> = {
  ...{ name: '名称', title: '标题', kind: '类型', category: '类别', parent: '上级单位', unit: '单位', unitId: '单位' },
  ...{
    closed: '状态',
    reason: '理由',
    as: '以什么身份',
    stage: '当时环节',
    round: '轮次',
    risk: '风险',
    result: '办理结果',
  },
  ...{ disabled: '状态', roles: '角色', passwordChanged: '口令', note: '说明', source: '依据', basis: '依据' },
  ...{
    version: '版本',
    baseVersion: '依据的版本',
    revision: '第几稿',
    target: '改什么',
    year: '年份',
    author: '起草人',
  },
  ...{ startsAt: '开始', endsAt: '到期', from: '从', to: '到', day: '日期', first: '第一次', months: '月数' },
  ...{ format: '格式', rows: '行数', count: '件数', demands: '件数', by: '分组', form: '征集表', formCode: '征集表' },
  ...{
    host: '主办',
    location: '地点',
    place: '地点',
    channel: '渠道',
    channels: '接收方式',
    addresses: '改了的接收地址',
  },
  ...{ every: '周期', percent: '抽取比例（%）', minute: '几点', frame: '可抽的件数', capacity: '可打的通数' },
  ...{ deputy: '代办人', owner: '原共享人', user: '人员', team: '包干队伍', outcome: '结果', workingDays: '工作日数' },
  ...{ address: '改了地址', secret: '换了密钥', delivered: '是否送到', code: '编号', codes: '编号', words: '关键词' },
  ...{
    texts: '内容',
    added: '加入',
    removed: '移出',
    demand: '诉求',
    number: '诉求',
    numbers: '诉求',
    message: '消息',
  },
  ...{ done: '已执行', refused: '未执行', uphold: '是否支持', wrong: '有误的行', repeated: '重复的行' },
  ...{
    policy: '时限与规则草案',
    rules: '分拨规则草案',
    calendar: '日历草案',
    figures: '统计口径草案',
    calendars: '日历草案',
  },
};

/** Said by others, or only of use to programs. */
export const LEFT_OUT: readonly string[] = [
  ...['before', 'after', 'id', 'viewId', 'job', 'clock', 'draft'],
  ...['absence', 'script', 'endpoint', 'import', 'plan', 'topic', 'analysis', 'appeal', 'enterprise', 'inspection'],
  ...['finding', 'visit', 'poll', 'promise', 'spotCheck'],
];

const FORMATS = { csv: 'CSV', xlsx: 'Excel', json: 'JSON', html: '网页', pdf: 'PDF' };
const EVERY = { day: '每天', week: '每周', month: '每月' };

/** The words of programs that stand as a value, by the field they stand in. */
export const VALUES: Record<string, Record<string, string>> = {
  channel: CHANNEL_LABELS,
  channels: CHANNEL_LABELS,
  addresses: CHANNEL_LABELS,
  by: GROUPINGS,
  kind: { ...NOTICES, ...UNIT_KIND_LABELS, ...CAMPAIGN_KIND_LABELS, ...DRAFT_KINDS, ...KIND_LABELS, ...APPEAL_KINDS },
  target: DRAFT_KINDS,
  stage: STAGES,
  as: ROLE_LABELS,
  risk: RISK_LABELS,
  result: RESULT_LABELS,
  outcome: REPORT_OUTCOMES,
  format: FORMATS,
  every: EVERY,
  closed: { true: '已关闭', false: '开放' },
  disabled: { true: '已停用', false: '在用' },
  passwordChanged: { true: '设了新口令' },
};
