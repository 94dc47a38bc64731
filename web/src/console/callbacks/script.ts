import type { Callback } from '../../../../src/api/contract';
import {
  DEFAULT_SCRIPT,
  QUESTIONS_LINE,
  type ScriptBlank,
  type ScriptStep,
} from '../../../../src/domain/callback-script';
import type { DissatisfactionReason, Kind, Result } from '../../../../src/domain/vocabulary';
import { GRADE_LABELS } from '../../words/labels';

/** A step with its blanks filled. */
export type ScriptPart = ScriptStep;

export interface Call {
  job: Pick<Callback, 'kind' | 'demand' | 'unit'>;
  /** Who phones. */
  caller: string;
  /** Whom to ask for, as far as it is known without showing the contact. */
  reporter: string | null;
}

const OF_KIND: Record<Kind, string> = {
  consultation: '答复看得懂吗？照着去办，还有不清楚的地方吗？',
  help: '您当时的困难现在解决了吗？还缺什么帮助？',
  complaint: '您投诉的情况后来还有没有发生？对方改了吗？',
  suggestion: '办理单位怎样考虑您的建议，向您讲清楚了吗？',
  improvement: '要求整改的地方，实际改了吗？',
};
const OF_RESULT: Record<Result, string> = {
  resolved: '办理单位答复“已解决”。到今天实际解决了吗？',
  partly: '办理单位答复“部分解决”。哪一部分还没有解决？剩下的有没有说什么时候办？',
  explained: '办理单位答复“已解释说明”。说明的理由您听明白了吗？能认可吗？',
  adopted: '办理单位答复“采纳”。您看到落实了吗？',
  partly_adopted: '办理单位答复“部分采纳”。没有采纳的部分，理由讲清楚了吗？',
  noted: '办理单位答复“留作参考”。为什么现在做不了，向您说明了吗？',
};
const OF_REASON: Record<DissatisfactionReason, string> = {
  not_solved: '您评价时说问题没有解决：具体是哪一点？现在是什么情况？',
  too_slow: '您评价时说办理太慢：哪一步等得最久？有没有人提前告诉您要多久？',
  bad_service: '您评价时说态度不好：是哪一次联系、什么情况？',
  bad_reply: '您评价时说答非所问：您最想要答复的是哪一点？',
  not_contacted: '您评价时说没有联系您：办理期间有没有接到过电话或消息？后来有吗？',
  other: '您评价时选了其他原因：方便具体说说吗？',
};

/** What to say, in order; without a script of the unit the built-in one. */
export const scriptOf = (call: Call, steps: readonly ScriptStep[] = DEFAULT_SCRIPT): ScriptPart[] =>
  steps.map((step) => ({
    ...step,
    lines: step.lines.flatMap((line) => (line.trim() === QUESTIONS_LINE ? questions(call) : [filled(line, call)])),
  }));

/** A blank that nobody knows stays as it stands, so that it is seen. */
const filled = (line: string, call: Call): string => {
  const values = valuesOf(call);
  return line.replace(/【([^】]*)】/g, (whole, name: string) => values[name as ScriptBlank] ?? whole);
};

const valuesOf = ({ job, caller, reporter }: Call): Record<ScriptBlank, string> => ({
  回访单位: job.unit.name,
  回访人员: caller,
  称呼: reporter ? `您是${reporter}吗` : '是您本人提交的诉求吗',
  地点: job.demand.unit.name,
  诉求标题: job.demand.title,
  办理单位: job.demand.leadUnit?.name ?? '办理单位',
  原评价: job.demand.rating === null ? '还没有评价' : GRADE_LABELS[job.demand.rating],
  逐项询问: '按这件诉求的情况逐项询问',
});

function questions({ job: { kind, demand } }: Call): string[] {
  const { leadUnit, result, rating, reasons, comment, round } = demand;
  const rated = rating === null ? '您还没有评价' : `您当时的评价是“${GRADE_LABELS[rating]}”`;
  return [
    kind === 'spot_check' ? `这是随机抽查，${rated}，想听听实际情况。` : `${rated}，我们很重视，想听听原因。`,
    `办理期间，${leadUnit?.name ?? '办理单位'}联系过您吗？办理结果向您反馈了吗？`,
    ...(round > 1 ? [`这件事已经办了 ${round} 轮。和上一轮比，这一轮有没有改进？`] : []),
    ...(result !== null && result in OF_RESULT ? [OF_RESULT[result as Result]] : []),
    OF_KIND[demand.kind],
    ...reasons.map((reason) => OF_REASON[reason]),
    ...(comment ? [`您还写道：“${comment.replace(/[。.]+$/, '')}”。现在还是这样吗？`] : []),
    '总的来说，这一轮办理您是非常满意、满意、基本满意、不满意，还是非常不满意？',
  ];
}
