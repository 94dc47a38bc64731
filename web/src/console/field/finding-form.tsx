import { useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Radio } from 'antd';
import { useState } from 'react';
import type { Attachment, Finding, InspectionPage, NewFinding } from '../../../../src/api/contract';
import { becomesDemand, FINDING_RISKS } from '../../../../src/domain/inspection';
import { post } from '../../api/request';
import { refresh } from '../live';
import { AttachmentUpload } from '../parts/attachment-upload';
import { useDraft } from '../parts/draft';
import { showFieldErrors } from '../parts/field-errors';
import { FindingContact } from './finding-contact';
import type { Cell } from './inspection-page';
import { keptKey, type Sent } from './kept-intention';
import { SendFailure } from './send-failure';
import { useSend } from './use-send';
import { written } from './written';

export interface Written extends Sent {
  place?: string;
  description?: string;
  followUp?: string;
  file?: boolean;
  subject?: NewFinding['subject'];
  contact?: { name?: string; phone?: string };
  attachments?: Attachment[];
}

const { Item } = Form;

function findingOf({ category, risk }: Cell, draft: Written): NewFinding {
  const { place = '', description = '', followUp = '', file = false, subject, contact, attachments } = draft;
  const plain = { category, risk, place, description };
  const phone = contact?.phone?.trim();
  if (!becomesDemand({ risk, file })) return { ...plain, ...(risk === 'amber' ? { followUp } : {}) };
  return {
    ...{ ...plain, ...(risk === 'amber' ? { file } : {}) },
    ...(subject?.name?.trim() ? { subject } : {}),
    ...(phone ? { contact: { name: contact?.name?.trim() || '联系人', phone } } : {}),
    ...(attachments?.length ? { attachments: attachments.map(({ id }) => id) } : {}),
  };
}

interface Props {
  round: InspectionPage;
  cell: Cell;
  onFound: (finding: Finding) => void;
  onClose: () => void;
}

/** One finding. Green needs nothing; a red one says where and what, and is a demand the moment it is sent. */
export function FindingForm({ round, cell, onFound, onClose }: Props) {
  const { category, risk } = cell;
  const client = useQueryClient();
  const draft = useDraft<Written>(`finding:${round.id}:${category}:${risk}`, {});
  const [form] = Form.useForm<Written>();
  const [isUploading, setUploading] = useState(false);
  const isFiled = becomesDemand({ risk, file: draft.content.file ?? false });
  const { send, isBusy, failure, waits } = useSend(async () => {
    const body = findingOf(cell, draft.content);
    try {
      const found = await post<Finding>(`/inspections/${round.id}/findings`, body, keptKey(draft, body));
      draft.forget();
      refresh(client);
      onFound(found);
    } catch (error) {
      showFieldErrors(form, error);
      throw error;
    }
  });
  const isPlain = risk === 'green';
  return (
    <Form<Written>
      form={form}
      className="field-form panel"
      layout="vertical"
      requiredMark="optional"
      aria-label={`${category}，${FINDING_RISKS[risk].label}`}
      scrollToFirstError={{ focus: true, block: 'center' }}
      initialValues={draft.content}
      onValuesChange={(_, values) => draft.change(values)}
      onFinish={() => void send()}
    >
      <h2>
        {category} · {FINDING_RISKS[risk].label}
      </h2>
      <p className="muted small">{FINDING_RISKS[risk].follows}。</p>
      <Item name="place" label="楼里的位置" rules={isPlain ? [] : written('请写明在楼里的什么地方。')}>
        <Input maxLength={100} placeholder="如 12 层 1203" autoFocus />
      </Item>
      <Item name="description" label="发现了什么" rules={isPlain ? [] : written('请写明发现了什么。')}>
        <Input.TextArea autoSize={{ minRows: isPlain ? 1 : 3, maxRows: 12 }} maxLength={5_000} />
      </Item>
      {risk === 'amber' ? (
        <Item name="file" label="怎样处理" initialValue={false}>
          <Radio.Group
            options={[
              { value: false, label: '由楼宇跟进' },
              { value: true, label: '转为诉求' },
            ]}
          />
        </Item>
      ) : null}
      {risk === 'amber' && !isFiled ? (
        <Item name="followUp" label="怎样跟进" rules={written('请写明谁、在什么时候、做什么。')}>
          <Input maxLength={500} placeholder="如 物业三日内更换" />
        </Item>
      ) : null}
      {isFiled ? (
        <>
          <FindingContact />
          <Item name="attachments" label="图片、录音">
            <AttachmentUpload onBusy={setUploading} />
          </Item>
        </>
      ) : null}
      <SendFailure failure={failure} waits={waits} />
      <div className="field-actions">
        <Button type="primary" htmlType="submit" loading={isBusy} disabled={isUploading}>
          {isUploading ? '附件还没录完或传完' : isFiled ? '记录并登记诉求' : '记录'}
        </Button>
        <Button onClick={onClose}>收起</Button>
        <span className="muted small">填写的内容存在本机，刷新、断网都不丢。</span>
      </div>
    </Form>
  );
}
