import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { AutoComplete, Button, Drawer, Form, Input, Select } from 'antd';
import type { NewReplyTemplate, ReplyTemplate } from '../../../../../src/api/contract';
import { ELEMENT_LABELS } from '../../../../../src/domain/reply';
import { KIND_LABELS, KINDS, RESULTS, type Kind, type Result } from '../../../../../src/domain/vocabulary';
import { post, put } from '../../../api/request';
import { useIntention } from '../../../api/use-intention';
import { RESULT_LABELS } from '../../../words/labels';
import { categoriesQuery } from '../../filing/categories';
import { showFieldErrors } from '../../parts/field-errors';
import { FormError } from '../../parts/form-error';
import { UnitSelect } from '../../parts/unit-select';

interface TemplateForm {
  unit: string;
  name: string;
  kind?: Kind;
  category?: string;
  result?: Result;
  texts: Record<string, string | undefined>;
}

interface TemplateDrawerProps {
  /** Null: a new one. */
  template: ReplyTemplate | null;
  /** Where a new one is proposed. */
  unit?: string;
  onDone: () => void;
}

const FIELDS = ['found', 'done', 'basis', 'contact', 'text'] as const;
const required = (message: string) => [{ required: true, whitespace: true, message }];

/** What is empty means any matter, or no text. */
function bodyOf({ texts, category, kind, result, ...fields }: TemplateForm): NewReplyTemplate {
  const written = Object.entries(texts).filter(([, text]) => text?.trim());
  return {
    ...fields,
    ...{ kind: kind ?? null, category: category?.trim() || null, result: result ?? null },
    texts: Object.fromEntries(written),
  };
}

export function TemplateDrawer({ template, unit, onDone }: TemplateDrawerProps) {
  const [form] = Form.useForm<TemplateForm>();
  const client = useQueryClient();
  const categories = useQuery(categoriesQuery).data ?? [];
  const { keyFor } = useIntention();
  const save = useMutation({
    mutationFn: (values: TemplateForm) => {
      const body = bodyOf(values);
      return template
        ? put(`/reply-templates/${template.id}`, { ...body, updatedAt: template.updatedAt })
        : post('/reply-templates', body, keyFor(body));
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['reply-templates'] });
      onDone();
    },
    onError: (error) => showFieldErrors(form, error),
  });
  const initial = template
    ? {
        ...{ unit: template.unit.id, name: template.name, texts: template.texts },
        ...{
          kind: template.kind ?? undefined,
          category: template.category ?? undefined,
          result: template.result ?? undefined,
        },
      }
    : { unit, texts: {} };
  return (
    <Drawer
      open
      size={640}
      title={template ? `修改模板 ${template.name}` : '新增反馈模板'}
      onClose={onDone}
      footer={
        <div className="admin-drawer-foot">
          <Button onClick={onDone}>取消</Button>
          <Button type="primary" loading={save.isPending} onClick={form.submit}>
            {template ? '保存' : '新增'}
          </Button>
        </div>
      }
    >
      <Form<TemplateForm>
        className="admin-form"
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={initial}
        onFinish={(values) => save.mutate(values)}
      >
        <FormError error={save.error} />
        <Form.Item label="名称" name="name" rules={required('请填写名称')}>
          <Input maxLength={50} />
        </Form.Item>
        <Form.Item label="单位" name="unit" rules={required('请选择单位')} extra="本单位和下级写反馈时都能选用。">
          <UnitSelect />
        </Form.Item>
        <Form.Item label="诉求类型（选填）" name="kind" extra="不选为各类诉求。">
          <Select allowClear options={KINDS.map((value) => ({ value, label: KIND_LABELS[value] }))} />
        </Form.Item>
        <Form.Item label="类别（选填）" name="category" extra="不填为各类别。">
          <AutoComplete options={categories.map((value) => ({ value }))} maxLength={50} allowClear />
        </Form.Item>
        <Form.Item label="办理结果（选填）" name="result" extra="不选为各种结果。">
          <Select allowClear options={RESULTS.map((value) => ({ value, label: RESULT_LABELS[value] }))} />
        </Form.Item>
        <p className="small muted">要经办人填的空写成【日期】、【地点】这样；空没有填完，反馈发不出去。</p>
        {FIELDS.map((name) => (
          <Form.Item key={name} label={`${ELEMENT_LABELS[name]}（选填）`} name={['texts', name]}>
            {name === 'contact' ? (
              <Input maxLength={200} />
            ) : (
              <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={5000} />
            )}
          </Form.Item>
        ))}
      </Form>
    </Drawer>
  );
}
