import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import type { VisitCorrection, VisitPage } from '../../../../src/api/contract';
import { newestSummary } from '../../../../src/domain/visit';
import { post } from '../../api/request';
import { useIntention } from '../../api/use-intention';
import { refresh } from '../live';
import { showFieldErrors } from '../parts/field-errors';
import { CorrectionFoot } from './correction-foot';
import { visitQuery } from './queries';
import { written } from './written';

const { Item } = Form;

/** Whoever wrote the record puts it right, with a reason; what it said before stays under it. */
export function CorrectVisit({ visit }: { visit: VisitPage }) {
  const [isOpen, setOpen] = useState(false);
  if (isOpen) return <Correction visit={visit} onClose={() => setOpen(false)} />;
  return (
    <div className="field-actions">
      <Button size="small" onClick={() => setOpen(true)}>
        更正记录
      </Button>
    </div>
  );
}

function Correction({ visit: { id, summary }, onClose }: { visit: VisitPage; onClose: () => void }) {
  const client = useQueryClient();
  const [form] = Form.useForm<VisitCorrection>();
  const { keyFor } = useIntention();
  const send = useMutation({
    mutationFn: (body: VisitCorrection) => post<VisitPage>(`/visits/${id}/actions/correct`, body, keyFor(body)),
    onSuccess: (visit) => {
      client.setQueryData(visitQuery(id).queryKey, visit);
      refresh(client);
      onClose();
    },
    onError: (error) => showFieldErrors(form, error),
  });
  return (
    <Form<VisitCorrection>
      form={form}
      className="field-form panel"
      layout="vertical"
      requiredMark="optional"
      aria-label="更正走访记录"
      initialValues={{ summary: newestSummary(summary ?? '') }}
      onFinish={(body) => send.mutate(body)}
    >
      <Item name="summary" label="见到了谁、谈了什么" rules={written('请写明见到了谁、谈了什么。')}>
        <Input.TextArea autoSize={{ minRows: 3, maxRows: 12 }} maxLength={2_000} />
      </Item>
      <Item
        name="reason"
        label="为什么更正"
        rules={written('请写明为什么更正。')}
        extra="原来记的、谁更正的、为什么，都留在记录里。"
      >
        <Input maxLength={500} placeholder="如 记成了另一家" />
      </Item>
      <CorrectionFoot send={send} onClose={onClose} />
    </Form>
  );
}
