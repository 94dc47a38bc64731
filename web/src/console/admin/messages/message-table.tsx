import { Link } from '@tanstack/react-router';
import { Button, Table } from 'antd';
import type { Message } from '../../../../../src/api/contract';
import { moment } from '../../../time/format';
import { useNow } from '../../../time/now';
import { channelWords, recipientWords, standingWords } from './message-words';

interface MessageTableProps {
  messages: Message[];
  onOpen: (id: string) => void;
}

export function MessageTable({ messages, onOpen }: MessageTableProps) {
  const now = useNow();
  return (
    <Table<Message>
      className="messages-table"
      size="small"
      rowKey="id"
      pagination={false}
      dataSource={messages}
      columns={[
        {
          ...{ title: '发生', width: '15%' },
          render: (_, { at }) => (
            <time dateTime={at} className="admin-moment">
              {moment(at, now)}
            </time>
          ),
        },
        { title: '发给', width: '16%', render: (_, message) => recipientWords(message) },
        { title: '渠道', width: '13%', render: (_, message) => channelWords(message) },
        { title: '内容', render: (_, message) => <Said message={message} /> },
        { title: '发送情况', width: '20%', render: (_, message) => <Standing message={message} now={now} /> },
        {
          title: '操作',
          width: '9%',
          render: (_, message) => (
            <Button
              size="small"
              aria-label={`查看每次发送：${message.label} ${recipientWords(message)}`}
              onClick={() => onOpen(message.id)}
            >
              {message.state === 'failed' ? '查看重发' : '查看'}
            </Button>
          ),
        },
      ]}
    />
  );
}

function Said({ message: { text, demand, label } }: { message: Message }) {
  return (
    <>
      <p className="words">{text ? withoutLink(text) : `${label}（诉求不在您的可见范围，内容不显示）`}</p>
      {demand ? (
        <p className="small">
          <Link to={`/demands/${demand}`} search={{ tab: 'told' }}>
            {demand}
          </Link>
        </p>
      ) : null}
    </>
  );
}

/** The address at its end is said in full beside the single message. */
const withoutLink = (text: string): string => text.replace(/ https?:\S+$/, '');

function Standing({ message, now }: { message: Message; now: number }) {
  return (
    <>
      <p>{standingWords(message, now)}</p>
      {message.lastError ? <p className="words small muted">原因：{message.lastError}</p> : null}
    </>
  );
}
