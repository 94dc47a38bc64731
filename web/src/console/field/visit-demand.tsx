import { useQuery, useQueryClient } from '@tanstack/react-query';
import { AutoComplete, Button, Form, Input, Radio, Select } from 'antd';
import { useState } from 'react';
import type { Attachment, NewDemand, TakenDemand, VisitPage } from '../../../../src/api/contract';
import {
  KIND_LABELS,
  FILED_KINDS,
  SUBJECT_LABELS,
  SUBJECT_TYPES,
  type FiledKind,
  type SubjectType,
} from '../../../../src/domain/vocabulary';
import { post } from '../../api/request';
import { categoriesQuery } from '../filing/categories';
import { telephoneRule } from '../filing/filing';
import { refresh } from '../live';
import { AttachmentUpload } from '../parts/attachment-upload';
import { useDraft } from '../parts/draft';
import { showFieldErrors } from '../parts/field-errors';
import { keptKey, type Sent } from './kept-intention';
import { SendFailure } from './send-failure';
import { useSend } from './use-send';
import { written } from './written';

interface Written extends Sent {
  kind?: FiledKind;
  title?: string;
  body?: string;
  category?: string;
  subject?: { type: SubjectType; name: string };
  contact?: { name?: string; phone?: string };
  attachments?: Attachment[];
}

export const visitDraft = (id: string): string => `visit:${id}`;

const { Item } = Form;

function demandOf(visit: string, draft: Written): NewDemand {
  const { kind, title, body, category, subject, contact, attachments } = draft;
  const phone = contact?.phone?.trim();
  return {
    ...{ visit, kind: kind!, title: title!, body: body! },
    ...(subject?.name.trim() ? { subject } : {}),
    ...(category?.trim() ? { category } : {}),
    ...(phone ? { contact: { name: contact?.name?.trim() || '联系人', phone } } : {}),
    ...(attachments?.length ? { attachments: attachments.map(({ id }) => id) } : {}),
  };
}

/** What an enterprise says at the door, with pictures and a voice. Place and channel come from the visit. */
export function VisitDemand(props: { visit: VisitPage; onFiled: (taken: TakenDemand) => void; onClose: () => void }) {
  const { visit, onFiled, onClose } = props;
  const client = useQueryClient();
  const subject = { type: 'enterprise' as const, name: visit.enterprise.name };
  const draft = useDraft<Written>(visitDraft(visit.id), { kind: 'help', subject });
  const [form] = Form.useForm<Written>();
  const [isUploading, setUploading] = useState(false);
  const categories = useQuery(categoriesQuery).data ?? [];
  const { send, isBusy, failure, waits } = useSend(async () => {
    const body = demandOf(visit.id, { ...form.getFieldsValue(), attachments: draft.content.attachments });
    try {
      const taken = await post<TakenDemand>('/demands', body, keptKey(draft, body));
      draft.forget();
      refresh(client);
      onFiled(taken);
    } catch (error) {
      showFieldErrors(form, error);
      throw error;
    }
  });

  return (
    <Form<Written>
      form={form}
      className="field-form panel"
      layout="vertical"
      requiredMark="optional"
      scrollToFirstError={{ focus: true, block: 'center' }}
      initialValues={draft.content}
      onValuesChange={(_, values) => draft.change(values)}
      onFinish={() => void send()}
    >
      <Item name="kind" label="类型" rules={[{ required: true, message: '请选择类型。' }]}>
        <Radio.Group options={FILED_KINDS.map((value) => ({ value, label: KIND_LABELS[value] }))} />
      </Item>
      <Item name="title" label="标题" rules={written('请用一句话写明是什么事。')}>
        <Input maxLength={200} placeholder="一句话说明是什么事" />
      </Item>
      <Item name="body" label="内容" rules={written('请写明情况和希望怎样解决。')}>
        <Input.TextArea autoSize={{ minRows: 4, maxRows: 16 }} maxLength={20_000} placeholder="情况、希望怎样解决" />
      </Item>
      <Item name="category" label="类别" extra="不填由规则判断。">
        <AutoComplete allowClear options={categories.map((value) => ({ value }))} maxLength={50} />
      </Item>
      <div className="field-pair">
        <Item name={['subject', 'type']} label="诉求主体" rules={[{ required: true, message: '请选择主体。' }]}>
          <Select options={SUBJECT_TYPES.map((value) => ({ value, label: SUBJECT_LABELS[value] }))} />
        </Item>
        <Item name={['subject', 'name']} label="主体名称" rules={written('请填写单位或个人的名称。')}>
          <Input maxLength={200} />
        </Item>
        <Item name={['contact', 'name']} label="联系人">
          <Input maxLength={50} />
        </Item>
        <Item name={['contact', 'phone']} label="电话" rules={[telephoneRule]} extra="加密保存。">
          <Input maxLength={20} inputMode="tel" />
        </Item>
      </div>
      <Item name="attachments" label="图片、录音">
        <AttachmentUpload onBusy={setUploading} />
      </Item>
      <SendFailure failure={failure} waits={waits} />
      <div className="field-actions">
        <Button type="primary" htmlType="submit" loading={isBusy} disabled={isUploading}>
          {isUploading ? '附件还没录完或传完' : '登记'}
        </Button>
        <Button onClick={onClose}>收起</Button>
        <span className="muted small">填写的内容存在本机，刷新、断网都不丢。</span>
      </div>
    </Form>
  );
}
