import { useState } from 'react';
import { useKeptText } from '../kept';
import { Button } from '../parts/button';
import { Dialog } from '../parts/dialog';
import { WordsField } from '../parts/field';
import { Form } from '../parts/form';
import { Failure } from '../parts/notice';
import { useAction, type ActingProps } from './actions';

/** 撤回 ends the demand for good: it asks why, and once more whether it is meant. */
export function Withdraw({ demand, token, onDone }: ActingProps) {
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useKeptText(`phone:words:withdraw:${demand.number}`);
  const [tried, setTried] = useState(0);
  const { act, isBusy, error } = useAction(token, 'withdraw', onDone);
  if (!demand.canWithdraw) return null;

  const send = async () => {
    if (!reason.trim()) return setTried(tried + 1);
    if (isBusy || !(await act({ reason: reason.trim() }))) return;
    setReason('');
    setOpen(false);
  };
  return (
    <>
      <Button onClick={() => setOpen(true)}>撤回</Button>
      {isOpen ? (
        <Dialog title="撤回这件诉求？" onClose={() => setOpen(false)}>
          <p>撤回后不再办理，也不能恢复；以后还有需要，可以重新反映。</p>
          <Form onSubmit={send} failures={tried} aria-label="撤回">
            <WordsField
              label="为什么撤回"
              rows={3}
              value={reason}
              onChange={setReason}
              maxLength={1000}
              error={tried > 0 && !reason.trim() ? '请写一下原因，如：已经自己解决了。' : undefined}
            />
            {error ? <Failure error={error} /> : null}
            <div className="m-actions">
              <Button type="submit" look="danger" isBusy={isBusy}>
                {isBusy ? '正在撤回…' : '确认撤回'}
              </Button>
              <Button onClick={() => setOpen(false)}>不撤回了</Button>
            </div>
          </Form>
        </Dialog>
      ) : null}
    </>
  );
}
