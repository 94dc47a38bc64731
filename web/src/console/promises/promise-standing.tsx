import type { KeptPromise } from '../../../../src/api/contract';
import { standingWords } from '../../../../src/domain/promise-keeping';
import { dayText } from '../../time/format';

const TIME = { promised: undefined, due: 'soon', late: 'late', kept: undefined, broken: undefined } as const;

/** Where a promise stands, in words; the colour only says what the words say. */
export function PromiseStanding({ promise }: { promise: KeptPromise }) {
  const { state, reportBy } = promise;
  const time = TIME[state];
  const until = state === 'due' && reportBy ? `，${dayText(reportBy)} 前报告` : '';
  return (
    <span className={time ? 'clock' : undefined} data-time={time}>
      {standingWords(promise)}
      {until}
    </span>
  );
}
