import { Link } from '@tanstack/react-router';
import { Button, Segmented, Table } from 'antd';
import type { Message } from '../../../../src/api/contract';
import { moment } from '../../time/format';
import { useNow } from '../../time/now';
import { PageHeader } from '../parts/page-header';
import { EmptyState, ErrorState, LoadingRows } from '../parts/states';
import { usePageSearch } from '../search';
import { useMe } from '../session';
import './admin.css';
import { useCursorList } from './cursor-list';
import { NotForYou } from './not-for-you';
import { isAdministrator } from './rights';
import {
  channelWords,
  MESSAGE_STATE_LABELS,
  MESSAGE_STATES,
  recipientWords,
  standingWords,
} from './messages/message-words';

const ALL = 'all';

export function MessagesPage() {
  if (!isAdministrator(useMe())) return <NotForYou title="通知发送" who="管理员" />;
  return <Messages />;
}

function Messages() {
  const [{ state }, change] = usePageSearch();
  const messages = useCursorList<Message>('messages', '/messages', { state });
  return (
    <div className="page">
      <PageHeader
        title="通知发送"
        note="会响铃的通知(短信、电话、机器人)发到哪一步了。安静时段里消息等着,时限不等;站内通知总是立即出现。还没有接通外部渠道时只记日志。"
      />
      <div className="admin-filters">
        <Segmented
          aria-label="按发送情况筛选"
          value={state ?? ALL}
          options={[
            { value: ALL, label: '全部' },
            ...MESSAGE_STATES.map((each) => ({ value: each, label: MESSAGE_STATE_LABELS[each] })),
          ]}
          onChange={(chosen) => change({ state: chosen === ALL ? undefined : chosen })}
        />
      </div>
      {messages.isPending ? <LoadingRows rows={8} height={48} /> : null}
      {messages.isError ? <ErrorState error={messages.error} onRetry={() => void messages.refetch()} /> : null}
      {messages.data?.length === 0 ? (
        <EmptyState title={state === 'failed' ? '没有发送失败的消息' : '这里还没有消息'}>
          超时升级、催办、回访任务等会响铃的通知会列在这里,最新的在前。
        </EmptyState>
      ) : null}
      {messages.data && messages.data.length > 0 ? <MessageTable messages={messages.data} /> : null}
      {messages.hasNextPage ? (
        <Button
          className="admin-more"
          loading={messages.isFetchingNextPage}
          onClick={() => void messages.fetchNextPage()}
        >
          更多
        </Button>
      ) : null}
    </div>
  );
}

function MessageTable({ messages }: { messages: Message[] }) {
  const now = useNow();
  return (
    <Table<Message>
      size="small"
      rowKey="id"
      pagination={false}
      dataSource={messages}
      columns={[
        { title: '通知', width: '11%', dataIndex: 'label' },
        { title: '发给', width: '20%', render: (_, message) => recipientWords(message) },
        {
          title: '诉求',
          width: '15%',
          render: (_, { demand }) =>
            demand ? <Link to={`/demands/${demand}`}>{demand}</Link> : <span className="muted">—</span>,
        },
        { title: '发生', width: '16%', render: (_, { at }) => <time dateTime={at}>{moment(at, now)}</time> },
        { title: '发送情况', render: (_, message) => <Standing message={message} now={now} /> },
        { title: '渠道', width: '9%', render: (_, { channel }) => channelWords(channel) },
      ]}
    />
  );
}

function Standing({ message, now }: { message: Message; now: number }) {
  return (
    <>
      <p>{standingWords(message, now)}</p>
      {message.lastError ? <p className="words small muted">原因:{message.lastError}</p> : null}
    </>
  );
}
