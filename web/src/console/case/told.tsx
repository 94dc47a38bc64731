import { useQuery } from '@tanstack/react-query';
import type { ToldNotice } from '../../../../src/api/contract';
import { CLOCKS } from '../../../../src/domain/vocabulary';
import { moment, nearMoment } from '../../time/format';
import { channelWords, recipientWords } from '../admin/messages/message-words';
import { untilSent } from '../admin/messages/until-sent';
import { EmptyState, ErrorState, LoadingRows } from '../parts/states';
import { toldQuery } from './case-queries';
import './told.css';

/** Whom the service told of this demand: in the console, and by which channels outside of it, delivered or not. */
export function Told({ number }: { number: string }) {
  const told = useQuery({
    ...toldQuery(number),
    refetchInterval: ({ state: { data } }) => untilSent(data?.items.flatMap(({ messages }) => messages) ?? []),
  });
  if (told.isPending) return <LoadingRows rows={4} height={64} />;
  if (told.isError) return <ErrorState error={told.error} onRetry={() => void told.refetch()} />;
  if (told.data.items.length === 0)
    return <EmptyState title="还没有通知过谁">新任务、提醒、超时升级和给诉求人的消息都会列在这里。</EmptyState>;
  return (
    <ol className="told" reversed>
      {[...told.data.items].reverse().map((notice, i) => (
        <Entry key={told.data.items.length - i} notice={notice} />
      ))}
    </ol>
  );
}

function Entry({ notice }: { notice: ToldNotice }) {
  const { label, clock, at, readBy, reporter, messages } = notice;
  return (
    <li className="told-notice">
      <time dateTime={at} title={moment(at)}>
        {nearMoment(at)}
      </time>
      <div>
        <p>
          <strong>{label}</strong>
          {clock ? `（${CLOCKS[clock]}时限）` : ''} 发给 {recipientWords(notice)}
        </p>
        {reporter ? null : <p className="small muted">站内通知{readBy > 0 ? `，${readBy} 人已读` : '，还没有人读'}</p>}
        {messages.length > 0 ? (
          <ul className="told-messages">
            {messages.map((message, i) => (
              <li key={i} className="small" data-state={message.state}>
                {messageWords(message)}
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    </li>
  );
}

function messageWords(message: ToldNotice['messages'][number]): string {
  const { state, sentAt, dueAt, attempts, repeated, to, channel, lastError } = message;
  const by = `${channelWords(message)}${to ? ` → ${to}` : ''}`;
  const again = repeated ? '，标明重复提醒' : '';
  if (state === 'sent')
    return `${by}：${sentAt ? moment(sentAt) : ''} ${channel === 'sink' ? '已记录' : '已交给渠道'}${again}`;
  if (state === 'skipped') return `${by}：事情已经办完，不用发了`;
  if (state === 'failed') return `${by}：试了 ${attempts} 次没有送到，已放弃${lastError ? `（${lastError}）` : ''}`;
  return `${by}：${moment(dueAt)} ${attempts > 0 ? `再试（试过 ${attempts} 次）` : '发送'}${again}`;
}
