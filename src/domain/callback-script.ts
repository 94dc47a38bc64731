import type { Kind } from './vocabulary';

/** How the answer to a step is taken down; `none`: the step only says something. */
export const ANSWER_KINDS = ['none', 'yes_no', 'choice', 'text'] as const;
export type AnswerKind = (typeof ANSWER_KINDS)[number];

export interface ScriptStep {
  title: string;
  /** What to say, in order; blanks such as 【诉求标题】 are filled from the job. */
  lines: string[];
  answer: AnswerKind;
  /** Of a choice. */
  options?: string[];
}

/** Who may write scripts of a unit see which blanks there are. */
export const SCRIPT_BLANKS = [
  '回访单位',
  '回访人员',
  '称呼',
  '地点',
  '诉求标题',
  '办理单位',
  '原评价',
  '逐项询问',
] as const;
export type ScriptBlank = (typeof SCRIPT_BLANKS)[number];

/** A line that holds this blank alone stands for the questions that follow from the case itself. */
export const QUESTIONS_LINE = '【逐项询问】';

/** 示例: used where no unit has written a script. It names nobody who handled the case and promises nothing. */
export const DEFAULT_SCRIPT: ScriptStep[] = [
  {
    title: '开场',
    lines: [
      '您好，我是【回访单位】的回访人员【回访人员】，打这个电话是做“红色直通车”诉求建议回访，大约三分钟。',
      '请问【称呼】？现在方便说话吗？',
      '不方便：约一个时间，登记“要求稍后再打”。',
    ],
    answer: 'none',
  },
  {
    title: '核对身份',
    lines: [
      '您在【地点】反映过一件事，您还记得大致内容吗？',
      '对方说得上来，再核对：“【诉求标题】”。不是本人的，不透露内容，问清怎样联系本人后结束。',
    ],
    answer: 'yes_no',
  },
  { title: '询问', lines: [QUESTIONS_LINE], answer: 'text' },
  {
    title: '结束',
    lines: [
      '您说的我复述一遍，看记得对不对……',
      '您的意见我会如实登记。如果需要重新办理，系统会通知办理单位，您可以随时查询进度。',
      '谢谢您，再见。（等对方先挂断）',
      '不评论办理人员，不承诺结果和时间；对方激动时先听完，再问下一句。',
    ],
    answer: 'none',
  },
];

export interface Script {
  unit: string;
  category: string | null;
  kind: Kind | null;
}

/**
 * The script for a job: of the nearest unit on the path (district first) that has one that fits, the narrowest. Category counts
 * more than kind. Undefined where none fits.
 */
export function scriptFor<Known extends Script>(
  scripts: readonly Known[],
  job: { path: readonly string[]; category: string; kind: Kind },
): Known | undefined {
  const width = ({ category, kind }: Script): number => (category === null ? 2 : 0) + (kind === null ? 1 : 0);
  return scripts
    .filter(({ unit }) => job.path.includes(unit))
    .filter(({ category, kind }) => (category ?? job.category) === job.category && (kind ?? job.kind) === job.kind)
    .sort((a, b) => job.path.indexOf(b.unit) - job.path.indexOf(a.unit) || width(a) - width(b))[0];
}

/** Blanks in a script that nothing fills; a typing error would otherwise be read out on the telephone. */
export const unknownBlanks = (steps: readonly ScriptStep[]): string[] => [
  ...new Set(
    steps
      .flatMap(({ lines }) => lines)
      .flatMap((line) => [...line.matchAll(/【([^】]*)】/g)].map(([, name]) => name!))
      .filter((name) => !(SCRIPT_BLANKS as readonly string[]).includes(name)),
  ),
];
