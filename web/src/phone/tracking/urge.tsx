import { nearMoment } from '../../time/format';
import { Button } from '../parts/button';
import { Failure } from '../parts/notice';
import { useAction, type ActingProps } from './actions';

const A_DAY = 86_400_000;

/** 催办: once a day. After it, it says that it was done instead of offering what would be refused. */
export function Urge({ demand, token, onDone }: ActingProps) {
  const { act, isBusy, error } = useAction(token, 'urge', onDone);
  const last = demand.events.findLast(({ type }) => type === 'urged');
  // While the answer is awaited from the reporter, there is nobody else to urge.
  if (demand.canSupply) return null;
  const isOver = demand.closedAt !== null || demand.stage === 'rating';
  const isJustUrged = last !== undefined && !isOver && Date.now() - Date.parse(last.at) < A_DAY;
  if (!demand.canUrge && !isJustUrged && !error) return null;
  return (
    <div className="m-inside">
      {demand.canUrge ? (
        <Button isBusy={isBusy} onClick={() => void act({})}>
          {isBusy ? '正在催办…' : '催办'}
        </Button>
      ) : isJustUrged ? (
        <p role="status">
          {nearMoment(last.at)} 已催办，{demand.holder ?? '负责的单位'}已经收到提醒。每天可以催办一次。
        </p>
      ) : null}
      {error ? <Failure error={error} safe="诉求本身不受影响，仍在照常办理。" /> : null}
    </div>
  );
}
