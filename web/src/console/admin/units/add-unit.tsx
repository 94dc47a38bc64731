import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Input, Modal, Select } from 'antd';
import type { TreeUnit } from '../../../../../src/api/contract';
import { placeUnder } from '../../../../../src/domain/unit-shape';
import { UNIT_KIND_LABELS, type UnitKind } from '../../../../../src/domain/vocabulary';
import { useIntention } from '../../../api/use-intention';
import { post } from '../../../api/request';
import { LEVEL_LABELS } from '../../../words/labels';
import { showFieldErrors } from '../../parts/field-errors';
import { FormError } from '../../parts/form-error';
import { kindsUnder } from './kinds-under';

interface NewUnit {
  name: string;
  kind: UnitKind;
  id?: string;
}

/** A new unit under `parent`; `onDone` hears its id. */
export function AddUnit({ parent, onDone }: { parent: TreeUnit; onDone: (added?: string) => void }) {
  const [form] = Form.useForm<NewUnit>();
  const client = useQueryClient();
  const { keyFor } = useIntention();
  const kinds = kindsUnder(parent.kind);
  const add = useMutation({
    mutationFn: ({ id, ...unit }: NewUnit) => {
      const body = { ...unit, ...(id ? { id } : {}), parent: parent.id };
      return post<TreeUnit>('/units', body, keyFor(body));
    },
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: ['units'] });
      onDone(id);
    },
    onError: (error) => showFieldErrors(form, error),
  });
  return (
    <Modal
      open
      title={`在“${parent.name}”下新增单位`}
      okText="新增"
      onOk={form.submit}
      confirmLoading={add.isPending}
      onCancel={() => onDone()}
    >
      <Form
        className="admin-form"
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ kind: kinds[0] }}
        onFinish={(unit) => add.mutate(unit)}
      >
        <FormError error={add.error} />
        <Form.Item label="名称" name="name" rules={[{ required: true, whitespace: true, message: '请填写单位名称' }]}>
          <Input maxLength={50} autoFocus />
        </Form.Item>
        <Form.Item
          label="类型"
          name="kind"
          rules={[{ required: true, message: '请选择类型' }]}
          extra={`只列出可以设在${UNIT_KIND_LABELS[parent.kind]}之下的类型，建好以后不能改。`}
        >
          <Select
            aria-label="类型"
            options={kinds.map((kind) => ({ value: kind, label: kindWords(kind, parent.kind) }))}
          />
        </Form.Item>
        <Form.Item
          label="编号（可不填）"
          name="id"
          rules={[{ pattern: /^[a-z0-9-]{2,40}$/, message: '编号须为 2 到 40 个小写字母、数字或横线' }]}
          extra="出现在公开登记页的网址里，建好以后不能改；不填则自动生成。"
        >
          <Input maxLength={40} autoComplete="off" />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function kindWords(kind: UnitKind, parent: UnitKind): string {
  const place = placeUnder(kind, parent);
  return 'level' in place ? `${UNIT_KIND_LABELS[kind]}（${LEVEL_LABELS[place.level]}）` : UNIT_KIND_LABELS[kind];
}
