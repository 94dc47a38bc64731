import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Drawer, Form, Input, Select } from 'antd';
import type { Duty } from '../../../../../src/api/contract';
import { post, put } from '../../../api/request';
import { useIntention } from '../../../api/use-intention';
import { showFieldErrors } from '../../parts/field-errors';
import { FormError } from '../../parts/form-error';
import { UnitSelect } from '../../parts/unit-select';

interface DutyForm {
  code?: string;
  category: string;
  name: string;
  unit: string;
  words: string[];
  basis: string;
  isOpen: boolean;
}

interface DutyDrawerProps {
  /** Null: a new item. */
  duty: Duty | null;
  /** Where a new one is proposed. */
  unit?: string;
  onDone: () => void;
}

const required = (message: string) => [{ required: true, whitespace: true, message }];

export function DutyDrawer({ duty, unit, onDone }: DutyDrawerProps) {
  const [form] = Form.useForm<DutyForm>();
  const client = useQueryClient();
  const { keyFor } = useIntention();
  const save = useMutation({
    mutationFn: ({ code, isOpen, ...fields }: DutyForm) =>
      duty
        ? put<Duty>(`/duties/${duty.id}`, { ...fields, retired: !isOpen })
        : post<Duty>(
            '/duties',
            { ...fields, ...(code?.trim() ? { code: code.trim() } : {}) },
            keyFor({ code, ...fields }),
          ),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['duties'] });
      onDone();
    },
    onError: (error) => showFieldErrors(form, error),
  });
  const initial = duty
    ? { ...duty, unit: duty.unit.id, isOpen: !duty.retired }
    : { unit, words: [], basis: '', isOpen: true };
  return (
    <Drawer
      open
      size={560}
      title={duty ? `修改职责 ${duty.code}` : '新增职责'}
      onClose={onDone}
      footer={
        <div className="admin-drawer-foot">
          <Button onClick={onDone}>取消</Button>
          <Button type="primary" loading={save.isPending} onClick={form.submit}>
            {duty ? '保存' : '新增'}
          </Button>
        </div>
      }
    >
      <Form<DutyForm>
        className="admin-form"
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={initial}
        onFinish={(values) => save.mutate(values)}
      >
        <FormError error={save.error} />
        {duty ? null : (
          <Form.Item label="编号（选填）" name="code" extra="不填则自动编号；导入表格时按它认出同一项。">
            <Input maxLength={40} />
          </Form.Item>
        )}
        <Form.Item label="类别" name="category" rules={required('请填写类别')}>
          <Input maxLength={50} />
        </Form.Item>
        <Form.Item label="事项" name="name" rules={required('请填写事项')}>
          <Input.TextArea rows={2} maxLength={200} />
        </Form.Item>
        <Form.Item label="责任单位" name="unit" rules={required('请选择责任单位')}>
          <UnitSelect />
        </Form.Item>
        <Form.Item label="关键词" name="words" extra="群众常用的说法，一个一个输入后按回车；写成分派规则时按它们匹配。">
          <Select mode="tags" tokenSeparators={['、', ',', '，']} placeholder="例如：夜间施工、打桩" />
        </Form.Item>
        <Form.Item label="依据（选填）" name="basis" extra="三定方案、权责清单等文件的名称和条目。">
          <Input.TextArea rows={2} maxLength={300} />
        </Form.Item>
        {duty ? (
          <Form.Item name="isOpen" valuePropName="checked" extra="停用以后分拨时不再查到它，记录都还在。">
            <Checkbox>在用</Checkbox>
          </Form.Item>
        ) : null}
      </Form>
    </Drawer>
  );
}
