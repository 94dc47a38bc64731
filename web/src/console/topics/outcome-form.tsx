import { useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useId, useState, type FormEvent } from 'react';
import type { Topic } from '../../../../src/api/contract';
import { post, put } from '../../api/request';
import { useDraft } from '../parts/draft';
import { FormError } from '../parts/form-error';

interface OutcomeFormProps {
  topic: Topic;
  /** Whether the topic ends with it. */
  closes: boolean;
  onDone: () => void;
}

/** What came of it: written at any time, and asked for at the end. */
export function OutcomeForm({ topic, closes, onDone }: OutcomeFormProps) {
  const client = useQueryClient();
  const id = useId();
  const { content, change, forget } = useDraft<{ outcome: string }>(`topic-outcome:${topic.id}`, {
    outcome: topic.outcome ?? '',
  });
  const [failure, setFailure] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);

  async function send(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (content.outcome.trim() === '') return setFailure('请先写成效。');
    setBusy(true);
    setFailure(null);
    try {
      if (closes) await post(`/topics/${topic.id}/close`, content);
      else await put(`/topics/${topic.id}`, content);
      forget();
      await client.invalidateQueries({ queryKey: ['topics'] });
      onDone();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <form className="topic-form" aria-label={closes ? '结束类案' : '写成效'} onSubmit={(event) => void send(event)}>
      <div className="field">
        <label htmlFor={id}>成效</label>
        <Input.TextArea
          id={id}
          value={content.outcome}
          maxLength={5000}
          autoSize={{ minRows: 3, maxRows: 12 }}
          onChange={({ target }) => change({ outcome: target.value })}
        />
      </div>
      {closes ? <p className="muted">结束后不能再归入和移出诉求；各件诉求照常办理。需要时可以重新打开。</p> : null}
      <FormError error={failure} />
      <div className="topic-actions">
        <Button type="primary" htmlType="submit" loading={isBusy}>
          {closes ? '结束类案' : '保存'}
        </Button>
        <Button onClick={onDone}>取消</Button>
      </div>
    </form>
  );
}
