import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Input, Radio, Select } from 'antd';
import type { Finding, FindingCorrection } from '../../../../src/api/contract';
import { FINDING_CATEGORIES, FINDING_RISKS } from '../../../../src/domain/inspection';
import { post } from '../../api/request';
import { useIntention } from '../../api/use-intention';
import { refresh } from '../live';
import { showFieldErrors } from '../parts/field-errors';
import { CorrectionFoot } from './correction-foot';
import { written } from './written';

const { Item } = Form;
const RISKS = (['green', 'amber'] as const).map((value) => ({ value, label: FINDING_RISKS[value].label }));

/** Whoever tapped the wrong field puts it right, with a reason, until the round ends. Red is a demand: it is recorded anew. */
export function CorrectFinding({ finding, onClose }: { finding: Finding; onClose: () => void }) {
  const { id, category, risk, place, description } = finding;
  const client = useQueryClient();
  const [form] = Form.useForm<FindingCorrection>();
  const { keyFor } = useIntention();
  const chosen = Form.useWatch('risk', form) ?? risk;
  const isPlain = chosen === 'green';
  const send = useMutation({
    mutationFn: (body: FindingCorrection) => post<Finding>(`/findings/${id}/actions/correct`, body, keyFor(body)),
    onSuccess: () => {
      refresh(client);
      onClose();
    },
    onError: (error) => showFieldErrors(form, error),
  });
  return (
    <Form<FindingCorrection>
      form={form}
      className="field-form panel"
      layout="vertical"
      requiredMark="optional"
      aria-label={`更正 ${category}`}
      initialValues={{ category, risk, place, description }}
      onFinish={(body) => send.mutate(body)}
    >
      <Item name="category" label="类别" required>
        <Select options={FINDING_CATEGORIES.map((value) => ({ value, label: value }))} />
      </Item>
      <Item name="risk" label="风险" required extra="红色请另记一条，它会立即成为加急诉求。">
        <Radio.Group options={RISKS} />
      </Item>
      <Item name="place" label="楼里的位置" rules={isPlain ? [] : written('请写明在楼里的什么地方。')}>
        <Input maxLength={100} />
      </Item>
      <Item name="description" label="发现了什么" rules={isPlain ? [] : written('请写明发现了什么。')}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 12 }} maxLength={5_000} />
      </Item>
      {isPlain ? null : (
        <Item name="followUp" label="怎样跟进" rules={written('请写明谁、在什么时候、做什么。')}>
          <Input maxLength={500} />
        </Item>
      )}
      <Item name="reason" label="为什么更正" rules={written('请写明为什么更正。')}>
        <Input maxLength={500} placeholder="如 点错了格" />
      </Item>
      <CorrectionFoot send={send} onClose={onClose} />
    </Form>
  );
}
