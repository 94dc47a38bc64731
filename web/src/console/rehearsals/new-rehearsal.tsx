import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, DatePicker, Form, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import type { NewRehearsal as Body, Rehearsal } from '../../../../src/api/contract';
import { DRAFT_KINDS } from '../../../../src/domain/change-draft';
import { TRIED_KINDS, type TriedKind } from '../../../../src/domain/rehearsal';
import { post } from '../../api/request';
import { useIntention } from '../../api/use-intention';
import { showFieldErrors } from '../parts/field-errors';
import { FormError } from '../parts/form-error';
import { UnitSelect, useUnits } from '../parts/unit-select';
import { usePageSearch } from '../search';
import { unitsWithRole, useMe } from '../session';
import { draftChoices } from './rehearsal-queries';
import { draftWords } from './words';

const { Item } = Form;
const LONGEST = 400;

interface Values extends Partial<Record<`${TriedKind}Draft`, string>> {
  unit?: string;
  period?: [Dayjs, Dayjs];
}

const bodyOf = ({ unit = '', period, ...drafts }: Values): Body => ({
  ...{ unit, from: period?.[0].format('YYYY-MM-DD') ?? '', to: period?.[1].format('YYYY-MM-DD') ?? '' },
  ...(Object.fromEntries(Object.entries(drafts).filter(([, id]) => id !== undefined)) as Partial<Body>),
});

/** Which unit, which period, and what is tried; drafts come with the address when one comes from their page. */
export function NewRehearsal({ onDone }: { onDone: (made?: Rehearsal) => void }) {
  const me = useMe();
  const tree = useUnits();
  const client = useQueryClient();
  const { keyFor } = useIntention();
  const [search] = usePageSearch();
  const [form] = Form.useForm<Values>();
  const seats = unitsWithRole(me, 'administrator', 'supervisor');
  const ask = useMutation({
    mutationFn: (values: Values) => {
      const body = bodyOf(values);
      return post<Rehearsal>('/rehearsals', body, keyFor(body));
    },
    onSuccess: (made) => {
      void client.invalidateQueries({ queryKey: ['rehearsals'] });
      onDone(made);
    },
    onError: (error) => showFieldErrors(form, error),
  });
  const chosen = Object.fromEntries(TRIED_KINDS.map((kind) => [`${kind}Draft`, search[`${kind}Draft`]]));
  return (
    <Form<Values>
      form={form}
      className="rehearsal-form"
      layout="vertical"
      requiredMark="optional"
      initialValues={{ unit: seats[0]?.id, period: [dayjs().subtract(29, 'day'), dayjs()], ...chosen }}
      onFinish={(values) => ask.mutate(values)}
    >
      <div className="rehearsal-pair">
        <Item name="unit" label="哪个单位看得到的诉求" rules={[{ required: true, message: '请选择单位。' }]}>
          <UnitSelect allow={(unit) => seats.some((seat) => tree.isWithin(unit.id, seat.id))} />
        </Item>
        <Item name="period" label="诉求登记的日期" rules={[{ required: true, message: '请选择起止日期。' }]}>
          <DatePicker.RangePicker
            allowClear={false}
            style={{ width: '100%' }}
            disabledDate={(day, { from }) =>
              day.isAfter(dayjs(), 'day') || (from !== undefined && Math.abs(day.diff(from, 'day')) >= LONGEST)
            }
          />
        </Item>
      </div>
      <div className="rehearsal-three">
        {TRIED_KINDS.map((kind) => (
          <DraftChoice key={kind} kind={kind} />
        ))}
      </div>
      <p className="muted small">
        一份草案也不选，就按不变的规则重走一遍，用来核对：结果应与历史完全一致。推演不改动任何诉求，也不通知任何人。
      </p>
      <FormError error={ask.error} />
      <div className="page-actions">
        <Button type="primary" htmlType="submit" loading={ask.isPending}>
          开始推演
        </Button>
        <Button onClick={() => onDone()}>取消</Button>
      </div>
    </Form>
  );
}

function DraftChoice({ kind, ...field }: { kind: TriedKind }) {
  const { data, isPending } = useQuery(draftChoices);
  const options = (data?.items ?? [])
    .filter((draft) => draft.kind === kind)
    .map((draft) => ({ value: draft.id, label: draftWords(draft) }));
  return (
    <Item name={`${kind}Draft`} label={`${DRAFT_KINDS[kind]}草案`} {...field}>
      <Select
        allowClear
        loading={isPending}
        options={options}
        placeholder="现行版本不变"
        notFoundContent="没有这一类草案"
      />
    </Item>
  );
}
