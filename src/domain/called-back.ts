import type { CallbackEnding } from './callback';

interface Outcome {
  /** Another round was opened. */
  isRedone: boolean;
  /** The rating can still be added to, which brings about another call. */
  canAdd: boolean;
}

const REDONE: Record<CallbackEnding, string> = {
  satisfied: '回访时您表示满意；后来又有变化，已安排重新办理。',
  dissatisfied: '回访核实您不满意，已安排重新办理。',
  unreasonable: '回访曾认定为不合理诉求；后来经再次核实，已安排重新办理。',
  unreachable: '多次给您打电话都没有接通，您的评价照样有效，已安排重新办理。',
  refused: '您不愿接受回访，您的评价照样有效，已安排重新办理。',
  skipped: '已安排重新办理。',
};
const CLOSED: Record<CallbackEnding, string> = {
  satisfied: '回访时您表示满意，这件诉求办结；您原来的评价保留。',
  dissatisfied: '回访核实您不满意，已记入对办理单位的评估；所说的原因按规定不重新办理，这件诉求办结。',
  unreasonable: '经回访，认定为不合理诉求，不再重新办理，这件诉求办结。',
  unreachable: '多次给您打电话都没有接通，您的评价保留，这件诉求办结。',
  refused: '您不愿接受回访，您的评价保留，这件诉求办结。',
  skipped: '这件诉求办结。',
};

/** After these nobody has heard the person out, or somebody has ruled against them: they may ask to be phoned again. */
export const ENDS_UNHEARD: readonly (CallbackEnding | null)[] = ['unreasonable', 'unreachable', 'refused'];

/** What a callback came to, as the reporter reads it, and what may be done about it. */
export function calledBackSentence(ending: CallbackEnding, { isRedone, canAdd }: Outcome): string {
  if (isRedone) return REDONE[ending];
  if (!ENDS_UNHEARD.includes(ending)) return CLOSED[ending];
  const asksAgain = canAdd ? '可以凭原来的评价链接追评一次，由回访人员再给您打电话核实；也可以' : '可以';
  return `${CLOSED[ending]}不认可的，${asksAgain}向回访单位的上级单位反映。`;
}
