import type { LadderStep } from '../../../../src/domain/policy';

export const STEP_LABELS: Record<LadderStep, string> = {
  remind: '提醒持有人',
  escalate: '超时升级给督办员',
  move_up: '权责上提一级',
  supervise: '列入督办',
};

/** Only worth a word from a minute on: the engine is never on the second. */
export const lateWords = (seconds: number): string => (seconds >= 60 ? `(晚了 ${Math.round(seconds / 60)} 分钟执行)` : '');
