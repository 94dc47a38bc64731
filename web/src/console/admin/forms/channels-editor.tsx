import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Input, Select } from 'antd';
import { useState } from 'react';
import type { Channel } from '../../../../../src/api/contract';
import { CHANNEL_KIND_LABELS, CHANNEL_KINDS, type ChannelKind } from '../../../../../src/domain/channel';
import { get, put } from '../../../api/request';
import { FormError } from '../../parts/form-error';
import { ErrorState, LoadingRows } from '../../parts/states';

const KIND_OPTIONS = CHANNEL_KINDS.map((value) => ({ value, label: CHANNEL_KIND_LABELS[value] }));

/** The N channels: in the order in which they are offered. A channel that is out of use keeps its name on its demands. */
export function ChannelsEditor() {
  const channels = useQuery({
    queryKey: ['channels', 'all'],
    queryFn: () => get<{ items: Channel[] }>('/channels', { retired: true }),
  });
  if (channels.isError) return <ErrorState error={channels.error} onRetry={() => void channels.refetch()} />;
  if (!channels.data) return <LoadingRows rows={8} height={40} />;
  return <Editing key={channels.dataUpdatedAt} channels={channels.data.items} />;
}

function Editing({ channels }: { channels: Channel[] }) {
  const client = useQueryClient();
  const [items, setItems] = useState(channels);
  const [added, setAdded] = useState<{ name: string; kind: ChannelKind }>({ name: '', kind: 'place' });
  const save = useMutation({
    mutationFn: () => put('/channels', { items }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['channels'] }),
  });
  const change = (at: number, changes: Partial<Channel>) =>
    setItems(items.map((item, i) => (i === at ? { ...item, ...changes } : item)));
  const up = (at: number) => setItems([...items.slice(0, at - 1), items[at]!, items[at - 1]!, ...items.slice(at + 1)]);
  const add = () => {
    const name = added.name.trim();
    if (!name || items.some((item) => item.name === name)) return;
    setItems([...items, { name, kind: added.kind, retired: false }]);
    setAdded({ ...added, name: '' });
  };
  const isChanged = JSON.stringify(items) !== JSON.stringify(channels);
  return (
    <section aria-label="收集渠道">
      <table className="admin-table forms-channels">
        <thead>
          <tr>
            <th scope="col">名称</th>
            <th scope="col">归类</th>
            <th scope="col">在用</th>
            <th scope="col">次序</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item, i) => (
            <tr key={item.name}>
              <th scope="row">{item.name}</th>
              <td>
                <Select
                  aria-label={`${item.name}归类`}
                  value={item.kind}
                  options={KIND_OPTIONS}
                  onChange={(kind) => change(i, { kind })}
                  style={{ width: 128 }}
                />
              </td>
              <td>
                <Checkbox
                  aria-label={`${item.name}在用`}
                  checked={!item.retired}
                  onChange={({ target }) => change(i, { retired: !target.checked })}
                />
              </td>
              <td>
                <Button size="small" disabled={i === 0} onClick={() => up(i)} aria-label={`${item.name}上移`}>
                  上移
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="page-actions forms-acts">
        <Input
          aria-label="新渠道名称"
          placeholder="新渠道名称"
          maxLength={50}
          value={added.name}
          onChange={({ target }) => setAdded({ ...added, name: target.value })}
          onPressEnter={add}
          style={{ width: 200 }}
        />
        <Select
          aria-label="新渠道归类"
          value={added.kind}
          options={KIND_OPTIONS}
          onChange={(kind) => setAdded({ ...added, kind })}
          style={{ width: 128 }}
        />
        <Button onClick={add}>加一个</Button>
      </div>
      <FormError error={save.error} />
      <div className="page-actions forms-acts">
        <Button type="primary" disabled={!isChanged} loading={save.isPending} onClick={() => save.mutate()}>
          保存渠道
        </Button>
        {isChanged ? <Button onClick={() => setItems(channels)}>还原</Button> : null}
      </div>
    </section>
  );
}
