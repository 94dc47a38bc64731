import type { FormData } from '../domain/form';
import { KIND_LABELS, SUBJECT_LABELS, type Urgency } from '../domain/vocabulary';

/** What a column can be: something every demand has, or an answer to one of the form's own fields (`answers.<name>`). */
export interface Target {
  name: string;
  label: string;
  required: boolean;
  /** A column may be missing when one value holds for all rows. */
  takesDefault: boolean;
  choices?: string[];
  help?: string;
}

export const CORE_LABELS = {
  place: '所在地',
  kind: '诉求类型',
  title: '标题',
  body: '内容',
  category: '类别',
  urgency: '缓急',
  subjectType: '主体类型',
  subjectName: '主体名称',
  contactName: '联系人',
  contactPhone: '联系电话',
  channel: '收集渠道',
  filedFor: '代谁填报',
} as const;
export type CoreTarget = keyof typeof CORE_LABELS;

export const URGENCY_LABELS: Record<Urgency, string> = { normal: '普通', urgent: '紧急' };

/** Other names that the columns of filled forms go by. */
const SYNONYMS: Record<CoreTarget, string[]> = {
  place: ['所属园区', '园区', '社区', '街道', '所在园区', '所在社区', '所属单位', '诉求所在地', '地点', '位置'],
  kind: ['类型', '诉求建议类型', '性质'],
  title: ['诉求标题', '主题', '事项', '诉求事项', '诉求名称', '题目'],
  body: [
    '诉求内容',
    '诉求建议内容',
    '诉求建议',
    '具体内容',
    '诉求',
    '建议内容',
    '意见建议',
    '问题描述',
    '详细内容',
    '问题',
  ],
  category: ['诉求类别', '分类', '诉求分类', '问题类别', '领域'],
  urgency: ['紧急程度', '是否紧急', '紧急', '缓急程度'],
  subjectType: ['诉求主体', '主体', '诉求主体类型', '反映主体'],
  subjectName: ['党组织名称', '党组织', '诉求主体名称', '企业名称', '名称', '反映人', '诉求人', '单位名称'],
  contactName: ['联系人姓名', '姓名', '联系人员'],
  contactPhone: ['电话', '手机', '手机号', '手机号码', '联系方式', '电话号码', '联系人电话'],
  channel: ['渠道', '来源', '收集方式', '诉求来源'],
  filedFor: ['代填', '代填对象', '代何人填报'],
};

/** What the columns of a file may be, for one version of a form. */
export function targetsOf(form: FormData, channels: readonly string[]): Target[] {
  const target = (name: CoreTarget, required: boolean, more: Partial<Target> = {}): Target => ({
    ...{ name, label: CORE_LABELS[name], required, takesDefault: false },
    ...more,
  });
  const contact = form.asksContact === 'required';
  const offered = form.channels.length > 0 ? form.channels : channels;
  const core = [
    target('place', true, { takesDefault: true, help: '单位名称或编号，须在本单位之内' }),
    target('kind', true, { takesDefault: true, choices: form.kinds.map((kind) => KIND_LABELS[kind]) }),
    target('title', false, { help: '不填则取内容的开头' }),
    target('body', true),
    target('category', false, {
      ...(form.categories.length > 0 ? { choices: form.categories } : {}),
      help: '不填由规则判断',
    }),
    target('urgency', false, { choices: Object.values(URGENCY_LABELS), help: '不填由规则判断' }),
    target('subjectType', true, { takesDefault: true, choices: form.subjectTypes.map((type) => SUBJECT_LABELS[type]) }),
    target('subjectName', true),
    ...(form.asksContact === 'no' ? [] : [target('contactName', contact), target('contactPhone', contact)]),
    target('channel', true, { takesDefault: true, choices: [...offered] }),
    target('filedFor', false),
  ];
  return [...core, ...form.fields.map(answerTarget)];
}

function answerTarget({ name, label, required, options, help, categories }: FormData['fields'][number]): Target {
  const only = categories?.length ? `只在类别为${categories.join('、')}时填写` : undefined;
  return {
    ...{ name: `answers.${name}`, label, required: required && !only, takesDefault: false },
    ...(options ? { choices: options } : {}),
    ...(help || only ? { help: [help, only].filter(Boolean).join('；') } : {}),
  };
}

/** Which column is what, by target. */
export type ColumnsByTarget = Record<string, number>;

/**
 * Which column is what, from its name: as it was mapped for this form before, else by the label, else by another name for
 * the same. No column is taken twice.
 */
export function suggestColumns(
  headers: readonly string[],
  targets: readonly Target[],
  remembered: Readonly<Record<string, string>> = {},
): ColumnsByTarget {
  const plain = headers.map(plainName);
  const found: ColumnsByTarget = {};
  const take = (target: string, isIt: (header: string) => boolean): void => {
    const column = plain.findIndex((header, i) => header !== '' && isIt(header) && !Object.values(found).includes(i));
    if (found[target] === undefined && column !== -1) found[target] = column;
  };
  for (const { name } of targets) {
    const before = remembered[name];
    if (before !== undefined) take(name, (header) => header === plainName(before));
  }
  for (const { name, label } of targets) take(name, (header) => header === plainName(label));
  for (const { name } of targets) take(name, (header) => synonymsOf(name).includes(header));
  return found;
}

const synonymsOf = (target: string): string[] =>
  Object.hasOwn(SYNONYMS, target) ? SYNONYMS[target as CoreTarget] : [];

/** Without what people add to a name: spaces, a star, a remark in brackets. */
export const plainName = (header: string): string =>
  header
    .normalize('NFKC')
    .replace(/[(（].*?[)）]|[\s*＊:：]/g, '')
    .toLowerCase();

const LOOKED_FOR_HEADER = 10;

/**
 * The row that names the columns, among the first of a sheet: the one that names most of what is looked for; without any,
 * the first with several cells. Forms often have a title and a line about who filled them in above it.
 */
export function headerIndex(rows: readonly { cells: readonly string[] }[], targets: readonly Target[]): number {
  const score = ({ cells }: { cells: readonly string[] }): number => Object.keys(suggestColumns(cells, targets)).length;
  const scores = rows.slice(0, LOOKED_FOR_HEADER).map(score);
  const best = Math.max(...scores, 0);
  if (best >= 2) return scores.indexOf(best);
  return Math.max(
    0,
    rows.slice(0, LOOKED_FOR_HEADER).findIndex(({ cells }) => cells.filter(Boolean).length >= 2),
  );
}
