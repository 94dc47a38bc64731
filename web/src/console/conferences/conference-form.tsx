import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import type { ConferenceWithAgenda, TreeUnit } from '../../../../src/api/contract';
import { post, put } from '../../api/request';
import { useIntention } from '../../api/use-intention';
import { refresh } from '../live';
import { useDraft } from '../parts/draft';
import { showFieldErrors } from '../parts/field-errors';
import { FormError } from '../parts/form-error';
import { UnitSelect, useUnits } from '../parts/unit-select';
import { unitsWithRole, useMe } from '../session';
import { conferencePath } from './conference-queries';

const { Item } = Form;
const required = (message: string) => [{ required: true, whitespace: true, message }];

interface Values {
  unit?: string;
  title?: string;
  heldAt?: string;
  location?: string;
  host?: string;
  attendees?: string;
}

/** Units that hold joint conferences. */
const confers = ({ kind }: TreeUnit): boolean => ['district', 'street', 'community', 'park'].includes(kind);

const bodyOf = ({ heldAt, attendees, ...values }: Values) => ({
  ...values,
  heldAt: `${heldAt ?? ''}:00+08:00`,
  attendees: attendees ?? '',
});

interface ConferenceFormProps {
  /** The one that is changed; without it a new one is made. */
  conference?: ConferenceWithAgenda;
  onDone: (conference?: ConferenceWithAgenda) => void;
}

export function ConferenceForm({ conference, onDone }: ConferenceFormProps) {
  const me = useMe();
  const tree = useUnits();
  const client = useQueryClient();
  const { keyFor } = useIntention();
  const [form] = Form.useForm<Values>();
  const seats = unitsWithRole(me, 'dispatcher', 'supervisor');
  const draft = useDraft<Values>(
    `conference:${conference?.id ?? 'new'}`,
    conference ? valuesOf(conference) : { unit: seats[0]?.id },
  );
  const save = useMutation({
    mutationFn: (values: Values) => {
      const { unit, ...change } = bodyOf(values);
      if (conference) return put<ConferenceWithAgenda>(conferencePath(conference.id), change);
      const body = { unit, ...change };
      return post<ConferenceWithAgenda>('/conferences', body, keyFor(body));
    },
    onSuccess: (saved) => {
      draft.forget();
      refresh(client);
      onDone(saved);
    },
    onError: (error) => showFieldErrors(form, error),
  });
  return (
    <Form<Values>
      form={form}
      className="conference-form"
      layout="vertical"
      requiredMark="optional"
      scrollToFirstError={{ focus: true, block: 'center' }}
      initialValues={draft.content}
      onValuesChange={(_, values) => draft.change(values)}
      onFinish={(values) => save.mutate(values)}
    >
      <Item name="title" label="名称" rules={required('请写会议名称。')}>
        <Input maxLength={200} placeholder="如 汇志园区三月党建联席会议" />
      </Item>
      <div className="conference-pair">
        {conference ? null : (
          <Item name="unit" label="哪一级党委的会议" rules={[{ required: true, message: '请选择单位。' }]}>
            <UnitSelect allow={(unit) => confers(unit) && seats.some((seat) => tree.isWithin(unit.id, seat.id))} />
          </Item>
        )}
        <Item name="heldAt" label="时间（北京时间）" rules={required('请选择时间。')}>
          <Input type="datetime-local" />
        </Item>
        <Item name="location" label="地点" rules={required('请写地点。')}>
          <Input maxLength={200} />
        </Item>
        <Item name="host" label="主持人" rules={required('请写主持人。')}>
          <Input maxLength={100} />
        </Item>
      </div>
      <Item name="attendees" label="参会人员">
        <Input.TextArea maxLength={2000} autoSize={{ minRows: 2, maxRows: 6 }} placeholder="单位和人员，写进会议纪要" />
      </Item>
      <FormError error={save.error} />
      <div className="page-actions">
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {conference ? '保存' : '新建会议'}
        </Button>
        <Button onClick={() => onDone()}>取消</Button>
      </div>
    </Form>
  );
}

const valuesOf = ({ title, heldAt, location, host, attendees }: ConferenceWithAgenda): Values => ({
  ...{ title, location, host, attendees },
  heldAt: heldAt.slice(0, 16),
});
