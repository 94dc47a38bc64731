import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Table } from 'antd';
import { Link } from '@tanstack/react-router';
import type { Endpoint, EndpointMade, EndpointTest } from '../../../../../src/api/contract';
import { post, remove } from '../../../api/request';
import { moment } from '../../../time/format';
import { FormError } from '../../parts/form-error';
import { kindsWords } from './endpoint-words';

interface EndpointTableProps {
  endpoints: Endpoint[];
  onEdit: (endpoint: Endpoint) => void;
  onSecret: (made: EndpointMade) => void;
}

export function EndpointTable({ endpoints, onEdit, onSecret }: EndpointTableProps) {
  return (
    <Table<Endpoint>
      size="small"
      rowKey="id"
      pagination={false}
      dataSource={endpoints}
      columns={[
        { title: '名称', width: '16%', dataIndex: 'name' },
        { title: '单位', width: '14%', render: (_, { unit }) => unit.name },
        { title: '渠道', width: '12%', dataIndex: 'channelLabel' },
        { title: '网址', render: (_, { url }) => <span className="words number">{url}</span> },
        { title: '要哪些通知', width: '16%', render: (_, { kinds }) => kindsWords(kinds) },
        { title: '状态', width: '14%', render: (_, endpoint) => <Standing endpoint={endpoint} /> },
        {
          title: '操作',
          width: '16%',
          render: (_, endpoint) => <Actions endpoint={endpoint} onEdit={onEdit} onSecret={onSecret} />,
        },
      ]}
    />
  );
}

function Standing({ endpoint: { disabled, oldSecretUntil, failed, channel } }: { endpoint: Endpoint }) {
  return (
    <>
      <p>{disabled ? `已停用：${disabled.reason}` : '使用中'}</p>
      {oldSecretUntil ? <p className="small muted">旧密钥有效到 {moment(oldSecretUntil)}</p> : null}
      {failed > 0 ? (
        <p className="small">
          <Link to="/admin/messages" search={{ state: 'failed', channel }}>
            放弃 {failed} 条
          </Link>
        </p>
      ) : null}
    </>
  );
}

function Actions({
  endpoint,
  onEdit,
  onSecret,
}: { endpoint: Endpoint } & Pick<EndpointTableProps, 'onEdit' | 'onSecret'>) {
  const client = useQueryClient();
  const { modal } = App.useApp();
  const { id, name, channel } = endpoint;
  const again = () => client.invalidateQueries({ queryKey: ['endpoints'] });
  const test = useMutation({ mutationFn: () => post<EndpointTest>(`/endpoints/${id}/actions/test`), onSuccess: again });
  const rotate = useMutation({
    mutationFn: () => post<EndpointMade>(`/endpoints/${id}/actions/rotate`),
    onSuccess: async (made) => {
      onSecret(made);
      await again();
    },
  });
  const drop = useMutation({ mutationFn: () => remove(`/endpoints/${id}`), onSuccess: again });
  const confirm = (title: string, content: string, okText: string, onOk: () => void, danger = false) =>
    void modal.confirm({ icon: null, title, content, okText, okButtonProps: { danger }, onOk });
  return (
    <>
      <div className="admin-row-actions">
        <Button size="small" loading={test.isPending} aria-label={`试发：${name}`} onClick={() => test.mutate()}>
          试发
        </Button>
        <Button size="small" aria-label={`修改：${name}`} onClick={() => onEdit(endpoint)}>
          修改
        </Button>
        {channel === 'webhook' ? (
          <Button
            size="small"
            loading={rotate.isPending}
            aria-label={`更换密钥：${name}`}
            onClick={() =>
              confirm('更换签名密钥？', '24 小时内新旧两个密钥都签名，接收方可以从容更换。', '更换', () =>
                rotate.mutate(),
              )
            }
          >
            换密钥
          </Button>
        ) : null}
        <Button
          size="small"
          danger
          loading={drop.isPending}
          aria-label={`删除：${name}`}
          onClick={() => confirm(`删除“${name}”？`, '还没有发出的消息不再发给它。', '删除', () => drop.mutate(), true)}
        >
          删除
        </Button>
      </div>
      {test.data ? (
        <p className="small" role="status">
          {test.data.delivered ? '已送到' : `没有送到：${test.data.detail ?? ''}`}
        </p>
      ) : null}
      <FormError error={test.error ?? rotate.error ?? drop.error} />
    </>
  );
}
