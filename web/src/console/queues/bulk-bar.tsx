import { useQueryClient } from '@tanstack/react-query';
import { Button, Modal, Select } from 'antd';
import { lazy, Suspense, useState } from 'react';
import type { BulkResult } from '../../../../src/api/contract';
import { ACTIONS, type Action } from '../../../../src/domain/vocabulary';
import { post } from '../../api/request';
import { useIntention } from '../../api/use-intention';
import { refresh } from '../live';
import { LoadingRows, sentenceOf } from '../parts/states';
import { hasRole, useMe } from '../session';

const ActionFields = lazy(() => import('../case/action-fields').then((part) => ({ default: part.ActionFields })));
const TopicChooser = lazy(() => import('../topics/topic-chooser').then((part) => ({ default: part.TopicChooser })));

/** What can be done to many at once. What needs a judgement of each one is not among them. */
const BULK = ['accept', 'dispatch', 'urge', 'note', 'transfer', 'supervise', 'pass_up', 'merge'] as const;
type BulkAction = (typeof BULK)[number];

interface BulkBarProps {
  selected: ReadonlySet<string>;
  onAll: () => void;
  onClear: () => void;
}

export function BulkBar({ selected, onAll, onClear }: BulkBarProps) {
  const [action, setAction] = useState<BulkAction | null>(null);
  const [isGathering, setGathering] = useState(false);
  const mayGather = hasRole(useMe(), 'dispatcher', 'supervisor');
  const count = selected.size;
  return (
    <div className="bulk">
      <span className="number" role="status">
        已选 {count} 件
      </span>
      <Button size="small" onClick={onAll}>
        全选（最多 200）
      </Button>
      <Select<BulkAction>
        size="small"
        placeholder="批量操作"
        aria-label="批量操作"
        style={{ width: 128 }}
        value={null}
        disabled={count === 0}
        options={BULK.map((value) => ({ value, label: ACTIONS[value] }))}
        onChange={setAction}
      />
      {mayGather ? (
        <Button size="small" disabled={count === 0} onClick={() => setGathering(true)}>
          归入类案
        </Button>
      ) : null}
      <Button size="small" type="text" onClick={onClear}>
        取消
      </Button>
      <Suspense>
        {isGathering ? <TopicChooser numbers={[...selected]} onClose={() => setGathering(false)} /> : null}
      </Suspense>
      {action ? <BulkDialog action={action} numbers={[...selected]} onClose={() => setAction(null)} /> : null}
    </div>
  );
}

type Stage = { step: 'form' } | { step: 'tried' | 'done'; answer: BulkResult };

/** First a dry run that counts, then the real one; both with a line for each demand. */
function BulkDialog({ action, numbers, onClose }: { action: BulkAction; numbers: string[]; onClose: () => void }) {
  const client = useQueryClient();
  const [body, setBody] = useState<Record<string, unknown>>({});
  const [stage, setStage] = useState<Stage>({ step: 'form' });
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const { keyFor } = useIntention();

  async function send(dryRun: boolean): Promise<void> {
    setBusy(true);
    setError(null);
    try {
      const answer = await post<BulkResult>(
        `/demands/bulk/${action}`,
        { numbers, body, dryRun },
        dryRun ? undefined : keyFor(body),
      );
      setStage({ step: dryRun ? 'tried' : 'done', answer });
      if (!dryRun) refresh(client);
    } catch (failure) {
      setError(sentenceOf(failure));
    } finally {
      setBusy(false);
    }
  }

  // What was tried is what is done: another content is tried anew.
  const change = (next: Record<string, unknown>) => {
    setBody(next);
    setStage({ step: 'form' });
  };

  const isTried = stage.step === 'tried';
  const doable = isTried ? stage.answer.done : 0;
  return (
    <Modal
      open
      title={`批量${ACTIONS[action as Action]}：${numbers.length} 件`}
      onCancel={onClose}
      width={640}
      footer={
        stage.step === 'done' ? (
          <Button onClick={onClose}>完成</Button>
        ) : (
          <>
            <Button onClick={onClose}>取消</Button>
            <Button type={isTried ? 'default' : 'primary'} loading={isBusy} onClick={() => void send(true)}>
              {isTried ? '重新试算' : '先试算'}
            </Button>
            {isTried ? (
              <Button type="primary" loading={isBusy} disabled={doable === 0} onClick={() => void send(false)}>
                办理这 {doable} 件
              </Button>
            ) : null}
          </>
        )
      }
    >
      {stage.step === 'done' ? null : (
        <Suspense fallback={<LoadingRows rows={2} height={48} />}>
          <ActionFields action={action} values={body} onChange={change} leadUnit={null} number={null} />
        </Suspense>
      )}
      {error ? (
        <p className="form-error" role="alert">
          {error}
        </p>
      ) : null}
      {stage.step === 'form' ? null : <Results stage={stage.step} answer={stage.answer} />}
    </Modal>
  );
}

function Results({ stage, answer }: { stage: 'tried' | 'done'; answer: BulkResult }) {
  const verb = stage === 'tried' ? '可以办' : '已办';
  return (
    <div role="status">
      <p>
        {verb} {answer.done} 件，{stage === 'tried' ? '不能办' : '未办'} {answer.refused} 件。
      </p>
      <div style={{ maxHeight: 320, overflow: 'auto' }}>
        <table className="bulk-results">
          <tbody>
            {answer.items.map((item) => (
              <tr key={item.number}>
                <th scope="row" className="number">
                  {item.number}
                </th>
                <td>{item.title}</td>
                <td>{item.done ? verb : item.detail}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
