import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input } from 'antd';
import { useState, type ReactNode } from 'react';
import type { DraftDetail } from '../../../../../src/api/contract';
import { DRAFT_TRANSITIONS, EDITABLE_STATES, type DraftAction } from '../../../../../src/domain/change-draft';
import { post } from '../../../api/request';
import { FormError } from '../../parts/form-error';
import { useMe } from '../../session';

interface DraftActionsProps {
  draft: DraftDetail;
  onEdit: () => void;
  children?: ReactNode;
}

/** The author edits, submits and withdraws; somebody else approves or refuses. */
export function DraftActions({ draft, onEdit, children }: DraftActionsProps) {
  const { username } = useMe();
  const [note, setNote] = useState('');
  const act = useAct(draft, note);
  const ask = useAsk();
  const isAuthor = draft.author.username === username;
  const isOutdated = draft.newestVersion > draft.baseVersion;
  const may = (action: DraftAction) => DRAFT_TRANSITIONS[action].from.includes(draft.state);
  const reviews = !isAuthor && draft.state === 'in_review';
  const publish = () =>
    ask(`批准发布第 ${draft.baseVersion + 1} 版？`, '发布以后不能收回，只能再发布一版。', '批准发布', () =>
      act.mutate('approve'),
    );

  return (
    <section className="section drafts-actions" aria-label="处理草案">
      <FormError error={act.error} />
      {reviews ? (
        <label className="drafts-note">
          <span>审定意见（退回时必填）</span>
          <Input.TextArea rows={2} maxLength={500} value={note} onChange={({ target }) => setNote(target.value)} />
        </label>
      ) : null}
      {isAuthor && draft.state === 'in_review' ? (
        <p className="muted">等待另一位区级管理员审定：起草人不能批准自己的草案。修改后须重新送审。</p>
      ) : null}
      <div className="page-actions">
        {reviews ? (
          <>
            <Button type="primary" disabled={isOutdated} loading={act.isPending} onClick={publish}>
              批准发布
            </Button>
            <Button disabled={note.trim() === '' || act.isPending} onClick={() => act.mutate('refuse')}>
              退回修改
            </Button>
          </>
        ) : null}
        {isAuthor && may('submit') && !isOutdated ? (
          <Button type="primary" loading={act.isPending} onClick={() => act.mutate('submit')}>
            送审
          </Button>
        ) : null}
        {isAuthor && EDITABLE_STATES.includes(draft.state) ? (
          <Button type={isOutdated || draft.state === 'refused' ? 'primary' : 'default'} onClick={onEdit}>
            {isOutdated ? '以现行版本为准修改' : '修改'}
          </Button>
        ) : null}
        {isAuthor && may('withdraw') ? (
          <Button
            disabled={act.isPending}
            onClick={() =>
              ask('撤回这份草案？', '撤回后不能再改，要改须另行起草。', '撤回', () => act.mutate('withdraw'))
            }
          >
            撤回草案
          </Button>
        ) : null}
        {children}
      </div>
    </section>
  );
}

function useAct({ id, revision }: DraftDetail, note: string) {
  const client = useQueryClient();
  const given = note.trim();
  return useMutation({
    mutationFn: (action: DraftAction) =>
      post<DraftDetail>(`/drafts/${id}/actions/${action}`, { revision, ...(given ? { note: given } : {}) }),
    // A refusal may be because somebody else was first: what is shown is asked for again either way.
    onSettled: async (_draft, _error, action) => {
      await client.invalidateQueries({ queryKey: ['drafts'] });
      if (action !== 'approve') return;
      for (const key of ['policies', 'calendars', 'rules', 'figure-sets', 'statistics'])
        void client.invalidateQueries({ queryKey: [key] });
    },
  });
}

function useAsk() {
  const { modal } = App.useApp();
  return (title: string, content: string, okText: string, onOk: () => void) =>
    void modal.confirm({ icon: null, title, content, okText, onOk });
}
