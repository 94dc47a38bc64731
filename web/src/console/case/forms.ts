import type { ActionBodies } from '../../../../src/api/contract';
import { RATED_FOR } from '../../../../src/domain/rating';
import {
  CONTACT_CHANNELS,
  CONTACT_OUTCOMES,
  LEVELS,
  URGENCIES,
  type Action,
  type ContactChannel,
  type ContactOutcome,
} from '../../../../src/domain/vocabulary';
import { GRADE_OPTIONS, LEVEL_LABELS, REASON_OPTIONS, URGENCY_LABELS } from '../../words/labels';

export interface Option {
  value: string | number | boolean;
  label: string;
}

export type FieldKind =
  | 'line'
  | 'area'
  | 'unit'
  | 'units'
  | 'place-below'
  | 'choice'
  | 'reasons'
  | 'dimensions'
  | 'result'
  | 'days'
  | 'date'
  | 'handler'
  | 'demand'
  | 'switch'
  | 'parts'
  | 'options'
  | 'ballots'
  | 'moment'
  | 'attachments'
  | 'evidence'
  | 'live'
  | 'promise';

export interface Field<Name extends string = string> {
  name: Name;
  label: string;
  kind: FieldKind;
  isRequired?: boolean;
  options?: Option[];
  help?: string;
  /** Shown only while this holds. */
  when?: (values: Record<string, unknown>) => boolean;
}

export interface Form<Name extends string = string> {
  fields: readonly Field<Name>[];
  /** What follows from it, said before it is done. */
  says?: string;
}

const BY_OPTIONS = Object.entries(RATED_FOR).map(([value, label]) => ({ value, label }));

const CHANNEL_LABELS: Record<ContactChannel, string> = {
  phone: '电话',
  visit: '上门',
  message: '短信',
  online: '线上',
};
const OUTCOME_LABELS: Record<ContactOutcome, string> = {
  reached: '已联系上',
  no_answer: '无人接听',
  wrong_number: '号码有误',
  refused: '拒绝沟通',
};
export const CONTACT_LABELS: Record<string, string> = { ...CHANNEL_LABELS, ...OUTCOME_LABELS };

const options = <Word extends string>(words: readonly Word[], labels: Record<Word, string>): Option[] =>
  words.map((value) => ({ value, label: labels[value] }));
const APPROVE: Option[] = [
  { value: true, label: '同意' },
  { value: false, label: '不同意' },
];
const refused = (values: Record<string, unknown>): boolean => values.approve === false;
const dissatisfied = (values: Record<string, unknown>): boolean =>
  typeof values.grade === 'number' && values.grade <= 2;

const isByBallots = (values: Record<string, unknown>): boolean => values.electorate === 'ballots';

const reason = { name: 'reason', label: '理由', kind: 'area', isRequired: true } as const;
const attachments = { name: 'attachments', label: '附件', kind: 'attachments' } as const;
const approve = { name: 'approve', label: '决定', kind: 'choice', isRequired: true, options: APPROVE } as const;

/** The form of every action. A field that the API does not know does not compile. */
export const FORMS: { [A in Action]: Form<keyof ActionBodies[A] & string> } = {
  dispatch: {
    fields: [
      { name: 'leadUnit', label: '主办单位', kind: 'unit', isRequired: true },
      { name: 'coUnits', label: '协办单位', kind: 'units' },
      { name: 'replyingUnit', label: '反馈单位', kind: 'unit', help: '不选时由主办单位反馈' },
      { name: 'urgency', label: '缓急', kind: 'choice', options: options(URGENCIES, URGENCY_LABELS) },
      {
        name: 'level',
        label: '层级',
        kind: 'choice',
        options: options(LEVELS, LEVEL_LABELS),
        help: '不选时保持现在的层级',
      },
      { name: 'note', label: '备注', kind: 'area' },
    ],
    says: '主办单位会收到待签收任务，签收和办理的时限从现在起算。',
  },
  reject: {
    fields: [reason, { name: 'goTo', label: '建议去向', kind: 'line', help: '告诉诉求人可以找谁' }],
    says: '诉求到此结束，诉求人会看到理由和去向。',
  },
  merge: {
    fields: [{ name: 'into', label: '并入主案', kind: 'demand', isRequired: true }],
    says: '随主案办理；主案反馈时，这位诉求人也会收到反馈并单独评价。',
  },
  unmerge: {
    fields: [reason],
    says: '恢复为单独的一件，回到原分拨的党委，分拨时限重新起算；办理时限不变。',
  },
  split: {
    fields: [{ name: 'parts', label: '拆分为', kind: 'parts', isRequired: true }],
    says: '各件分别办理，全部办结后本件办结。',
  },
  pass_up: { fields: [reason], says: '交上一级党委分拨，本单位留作协办。' },
  pass_down: { fields: [{ name: 'unit', label: '下派到', kind: 'place-below', isRequired: true }, reason] },
  accept: { fields: [], says: '签收后由您办理，须按时首次联系诉求人。' },
  return: { fields: [reason], says: '退回分拨的党委。退单不会重新计算办理时限；达到上限后由上一级裁决。' },
  rule: {
    fields: [{ name: 'leadUnit', label: '主办单位', kind: 'unit', isRequired: true }, reason],
    says: '裁决必须执行，主办单位不能再退单。',
  },
  transfer: { fields: [{ name: 'user', label: '转给', kind: 'handler', isRequired: true }, reason] },
  contact: {
    fields: [
      {
        name: 'channel',
        label: '方式',
        kind: 'choice',
        isRequired: true,
        options: options(CONTACT_CHANNELS, CHANNEL_LABELS),
      },
      {
        name: 'outcome',
        label: '结果',
        kind: 'choice',
        isRequired: true,
        options: options(CONTACT_OUTCOMES, OUTCOME_LABELS),
      },
      { name: 'note', label: '备注', kind: 'area' },
    ],
    says: '只有联系上才算完成首次联系。',
  },
  note: {
    fields: [
      { name: 'text', label: '内容', kind: 'area', isRequired: true },
      { name: 'public', label: '诉求人也能看到', kind: 'switch' },
    ],
  },
  request_information: {
    fields: [{ name: 'question', label: '需要诉求人补充什么', kind: 'area', isRequired: true }],
    says: '诉求人会看到这个问题；答复之前办理时限暂停。',
  },
  supply_information: { fields: [{ name: 'text', label: '补充内容', kind: 'area', isRequired: true }, attachments] },
  open_poll: {
    fields: [
      { name: 'question', label: '票选什么', kind: 'area', isRequired: true },
      { name: 'options', label: '选项（2 到 10 个）', kind: 'options', isRequired: true },
      {
        name: 'electorate',
        label: '谁来投',
        kind: 'choice',
        isRequired: true,
        options: [
          { value: 'ballots', label: '一人一票：打印投票单或发链接' },
          { value: 'open', label: '开放投票：一个二维码，不核对身份' },
        ],
      },
      { name: 'ballots', label: '多少份投票链接', kind: 'ballots', isRequired: true, when: isByBallots },
      { name: 'closesAt', label: '截止时间（北京时间）', kind: 'moment', isRequired: true, help: '最长 30 天' },
      { name: 'wait', label: '等结果出来再继续办理（其间办理时限暂停）', kind: 'switch' },
    ],
    says: '截止前谁也看不到各选项的票数；截止后自动计票，结果告知诉求人和并入的诉求人。',
  },
  request_extension: {
    fields: [{ name: 'workingDays', label: '延长几个工作日', kind: 'days', isRequired: true }, reason],
    says: '须在到期前申请，每轮一次，由上一级督办员审批。',
  },
  decide_extension: { fields: [approve, { ...reason, isRequired: false }] },
  request_deferral: {
    fields: [{ name: 'reviewAt', label: '复查日期', kind: 'date', isRequired: true }, reason],
    says: '由区级督办员审批；到复查日期自动恢复办理。',
  },
  decide_deferral: { fields: [approve, { ...reason, isRequired: false }] },
  finish: {
    fields: [
      { name: 'result', label: '办理结果', kind: 'result', isRequired: true },
      { name: 'summary', label: '办理情况', kind: 'area', isRequired: true },
      { name: 'evidence', label: '佐证照片', kind: 'evidence', help: '反馈时可以沿用；选用后诉求人才看得到' },
      attachments,
    ],
    says: '交本单位审核人审核，审核人不能是您自己。',
  },
  review: {
    fields: [approve, { ...reason, isRequired: false, when: refused, help: '退回时请写明要补什么' }],
    says: '同意后交反馈单位反馈；不同意则退回经办人。',
  },
  reply: {
    fields: [
      { name: 'found', label: '查明情况', kind: 'area', isRequired: true },
      { name: 'done', label: '处理结果', kind: 'area', isRequired: true },
      { name: 'basis', label: '依据', kind: 'area', isRequired: true },
      { name: 'contact', label: '联系人和电话', kind: 'line', isRequired: true },
      { name: 'text', label: '其他要说的', kind: 'area' },
      { name: 'evidence', label: '佐证照片', kind: 'evidence' },
      attachments,
      { name: 'live', label: '直播链接', kind: 'live' },
      {
        name: 'promise',
        label: '对以后的承诺',
        kind: 'promise',
        help: '到期提醒本单位报告，报告后告知诉求人；采纳的建议不填时 90 天后提醒（示例）',
      },
    ],
    says: '诉求人会看到以上全部内容，随后可以评价。',
  },
  rate: {
    fields: [
      {
        name: 'grade',
        label: '诉求人的评价',
        kind: 'choice',
        isRequired: true,
        options: GRADE_OPTIONS,
      },
      {
        name: 'reasons',
        label: '不满意的原因',
        kind: 'reasons',
        when: dissatisfied,
        options: REASON_OPTIONS,
      },
      { name: 'dimensions', label: '分项评价，诉求人说到的才选', kind: 'dimensions' },
      { name: 'comment', label: '诉求人的话', kind: 'area' },
      { name: 'by', label: '怎样得知', kind: 'choice', options: BY_OPTIONS },
      attachments,
    ],
    says: '代诉求人登记，会注明是代评，与本人评价分开统计。每轮只能评价一次；不能评价自己办过的诉求。',
  },
  urge: { fields: [{ name: 'text', label: '催办内容', kind: 'area' }] },
  supervise: {
    fields: [{ name: 'workingDays', label: '几个工作日内答复', kind: 'days', isRequired: true }, reason],
    says: '列入督办，主办单位须按时答复。',
  },
  answer_supervision: { fields: [{ name: 'text', label: '答复', kind: 'area', isRequired: true }] },
  // Decisions are written on the agenda, where all of a sitting are.
  decide: { fields: [] },
  withdraw: { fields: [reason], says: '诉求到此结束，不能恢复。' },
};

/** What is usually next at a stage: the one primary button. */
export const PRIMARY: readonly Action[] = [
  ...(['rule', 'dispatch', 'accept', 'finish', 'review', 'reply', 'supply_information', 'rate'] as const),
  ...(['decide_deferral', 'decide_extension', 'answer_supervision'] as const),
];

/** The single key of an action on an open case. */
export const ACTION_KEYS: Partial<Record<Action, string>> = {
  dispatch: 'd',
  accept: 'c',
  finish: 'f',
  review: 'v',
  reply: 'r',
  return: 'b',
  transfer: 't',
  contact: 'h',
  note: 'n',
  request_information: 'q',
  pass_up: 'u',
  pass_down: 'l',
  reject: 'z',
  merge: 'm',
  split: 's',
  rule: 'a',
  urge: 'y',
};
