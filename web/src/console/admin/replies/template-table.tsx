import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { Fragment } from 'react';
import type { ReplyTemplate } from '../../../../../src/api/contract';
import { ELEMENT_LABELS } from '../../../../../src/domain/reply';
import { KIND_LABELS } from '../../../../../src/domain/vocabulary';
import { post } from '../../../api/request';
import { RESULT_LABELS } from '../../../words/labels';
import { FormError } from '../../parts/form-error';

interface TemplateTableProps {
  templates: readonly ReplyTemplate[];
  mayEdit: (template: ReplyTemplate) => boolean;
  onEdit: (template: ReplyTemplate) => void;
}

/** For which matters a template is, as one reads it. */
const scopeOf = ({ kind, category, result }: ReplyTemplate): string =>
  [kind ? KIND_LABELS[kind] : '', category ?? '', result ? RESULT_LABELS[result] : ''].filter(Boolean).join(' · ') ||
  '各种诉求';

const FIELDS = ['found', 'done', 'basis', 'contact', 'text'] as const;

export function TemplateTable({ templates, mayEdit, onEdit }: TemplateTableProps) {
  const client = useQueryClient();
  const retire = useMutation({
    mutationFn: ({ id, retired }: ReplyTemplate) => post(`/reply-templates/${id}/retire`, { retired: !retired }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['reply-templates'] }),
  });
  return (
    <>
      <FormError error={retire.error} />
      <table className="admin-table reply-templates">
        <thead>
          <tr>
            <th scope="col">模板</th>
            <th scope="col">适用</th>
            <th scope="col">内容</th>
            <th scope="col">操作</th>
          </tr>
        </thead>
        <tbody>
          {templates.map((template) => (
            <tr key={template.id}>
              <th scope="row">
                {template.name}
                {template.retired ? <span className="tag">已停用</span> : null}
                <p className="small muted">{template.unit.name}</p>
              </th>
              <td>{scopeOf(template)}</td>
              <td className="reply-texts">
                {FIELDS.map((name) =>
                  template.texts[name] ? (
                    <p key={name} className="words">
                      <span className="muted">{ELEMENT_LABELS[name]}：</span>
                      <WithBlanks text={template.texts[name]} />
                    </p>
                  ) : null,
                )}
              </td>
              <td>
                {mayEdit(template) ? (
                  <span className="admin-row-actions">
                    <Button size="small" onClick={() => onEdit(template)} aria-label={`修改 ${template.name}`}>
                      修改
                    </Button>
                    <Button
                      size="small"
                      loading={retire.isPending && retire.variables.id === template.id}
                      onClick={() => retire.mutate(template)}
                      aria-label={`${template.retired ? '恢复' : '停用'} ${template.name}`}
                    >
                      {template.retired ? '恢复' : '停用'}
                    </Button>
                  </span>
                ) : (
                  <span className="small muted">由{template.unit.name}维护</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function WithBlanks({ text }: { text: string }) {
  return text
    .split(/(【[^【】]*】)/)
    .map((part, i) => <Fragment key={i}>{part.startsWith('【') ? <mark>{part}</mark> : part}</Fragment>);
}
