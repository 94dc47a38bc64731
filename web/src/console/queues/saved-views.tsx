import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Checkbox, Form, Input, Popover, Select } from 'antd';
import { useState } from 'react';
import type { SavedView } from '../../../../src/api/contract';
import { get, post, remove } from '../../api/request';
import { sentenceOf } from '../parts/states';
import { usePageSearch } from '../search';
import { useMe } from '../session';
import { filtersOf } from './filters';

/** Lists kept under a name on the service: own ones, and those that somebody shares with the unit. */
export function SavedViews({ queue }: { queue: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      open={isOpen}
      onOpenChange={setOpen}
      destroyOnHidden
      content={<Menu queue={queue} onDone={() => setOpen(false)} />}
    >
      <Button size="small" type="text">
        视图
      </Button>
    </Popover>
  );
}

function Menu({ queue, onDone }: { queue: string; onDone: () => void }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const views = useQuery({ queryKey: ['views'], queryFn: () => get<{ items: SavedView[] }>('/views') });
  const [error, setError] = useState<string | null>(null);
  const reload = () => client.invalidateQueries({ queryKey: ['views'] });

  const open = (view: SavedView) => {
    onDone();
    const to = view.queue === 'demands' ? '/demands' : `/queues/${view.queue}`;
    void navigate({ to, search: view.search });
  };
  const drop = ({ id }: SavedView) =>
    remove(`/views/${id}`).then(reload, (failure: unknown) => setError(sentenceOf(failure)));

  return (
    <div className="views-menu">
      {views.data?.items.length === 0 ? (
        <p className="muted">还没有存过视图。筛选好以后，在这里起个名字存下来。</p>
      ) : null}
      <ul>
        {views.data?.items.map((view) => (
          <li key={view.id}>
            <Button size="small" type="link" onClick={() => open(view)}>
              {view.name}
              {view.unit ? `（${view.unit.name}共用）` : ''}
            </Button>
            {view.own ? (
              <Button size="small" type="text" onClick={() => void drop(view)} aria-label={`删除视图 ${view.name}`}>
                删除
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      <SaveForm queue={queue} onSaved={() => void reload()} onError={setError} />
      {error ? (
        <p role="alert" className="form-error">
          {error}
        </p>
      ) : null}
    </div>
  );
}

function SaveForm({
  queue,
  onSaved,
  onError,
}: {
  queue: string;
  onSaved: () => void;
  onError: (text: string | null) => void;
}) {
  const me = useMe();
  const [search] = usePageSearch();
  const [isShared, setShared] = useState(false);
  const units = [...new Map(me.roles.map(({ unit }) => [unit.id, unit])).values()];

  async function save({ name, unit }: { name: string; unit?: string }): Promise<void> {
    onError(null);
    try {
      await post('/views', {
        name,
        queue,
        search: filtersOf(search),
        ...(isShared ? { unit: unit ?? units[0]?.id } : {}),
      });
      onSaved();
    } catch (error) {
      onError(sentenceOf(error));
    }
  }

  return (
    <Form layout="vertical" onFinish={(view: { name: string; unit?: string }) => void save(view)} requiredMark={false}>
      <Form.Item name="name" label="把现在的筛选存为" rules={[{ required: true, message: '请给视图起个名字' }]}>
        <Input maxLength={50} placeholder="如 本周投诉" />
      </Form.Item>
      <Checkbox checked={isShared} onChange={({ target }) => setShared(target.checked)}>
        与本单位共用
      </Checkbox>
      {isShared && units.length > 1 ? (
        <Form.Item name="unit" label="单位" initialValue={units[0]?.id}>
          <Select options={units.map(({ id, name }) => ({ value: id, label: name }))} />
        </Form.Item>
      ) : null}
      <Button htmlType="submit" size="small" style={{ marginTop: 8 }}>
        保存视图
      </Button>
    </Form>
  );
}
