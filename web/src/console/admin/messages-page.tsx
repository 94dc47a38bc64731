import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Segmented, Select } from 'antd';
import type { Message } from '../../../../src/api/contract';
import { post } from '../../api/request';
import { FormError } from '../parts/form-error';
import { PageHeader } from '../parts/page-header';
import { EmptyState, ErrorState, LoadingRows } from '../parts/states';
import { usePageSearch } from '../search';
import { useMe } from '../session';
import './admin.css';
import { useCursorList } from './cursor-list';
import { MessageDrawer } from './messages/message-drawer';
import { MessageTable } from './messages/message-table';
import { CHANNEL_CHOICES, MESSAGE_STATE_LABELS, MESSAGE_STATES } from './messages/message-words';
import { untilSent } from './messages/until-sent';
import { NotForYou } from './not-for-you';
import { isAdministrator } from './rights';

const ALL = 'all';

export function MessagesPage() {
  if (!isAdministrator(useMe())) return <NotForYou title="通知发送" who="管理员" />;
  return <Messages />;
}

function Messages() {
  const [{ state, channel, demand, message }, change] = usePageSearch();
  const messages = useCursorList<Message>('messages', '/messages', { state, channel, demand }, untilSent);
  return (
    <div className="page">
      <PageHeader
        title="通知发送"
        note="外发通知（短信、邮件、电话、机器人、Webhook）发给了谁、交给渠道没有。安静时段里消息等着，时限不等；站内通知总是立即出现。没有接通的渠道只在这里记录，不外发。"
      >
        {state === 'failed' && (messages.data?.length ?? 0) > 0 ? (
          <ReplayAll channel={channel} demand={demand} />
        ) : null}
      </PageHeader>
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
        <Select
          aria-label="渠道"
          value={channel ?? ''}
          options={[{ value: '', label: '全部渠道' }, ...CHANNEL_CHOICES]}
          onChange={(chosen) => change({ channel: chosen || undefined })}
        />
      </div>
      {messages.isPending ? <LoadingRows rows={8} height={48} /> : null}
      {messages.isError ? <ErrorState error={messages.error} onRetry={() => void messages.refetch()} /> : null}
      {messages.data?.length === 0 ? (
        <EmptyState title={state === 'failed' ? '没有放弃的消息' : '这里还没有消息'}>
          超时升级、催办、督办等外发通知会列在这里，最新的在前。
        </EmptyState>
      ) : null}
      {messages.data && messages.data.length > 0 ? (
        <MessageTable messages={messages.data} onOpen={(id) => change({ message: id })} />
      ) : null}
      {messages.hasNextPage ? (
        <Button
          className="admin-more"
          loading={messages.isFetchingNextPage}
          onClick={() => void messages.fetchNextPage()}
        >
          更多
        </Button>
      ) : null}
      {message ? <MessageDrawer key={message} id={message} onClose={() => change({ message: undefined })} /> : null}
    </div>
  );
}

function ReplayAll({ channel, demand }: { channel?: string; demand?: string }) {
  const client = useQueryClient();
  const { modal } = App.useApp();
  const replay = useMutation({
    mutationFn: () => post<{ replayed: number }>('/messages/actions/replay', { channel, demand }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['messages'] }),
  });
  const ask = () =>
    void modal.confirm({
      icon: null,
      title: '重发所有已放弃的消息？',
      content: '按当前的筛选，包括没有显示出来的。可能已送到的会标明“重复提醒”。',
      okText: '全部重发',
      onOk: () => replay.mutate(),
    });
  return (
    <>
      <FormError error={replay.error} />
      <Button loading={replay.isPending} onClick={ask}>
        全部重发
      </Button>
    </>
  );
}
