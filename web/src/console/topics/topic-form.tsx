import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Input } from 'antd';
import { useId, useState, type FormEvent } from 'react';
import type { NewTopic, Topic } from '../../../../src/api/contract';
import { post, put } from '../../api/request';
import { useIntention } from '../../api/use-intention';
import { useDraft } from '../parts/draft';
import { FormError } from '../parts/form-error';
import { UnitSelect } from '../parts/unit-select';
import { unitsWithRole, useMe } from '../session';
import { OwnerSelect } from './owner-select';
import './topics.css';

interface TopicFormProps {
  /** Changed when given, made when not. */
  topic?: Topic;
  /** Demands that a new one begins with. */
  numbers: string[];
  onDone: (topic: Topic) => void;
  onCancel: () => void;
}

interface Fields {
  title?: string;
  unit?: string;
  owner?: string;
  aim?: string;
}

export function TopicForm({ topic, numbers, onDone, onCancel }: TopicFormProps) {
  const me = useMe();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [initial] = useState<Fields>(() =>
    topic
      ? { title: topic.title, unit: topic.unit.id, owner: topic.owner.username, aim: topic.aim }
      : { unit: unitsWithRole(me, 'dispatcher', 'supervisor')[0]?.id, owner: me.username },
  );
  const { content: fields, change, forget } = useDraft<Fields>(topic ? `topic:${topic.id}` : 'topic', initial);
  const [failure, setFailure] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const { keyFor } = useIntention();
  const id = useId();

  async function send(event: FormEvent): Promise<void> {
    event.preventDefault();
    const { title = '', unit = '', owner = '', aim = '' } = fields;
    const missing = [
      [title, '名称'],
      [unit, '单位'],
      [owner, '负责人'],
      [aim, '目标'],
    ].find(([value]) => value?.trim() === '');
    if (missing) return setFailure(`请先填写“${missing[1]}”。`);
    setBusy(true);
    setFailure(null);
    try {
      const body: NewTopic = { title, unit, owner, aim, ...(numbers.length > 0 ? { demands: numbers } : {}) };
      const saved = topic
        ? await put<Topic>(`/topics/${topic.id}`, { title, owner, aim })
        : await post<Topic>('/topics', body, keyFor(body));
      forget();
      await client.invalidateQueries({ queryKey: ['topics'] });
      void message.success(topic ? '类案已修改' : '类案已新建');
      onDone(saved);
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <form className="topic-form" aria-label={topic ? '修改类案' : '新建类案'} onSubmit={(event) => void send(event)}>
      <div className="field">
        <label htmlFor={`${id}-title`}>名称</label>
        <Input
          id={`${id}-title`}
          value={fields.title}
          maxLength={100}
          placeholder="例如：园区道闸故障"
          onChange={({ target }) => change({ title: target.value })}
        />
      </div>
      {topic ? null : (
        <div className="field">
          <label htmlFor={`${id}-unit`}>单位</label>
          <UnitSelect id={`${id}-unit`} value={fields.unit} onChange={(unit) => change({ unit })} />
        </div>
      )}
      <div className="field">
        <label htmlFor={`${id}-owner`}>负责人</label>
        <OwnerSelect
          id={`${id}-owner`}
          unit={fields.unit}
          value={fields.owner}
          onChange={(owner) => change({ owner })}
        />
      </div>
      <div className="field">
        <label htmlFor={`${id}-aim`}>目标</label>
        <Input.TextArea
          id={`${id}-aim`}
          value={fields.aim}
          maxLength={1000}
          autoSize={{ minRows: 2, maxRows: 8 }}
          placeholder="要解决到什么程度，什么时候"
          onChange={({ target }) => change({ aim: target.value })}
        />
      </div>
      {numbers.length > 0 ? <p className="muted small">新建后归入 {numbers.length} 件诉求。</p> : null}
      <FormError error={failure} />
      <div className="topic-actions">
        <Button type="primary" htmlType="submit" loading={isBusy}>
          {topic ? '保存' : '新建'}
        </Button>
        <Button onClick={onCancel}>取消</Button>
      </div>
    </form>
  );
}
