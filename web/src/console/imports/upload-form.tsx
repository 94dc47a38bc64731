import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Form, Select } from 'antd';
import { useRef, useState } from 'react';
import type { ImportDetail, Me } from '../../../../src/api/contract';
import { IMPORT_LIMITS } from '../../../../src/domain/batch-import';
import { useIntention } from '../../api/use-intention';
import { request } from '../../api/request';
import { campaignQuery } from '../campaigns/queries';
import { formsQuery } from '../collection/queries';
import { fileSize } from '../parts/file-size';
import { FormError } from '../parts/form-error';
import { usePageSearch } from '../search';
import { unitsWithRole } from '../session';

/** Which form it is, for which unit, and the file. A link may say at which campaign it was filled in (`campaign`). */
export function UploadForm({ me }: { me: Me }) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const [search] = usePageSearch();
  const campaign = useQuery({ ...campaignQuery(search.campaign ?? ''), enabled: search.campaign !== undefined }).data;
  const own = unitsWithRole(me, 'collector');
  const [unit, setUnit] = useState(own[0]?.id);
  const forms = useQuery(formsQuery(unit)).data ?? [];
  const [chosen, setChosen] = useState<string>();
  const form =
    forms.find(({ code }) => code === (chosen ?? campaign?.form)) ?? (forms.length === 1 ? forms[0] : undefined);
  const [file, setFile] = useState<File | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const intention = useIntention();
  const send = useMutation({
    mutationFn: async () => {
      const body = new FormData();
      for (const [name, value] of Object.entries({ form: form!.code, unit, campaign: search.campaign }))
        if (value !== undefined) body.append(name, value);
      body.append('file', file!, file!.name);
      const said = {
        form: form!.code,
        unit,
        campaign: search.campaign,
        name: file!.name,
        size: file!.size,
        at: file!.lastModified,
      };
      return request<ImportDetail>('POST', '/imports', { body, key: intention.keyFor(said) });
    },
    onSuccess: (made) => {
      intention.done();
      void client.invalidateQueries({ queryKey: ['imports', 'list'] });
      void navigate({ to: `/imports/${made.id}` });
    },
  });
  const isTooLarge = file !== null && file.size > IMPORT_LIMITS.bytes;
  return (
    <Form layout="vertical" className="panel import-upload" onFinish={() => send.mutate()}>
      <div className="import-upload-fields">
        {own.length > 1 ? (
          <Form.Item label="收集单位" htmlFor="import-unit">
            <Select
              id="import-unit"
              value={unit}
              onChange={setUnit}
              options={own.map(({ id, name }) => ({ value: id, label: name }))}
            />
          </Form.Item>
        ) : null}
        <Form.Item label="征集表" htmlFor="import-form">
          <Select
            id="import-form"
            value={form?.code}
            onChange={setChosen}
            placeholder="选择征集表"
            options={forms.map(({ code, title }) => ({ value: code, label: title }))}
          />
        </Form.Item>
        <Form.Item label={`文件（xlsx 或 csv，${IMPORT_LIMITS.bytes / 1024 / 1024} MB、${IMPORT_LIMITS.rows} 行以内）`}>
          <input
            ref={input}
            type="file"
            className="visually-hidden"
            aria-label="文件"
            accept=".xlsx,.csv"
            tabIndex={-1}
            onChange={({ target }) => setFile(target.files?.[0] ?? null)}
          />
          <div className="import-file">
            <Button onClick={() => input.current?.click()}>选择文件</Button>
            <span className={file ? '' : 'muted'}>
              {file ? `${file.name}（${fileSize(file.size)}）` : '还没有选择'}
            </span>
          </div>
        </Form.Item>
      </div>
      {campaign ? <p className="muted">在活动“{campaign.name}”收集，诉求都记在这场活动里。</p> : null}
      <FormError error={isTooLarge ? '文件超过 10 MB，请拆成几个文件分别导入。' : send.error} />
      <div className="import-actions">
        <Button type="primary" htmlType="submit" disabled={!form || !file || isTooLarge} loading={send.isPending}>
          上传并读取
        </Button>
        {form ? (
          <a href={`/api/v1/imports/templates/${form.code}`} download>
            下载空白模板（带下拉选项）
          </a>
        ) : null}
      </div>
    </Form>
  );
}
