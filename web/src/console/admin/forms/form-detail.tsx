import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Button, Popconfirm } from 'antd';
import type { CollectionForm } from '../../../../../src/api/contract';
import { FIELD_KIND_LABELS } from '../../../../../src/domain/form';
import { KIND_LABELS, SUBJECT_LABELS } from '../../../../../src/domain/vocabulary';
import { get, put } from '../../../api/request';
import { moment } from '../../../time/format';
import { PrintableCode } from '../../collection/printable-code';
import { ErrorState, sentenceOf } from '../../parts/states';
import { serviceQuery } from '../../session';

interface FormDetailProps {
  form: CollectionForm;
  mayChange: boolean;
  onEdit: () => void;
  version?: string;
  onShow: (version: string | undefined) => void;
}

const CONTACT = { required: '必填', optional: '选填', no: '不收集' };

/** One form: what it asks, its versions, and the code by which it is opened. */
export function FormDetail({ form, mayChange, onEdit, version, onShow }: FormDetailProps) {
  const publicUrl = useQuery(serviceQuery).data?.publicUrl ?? location.origin;
  const versions = useQuery({
    queryKey: ['forms', 'versions', form.code],
    queryFn: () => get<{ items: CollectionForm[] }>(`/forms/${form.code}/versions`, { limit: 200 }),
  });
  const shown = versions.data?.items.find((each) => String(each.version) === version) ?? form;
  return (
    <div className="page">
      <header className="page-header">
        <div>
          <h2 className="admin-unit-name">{shown.title}</h2>
          <p className="muted">
            {form.code} · {form.unit.name}及其下级可用 · 第 {shown.version} 版
            {shown.version === form.version ? '（现行）' : ''}
            {form.retired ? ' · 已停用' : ''}
          </p>
        </div>
        {mayChange ? (
          <div className="page-actions">
            {form.retired ? null : (
              <Button type="primary" onClick={onEdit}>
                修改为新版本
              </Button>
            )}
            <Retire form={form} />
          </div>
        ) : null}
      </header>
      {shown.intro ? <p className="words">{shown.intro}</p> : null}
      <dl className="definitions forms-facts">
        <dt>谁填写</dt>
        <dd>{shown.subjectTypes.map((each) => SUBJECT_LABELS[each]).join('、')}</dd>
        <dt>收哪些类型</dt>
        <dd>{shown.kinds.map((each) => KIND_LABELS[each]).join('、')}</dd>
        <dt>联系方式</dt>
        <dd>{CONTACT[shown.asksContact]}</dd>
        <dt>类别</dt>
        <dd>{shown.categories.join('、') || '不限'}</dd>
        <dt>渠道</dt>
        <dd>{shown.channels.join('、') || '不限'}</dd>
      </dl>
      <Fields form={shown} />
      {form.retired ? null : (
        <section className="section" aria-labelledby="form-code">
          <h2 id="form-code">扫码填写</h2>
          <p className="muted">
            打开后所在单位是{form.unit.name}，填写的人再选地点。下级单位的二维码在信里选单位后打印。
          </p>
          <PrintableCode name={form.title} address={`${publicUrl}/m/file/${form.unit.id}~${form.code}`}>
            <Link to="/letter" search={{ unit: form.unit.id, form: form.code }}>
              打印一封信
            </Link>
          </PrintableCode>
        </section>
      )}
      <section className="section" aria-labelledby="form-versions">
        <h2 id="form-versions">版本</h2>
        {versions.isError ? <ErrorState error={versions.error} onRetry={() => void versions.refetch()} /> : null}
        <ul className="forms-versions">
          {versions.data?.items.map((each) => (
            <li key={each.version}>
              <Button
                type="link"
                size="small"
                aria-current={each.version === shown.version || undefined}
                onClick={() => onShow(each.version === form.version ? undefined : String(each.version))}
              >
                第 {each.version} 版
              </Button>
              <span className="muted small">
                {moment(each.publishedAt)} · {each.publishedBy ? `由 ${each.publishedBy} 发布` : '随系统提供，示例'}
              </span>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

const Fields = ({ form }: { form: CollectionForm }) => (
  <section className="section" aria-labelledby="form-fields">
    <h2 id="form-fields">自己的栏目</h2>
    {form.fields.length === 0 ? (
      <p className="muted">没有：只有每件诉求都有的标题、内容、地点、主体和联系方式。</p>
    ) : (
      <table className="admin-table">
        <thead>
          <tr>
            <th scope="col">名称</th>
            <th scope="col">填法</th>
            <th scope="col">必填</th>
            <th scope="col">出现在</th>
          </tr>
        </thead>
        <tbody>
          {form.fields.map((field) => (
            <tr key={field.name}>
              <th scope="row">
                {field.label}
                {field.help ? <p className="muted small">{field.help}</p> : null}
              </th>
              <td>
                {FIELD_KIND_LABELS[field.kind]}
                {field.options ? <p className="muted small">{field.options.join('、')}</p> : null}
              </td>
              <td>{field.required ? '是' : '否'}</td>
              <td>{field.categories?.join('、') ?? '所有类别'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
  </section>
);

function Retire({ form }: { form: CollectionForm }) {
  const client = useQueryClient();
  const { message } = App.useApp();
  const retire = useMutation({
    mutationFn: () => put<CollectionForm>(`/forms/${form.code}/retired`, { retired: !form.retired }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['forms'] }),
    onError: (error) => void message.error(sentenceOf(error)),
  });
  if (form.retired)
    return (
      <Button loading={retire.isPending} onClick={() => retire.mutate()}>
        重新启用
      </Button>
    );
  return (
    <Popconfirm
      title="停用这张征集表？"
      description="停用后不能再按它登记，它的二维码失效；登记过的诉求不受影响。"
      okText="停用"
      cancelText="不停用"
      onConfirm={() => retire.mutate()}
    >
      <Button loading={retire.isPending}>停用</Button>
    </Popconfirm>
  );
}
