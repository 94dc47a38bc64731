import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Modal, Select } from 'antd';
import { useId, useState } from 'react';
import type { BulkResult, Topic } from '../../../../src/api/contract';
import { post } from '../../api/request';
import { FormError } from '../parts/form-error';
import { openTopicsQuery } from './queries';
import { TopicForm } from './topic-form';
import './topics.css';

interface TopicChooserProps {
  numbers: string[];
  onClose: () => void;
}

/** Puts demands into a topic that is open, or into a new one. */
export function TopicChooser({ numbers, onClose }: TopicChooserProps) {
  const client = useQueryClient();
  const id = useId();
  const topics = useQuery(openTopicsQuery);
  const [chosen, setChosen] = useState<string>();
  const [isNew, setNew] = useState(false);
  const [done, setDone] = useState<{ topic: Pick<Topic, 'id' | 'title'>; result: BulkResult | null } | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);

  async function add(): Promise<void> {
    const topic = topics.data?.find((each) => each.id === chosen);
    if (!topic) return setFailure('请先选择一件类案。');
    setBusy(true);
    setFailure(null);
    try {
      const result = await post<BulkResult>(`/topics/${topic.id}/demands`, { numbers });
      await client.invalidateQueries({ queryKey: ['topics'] });
      setDone({ topic, result });
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Modal
      open
      title={`归入类案：${numbers.length} 件`}
      onCancel={onClose}
      width={640}
      footer={done || isNew ? null : <Foot isBusy={isBusy} onAdd={() => void add()} onNew={() => setNew(true)} />}
    >
      {done ? (
        <Done {...done} onClose={onClose} />
      ) : isNew ? (
        <TopicForm
          numbers={numbers}
          onDone={(topic) => setDone({ topic, result: null })}
          onCancel={() => setNew(false)}
        />
      ) : (
        <div className="topic-form">
          <div className="field">
            <label htmlFor={id}>进行中的类案</label>
            <Select
              id={id}
              showSearch={{ optionFilterProp: 'label' }}
              value={chosen}
              onChange={setChosen}
              loading={topics.isPending}
              placeholder="选择类案，可输入文字查找"
              notFoundContent="没有进行中的类案，请新建。"
              options={topics.data?.map((topic) => ({
                value: topic.id,
                label: `${topic.title}（${topic.unit.name}）`,
              }))}
            />
          </div>
          <FormError error={failure} />
        </div>
      )}
    </Modal>
  );
}

const Foot = ({ isBusy, onAdd, onNew }: { isBusy: boolean; onAdd: () => void; onNew: () => void }) => (
  <>
    <Button onClick={onNew}>新建类案</Button>
    <Button type="primary" loading={isBusy} onClick={onAdd}>
      归入
    </Button>
  </>
);

function Done({
  topic,
  result,
  onClose,
}: {
  topic: Pick<Topic, 'id' | 'title'>;
  result: BulkResult | null;
  onClose: () => void;
}) {
  const refused = result?.items.filter((item) => !item.done) ?? [];
  return (
    <div role="status">
      <p>
        已归入“<Link to={`/topics/${topic.id}`}>{topic.title}</Link>”
        {result ? ` ${result.done} 件${refused.length > 0 ? `，未归入 ${refused.length} 件` : ''}` : ''}。
      </p>
      <ul className="topic-results">
        {refused.map(({ number, detail }) => (
          <li key={number}>
            {number}：{detail}
          </li>
        ))}
      </ul>
      <Button onClick={onClose}>完成</Button>
    </div>
  );
}
