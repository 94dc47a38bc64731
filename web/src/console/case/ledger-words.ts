/** Only worth a word from a minute on: the engine is never on the second. */
export const lateWords = (seconds: number): string =>
  seconds >= 60 ? `（晚了 ${Math.round(seconds / 60)} 分钟执行）` : '';
