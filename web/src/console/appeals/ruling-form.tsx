import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Radio } from 'antd';
import { useId, useState, type FormEvent } from 'react';
import type { Appeal } from '../../../../src/api/contract';
import { useIntention } from '../../api/use-intention';
import { post } from '../../api/request';
import { refresh } from '../live';
import { useDraft } from '../parts/draft';
import { FormError } from '../parts/form-error';

/** 成立 or 不成立, with a reason that both sides read. */
export function RulingForm({ appeal }: { appeal: Appeal }) {
  const id = useId();
  const client = useQueryClient();
  const [uphold, setUphold] = useState<boolean | null>(null);
  const draft = useDraft(`ruling ${appeal.id}`, { reason: '' });
  const { reason } = draft.content;
  const { keyFor } = useIntention();
  const isReady = uphold !== null && reason.trim().length >= 2;
  const rule = useMutation({
    mutationFn: () => {
      const body = { uphold: uphold!, reason: reason.trim() };
      return post<Appeal>(`/appeals/${appeal.id}/actions/rule`, body, keyFor(body));
    },
    onSuccess: () => {
      draft.forget();
      refresh(client);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady && !rule.isPending) rule.mutate();
  };
  return (
    <section className="section" aria-labelledby="rule">
      <h2 id="rule">裁定</h2>
      <form className="appeal-form" onSubmit={submit}>
        <div role="group" aria-labelledby={`${id}-what`} className="appeal-field">
          <span id={`${id}-what`}>申诉是否成立</span>
          <Radio.Group
            value={uphold}
            onChange={({ target }) => setUphold(target.value as boolean)}
            options={[
              { value: true, label: '成立：统计时不计这一项' },
              { value: false, label: '不成立：结果不变' },
            ]}
          />
        </div>
        <div className="appeal-field">
          <label htmlFor={`${id}-reason`}>裁定理由（申诉单位和回访人员可见）</label>
          <Input.TextArea
            id={`${id}-reason`}
            autoSize={{ minRows: 3, maxRows: 10 }}
            maxLength={2000}
            value={reason}
            onChange={({ target }) => draft.change({ reason: target.value })}
          />
        </div>
        <p className="small muted">裁定后不能更改。诉求的经过、评价和时限账本都保持原样。</p>
        <FormError error={rule.error} />
        <div className="page-actions">
          <Button type="primary" htmlType="submit" disabled={!isReady} loading={rule.isPending}>
            作出裁定
          </Button>
        </div>
      </form>
    </section>
  );
}

export function Withdraw({ appeal }: { appeal: Appeal }) {
  const client = useQueryClient();
  const [isSure, setSure] = useState(false);
  const { keyFor } = useIntention();
  const withdraw = useMutation({
    mutationFn: () => post<Appeal>(`/appeals/${appeal.id}/actions/withdraw`, {}, keyFor({})),
    onSuccess: () => refresh(client),
  });
  return (
    <section className="section" aria-label="撤回申诉">
      {isSure ? (
        <>
          <p>撤回后，这一项不能再次申诉。</p>
          <FormError error={withdraw.error} />
          <div className="page-actions">
            <Button onClick={() => withdraw.mutate()} loading={withdraw.isPending}>
              确认撤回
            </Button>
            <Button onClick={() => setSure(false)}>不撤回</Button>
          </div>
        </>
      ) : (
        <Button onClick={() => setSure(true)}>撤回申诉…</Button>
      )}
    </section>
  );
}
