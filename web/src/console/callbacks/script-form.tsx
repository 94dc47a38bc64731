import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Select } from 'antd';
import type { CallbackScript, NewCallbackScript } from '../../../../src/api/contract';
import { ANSWER_KINDS, SCRIPT_BLANKS, type AnswerKind, type ScriptStep } from '../../../../src/domain/callback-script';
import { FILED_KINDS, KIND_LABELS } from '../../../../src/domain/vocabulary';
import { post, put } from '../../api/request';
import { useIntention } from '../../api/use-intention';
import { showFieldErrors } from '../parts/field-errors';
import { FormError } from '../parts/form-error';
import { UnitSelect } from '../parts/unit-select';
import { useUnits } from '../parts/units';

const ANSWER_LABELS: Record<AnswerKind, string> = {
  none: '只说，不记',
  yes_no: '是 / 否',
  choice: '选一项',
  text: '记一段话',
};

interface Values {
  unit: string;
  title: string;
  category?: string;
  kind?: NewCallbackScript['kind'];
  steps: { title: string; lines: string; answer: AnswerKind; options?: string }[];
}

interface ScriptFormProps {
  script?: CallbackScript;
  seats: readonly string[];
  steps: readonly ScriptStep[];
  onClose: () => void;
}

/** Writes a script step by step; one line is one sentence to say. */
export function ScriptForm({ script, seats, steps, onClose }: ScriptFormProps) {
  const [form] = Form.useForm<Values>();
  const tree = useUnits();
  const client = useQueryClient();
  const { keyFor } = useIntention();
  const save = useMutation({
    mutationFn: (values: Values) => {
      const { unit, ...written } = bodyOf(values);
      if (script) return put(`/callback-scripts/${script.id}`, written);
      const body = { unit, ...written };
      return post('/callback-scripts', body, keyFor(body));
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['callbacks'] });
      onClose();
    },
    onError: (error) => showFieldErrors(form, error),
  });
  const initial: Values = {
    ...{ unit: script?.unit.id ?? seats[0] ?? '', title: script?.title ?? '', category: script?.category ?? undefined },
    kind: script?.kind ?? undefined,
    steps: steps.map(({ title, lines, answer, options }) => ({
      ...{ title, answer, lines: lines.join('\n') },
      options: options?.join('、'),
    })),
  };
  return (
    <Form<Values>
      className="panel admin-form callback-script-form"
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={initial}
      aria-label={script ? `修改提纲 ${script.title}` : '新提纲'}
      onFinish={(values) => save.mutate(values)}
    >
      <FormError error={save.error} />
      <div className="callback-script-facts">
        <Form.Item label="单位" name="unit" rules={[{ required: true, message: '请选择单位' }]}>
          <UnitSelect
            disabled={script !== undefined}
            allow={({ id }) => seats.some((seat) => tree.isWithin(id, seat))}
          />
        </Form.Item>
        <Form.Item label="名称" name="title" rules={[{ required: true, message: '请写名称' }]}>
          <Input maxLength={60} placeholder="如 物业类投诉回访" />
        </Form.Item>
        <Form.Item label="类别（不填为不限）" name="category">
          <Input maxLength={50} placeholder="如 物业" />
        </Form.Item>
        <Form.Item label="类型（不选为不限）" name="kind">
          <Select allowClear options={FILED_KINDS.map((value) => ({ value, label: KIND_LABELS[value] }))} />
        </Form.Item>
      </div>
      <p className="small muted">
        可用的空：{SCRIPT_BLANKS.map((blank) => `【${blank}】`).join('')}
        。“【逐项询问】”单独一行，换成按这件诉求生成的问题。
      </p>
      <Form.List name="steps">
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ key, name }) => (
              <fieldset key={key} className="admin-fieldset callback-script-step">
                <legend>第 {name + 1} 步</legend>
                <Form.Item label="标题" name={[name, 'title']} rules={[{ required: true, message: '请写标题' }]}>
                  <Input maxLength={40} />
                </Form.Item>
                <Form.Item label="怎样记回答" name={[name, 'answer']}>
                  <Select options={ANSWER_KINDS.map((value) => ({ value, label: ANSWER_LABELS[value] }))} />
                </Form.Item>
                <Form.Item
                  className="callback-script-lines"
                  label="说什么（一行一句）"
                  name={[name, 'lines']}
                  rules={[{ required: true, message: '请写要说的话' }]}
                >
                  <Input.TextArea autoSize={{ minRows: 2, maxRows: 10 }} />
                </Form.Item>
                <Form.Item noStyle dependencies={[['steps', name, 'answer']]}>
                  {({ getFieldValue }) =>
                    getFieldValue(['steps', name, 'answer']) === 'choice' ? (
                      <Form.Item label="选项（用顿号分开）" name={[name, 'options']}>
                        <Input placeholder="如 好了、没好、不清楚" />
                      </Form.Item>
                    ) : null
                  }
                </Form.Item>
                {fields.length > 1 ? (
                  <Button size="small" onClick={() => remove(name)}>
                    去掉第 {name + 1} 步
                  </Button>
                ) : null}
              </fieldset>
            ))}
            {fields.length < 20 ? (
              <Button onClick={() => add({ title: '', lines: '', answer: 'none' })}>加一步</Button>
            ) : null}
          </>
        )}
      </Form.List>
      <div className="callback-buttons callback-script-foot">
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          保存提纲
        </Button>
        <Button type="text" onClick={onClose}>
          取消
        </Button>
      </div>
    </Form>
  );
}

function bodyOf({ unit, title, category, kind, steps }: Values): NewCallbackScript {
  const listOf = (text: string | undefined, by: RegExp) =>
    (text ?? '')
      .split(by)
      .map((each) => each.trim())
      .filter((each) => each !== '');
  return {
    ...{ unit, title: title.trim(), category: category?.trim() || null, kind: kind ?? null },
    steps: steps.map(({ title: named, lines, answer, options }) => ({
      ...{ title: named.trim(), answer, lines: listOf(lines, /\n/) },
      ...(answer === 'choice' ? { options: listOf(options, /[、,，]/) } : {}),
    })),
  };
}
