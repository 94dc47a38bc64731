import type { Callback } from '../../../../src/api/contract';
import type { DissatisfactionReason, Kind, Result } from '../../../../src/domain/vocabulary';
import { GRADE_LABELS } from '../../words/labels';

export interface ScriptPart {
  title: string;
  lines: string[];
}

export interface Call {
  job: Pick<Callback, 'kind' | 'demand' | 'unit'>;
  /** Who phones. */
  caller: string;
  /** Whom to ask for, as far as it is known without showing the contact. */
  reporter: string | null;
}

const OF_KIND: Record<Kind, string> = {
  consultation: '答复看得懂吗?照着去办,还有不清楚的地方吗?',
  help: '您当时的困难现在解决了吗?还缺什么帮助?',
  complaint: '您投诉的情况后来还有没有发生?对方改了吗?',
  suggestion: '办理单位怎样考虑您的建议,向您讲清楚了吗?',
};
const OF_RESULT: Record<Result, string> = {
  resolved: '办理单位答复“已解决”。到今天实际解决了吗?',
  partly: '办理单位答复“部分解决”。哪一部分还没有解决?剩下的有没有说什么时候办?',
  explained: '办理单位答复“已解释说明”。说明的理由您听明白了吗?能认可吗?',
  adopted: '办理单位答复“采纳”。您看到落实了吗?',
  partly_adopted: '办理单位答复“部分采纳”。没有采纳的部分,理由讲清楚了吗?',
  noted: '办理单位答复“留作参考”。为什么现在做不了,向您说明了吗?',
};
const OF_REASON: Record<DissatisfactionReason, string> = {
  not_solved: '您评价时说问题没有解决:具体是哪一点?现在是什么情况?',
  too_slow: '您评价时说办理太慢:哪一步等得最久?有没有人提前告诉您要多久?',
  bad_service: '您评价时说态度不好:是哪一次联系、什么情况?',
  bad_reply: '您评价时说答非所问:您最想要答复的是哪一点?',
  not_contacted: '您评价时说没有联系您:办理期间有没有接到过电话或消息?后来有吗?',
  other: '您评价时选了其他原因:方便具体说说吗?',
};

/** What to say, in order. It names nobody who handled the case and promises nothing. */
export function scriptOf(call: Call): ScriptPart[] {
  return [opening(call), identity(call), { title: '询问', lines: questions(call) }, closing()];
}

const opening = ({ job, caller, reporter }: Call): ScriptPart => ({
  title: '开场',
  lines: [
    `您好,我是${job.unit.name}的回访人员${caller},打这个电话是做“红色直通车”诉求建议回访,大约三分钟。`,
    `请问${reporter ? `您是${reporter}吗` : '是您本人提交的诉求吗'}?现在方便说话吗?`,
    '不方便:约一个时间,登记“要求稍后再打”。',
  ],
});

const identity = ({ job: { demand } }: Call): ScriptPart => ({
  title: '核对身份',
  lines: [
    `您在${demand.unit.name}反映过一件事,您还记得大致内容吗?`,
    `对方说得上来,再核对:“${demand.title}”。不是本人的,不透露内容,问清怎样联系本人后结束。`,
  ],
});

function questions({ job: { kind, demand } }: Call): string[] {
  const { leadUnit, result, rating, reasons, comment, round } = demand;
  const rated = rating === null ? '您还没有评价' : `您当时的评价是“${GRADE_LABELS[rating]}”`;
  return [
    kind === 'spot_check' ? `这是随机抽查,${rated},想听听实际情况。` : `${rated},我们很重视,想听听原因。`,
    `办理期间,${leadUnit?.name ?? '办理单位'}联系过您吗?办理结果向您反馈了吗?`,
    ...(round > 1 ? [`这件事已经办了 ${round} 轮。和上一轮比,这一轮有没有改进?`] : []),
    ...(result !== null && result in OF_RESULT ? [OF_RESULT[result as Result]] : []),
    OF_KIND[demand.kind],
    ...reasons.map((reason) => OF_REASON[reason]),
    ...(comment ? [`您还写道:“${comment.replace(/[。.]+$/, '')}”。现在还是这样吗?`] : []),
    '总的来说,这一轮办理您是非常满意、满意、基本满意、不满意,还是非常不满意?',
  ];
}

const closing = (): ScriptPart => ({
  title: '结束',
  lines: [
    '您说的我复述一遍,看记得对不对……',
    '您的意见我会如实登记。如果需要重新办理,系统会通知办理单位,您可以随时查询进度。',
    '谢谢您,再见。(等对方先挂断)',
    '不评论办理人员,不承诺结果和时间;对方激动时先听完,再问下一句。',
  ],
});
