import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import type { MessageDetail } from '../../../../../src/api/contract';
import { get, post } from '../../../api/request';
import { moment } from '../../../time/format';
import { useNow } from '../../../time/now';
import { FormError } from '../../parts/form-error';
import { ErrorState, LoadingRows } from '../../parts/states';
import { channelWords, OUTCOME_LABELS, recipientWords, standingWords } from './message-words';
import { untilSent } from './until-sent';

/** One message with every try, and the way to send one again that was given up. */
export function MessageDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const client = useQueryClient();
  const message = useQuery({
    queryKey: ['messages', id],
    queryFn: () => get<MessageDetail>(`/messages/${id}`),
    refetchInterval: ({ state: { data } }) => (data ? untilSent([data]) : false),
  });
  const replay = useMutation({
    mutationFn: () => post(`/messages/${id}/actions/replay`),
    onSuccess: () => client.invalidateQueries({ queryKey: ['messages'] }),
  });
  return (
    <Drawer
      open
      title="消息的发送"
      size="large"
      onClose={onClose}
      footer={
        message.data?.state === 'failed' ? (
          <div className="admin-drawer-foot">
            <Button type="primary" loading={replay.isPending} onClick={() => replay.mutate()}>
              重新发送
            </Button>
          </div>
        ) : null
      }
    >
      {message.isPending ? <LoadingRows rows={4} /> : null}
      {message.isError ? <ErrorState error={message.error} onRetry={() => void message.refetch()} /> : null}
      <FormError error={replay.error} />
      {replay.isSuccess ? <p role="status">已重新放入待发送，几秒内发出。</p> : null}
      {message.data ? <Detail message={message.data} /> : null}
    </Drawer>
  );
}

function Detail({ message }: { message: MessageDetail }) {
  const now = useNow();
  return (
    <>
      <dl className="definitions">
        <dt>通知</dt>
        <dd>{message.label}</dd>
        <dt>发给</dt>
        <dd>{recipientWords(message)}</dd>
        <dt>渠道</dt>
        <dd>{channelWords(message)}</dd>
        <dt>内容</dt>
        <dd className="words">{message.text ?? '诉求不在您的可见范围，内容不显示'}</dd>
        <dt>发送情况</dt>
        <dd>{standingWords(message, now)}</dd>
        {message.receipt ? (
          <>
            <dt>渠道回执</dt>
            <dd className="words">{message.receipt}</dd>
          </>
        ) : null}
      </dl>
      <section className="section" aria-labelledby="message-tries">
        <h2 id="message-tries">每次发送</h2>
        <Tries tries={message.tries} now={now} />
      </section>
    </>
  );
}

function Tries({ tries, now }: { tries: MessageDetail['tries']; now: number }) {
  if (tries.length === 0) return <p className="muted">还没有发送过。</p>;
  return (
    <table className="admin-table">
      <thead>
        <tr>
          <th scope="col">次</th>
          <th scope="col">时间</th>
          <th scope="col">结果</th>
          <th scope="col">说明</th>
          <th scope="col">用时</th>
        </tr>
      </thead>
      <tbody>
        {tries.map(({ attempt, at, outcome, detail, ms }) => (
          <tr key={attempt}>
            <td className="number">{attempt}</td>
            <td>
              <time dateTime={at}>{moment(at, now)}</time>
            </td>
            <td>{OUTCOME_LABELS[outcome]}</td>
            <td className="words">{detail ?? ''}</td>
            <td className="number">{ms} 毫秒</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
