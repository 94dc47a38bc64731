import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useId, useState, type FormEvent } from 'react';
import type { Appeal, AppealOption, Attachment } from '../../../../src/api/contract';
import { useIntention } from '../../api/use-intention';
import { post } from '../../api/request';
import { moment } from '../../time/format';
import { refresh } from '../live';
import { AttachmentUpload } from '../parts/attachments';
import { useDraft } from '../parts/draft';
import { FormError } from '../parts/form-error';
import { disputedWords } from './appeal-words';

interface AppealFormProps {
  number: string;
  option: AppealOption;
  onClose: () => void;
}

/** Why the unit disputes it; once for each rating, breach or round. */
export function AppealForm({ number, option, onClose }: AppealFormProps) {
  const id = useId();
  const client = useQueryClient();
  const { kind, round, clock } = option;
  const draft = useDraft(`appeal ${number} ${kind} ${round} ${clock?.id ?? ''}`, { reason: '' });
  const { reason } = draft.content;
  const [files, setFiles] = useState<Attachment[]>([]);
  const { keyFor } = useIntention();
  const isReady = reason.trim().length >= 2;
  const file = useMutation({
    mutationFn: () => {
      const body = {
        ...{ kind, round, reason: reason.trim(), attachments: files.map((each) => each.id) },
        ...(clock ? { clock: clock.id } : {}),
      };
      return post<Appeal>(`/demands/${number}/appeals`, body, keyFor(body));
    },
    onSuccess: () => {
      draft.forget();
      refresh(client);
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady && !file.isPending) file.mutate();
  };
  return (
    <form className="appeal-form" onSubmit={submit} aria-label={option.kindLabel}>
      <p>
        {option.kindLabel}：{disputedWords({ ...option, rating: null })}。最迟 {moment(option.until)}{' '}
        提出，只能提出一次。
      </p>
      <div className="appeal-field">
        <label htmlFor={id}>理由和依据</label>
        <Input.TextArea
          id={id}
          autoFocus
          autoSize={{ minRows: 3, maxRows: 10 }}
          maxLength={2000}
          value={reason}
          onChange={({ target }) => draft.change({ reason: target.value })}
        />
      </div>
      <AttachmentUpload value={files} onChange={setFiles} recorder={false} max={9} />
      <p className="small muted">
        由上级单位中与本案无关的人裁定。裁定期间本单位不能查看诉求人的联系方式；请不要联系诉求人要求改评。
      </p>
      <FormError error={file.error} />
      <div className="page-actions">
        <Button type="primary" htmlType="submit" disabled={!isReady} loading={file.isPending}>
          提出申诉
        </Button>
        <Button onClick={onClose}>取消</Button>
      </div>
    </form>
  );
}
