import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Modal } from 'antd';
import { useRef, useState } from 'react';
import type { DutyImport as Imported } from '../../../../../src/api/contract';
import { request } from '../../../api/request';
import { FormError } from '../../parts/form-error';

const send = (file: File, apply: boolean) => {
  const body = new FormData();
  body.append('file', file);
  return request<Imported>('POST', '/duties/sheet', { query: { apply }, body });
};

/** A sheet is checked first; what it would do is shown before it is written. */
export function DutyImport() {
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  return (
    <>
      <Button onClick={() => input.current?.click()}>导入表格</Button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label="职责清单的表格"
        accept=".xlsx,.csv"
        onChange={({ target }) => {
          setFile(target.files?.[0] ?? null);
          target.value = '';
        }}
      />
      {file ? (
        <ImportDialog key={`${file.name} ${file.lastModified}`} file={file} onClose={() => setFile(null)} />
      ) : null}
    </>
  );
}

function ImportDialog({ file, onClose }: { file: File; onClose: () => void }) {
  const client = useQueryClient();
  const check = useMutation({ mutationFn: () => send(file, false) });
  const apply = useMutation({
    mutationFn: () => send(file, true),
    onSuccess: () => client.invalidateQueries({ queryKey: ['duties'] }),
  });
  const found = apply.data ?? check.data;
  const isReady =
    found !== undefined && !found.applied && found.errors.length === 0 && found.created + found.changed > 0;
  return (
    <Modal
      open
      title={`导入 ${file.name}`}
      onCancel={onClose}
      okText={isReady ? '写入' : found ? '关闭' : '核对'}
      confirmLoading={check.isPending || apply.isPending}
      onOk={() => (isReady ? apply.mutate() : found ? onClose() : check.mutate())}
    >
      <FormError error={apply.error ?? check.error} />
      {found ? <Result found={found} /> : <p>先核对表格，不会马上写入。编号相同的会更新，新编号的会新增。</p>}
    </Modal>
  );
}

function Result({ found: { applied, created, changed, unchanged, errors } }: { found: Imported }) {
  const counts = `新增 ${created} 项，更新 ${changed} 项，不变 ${unchanged} 项`;
  if (applied) return <p role="status">已写入：{counts}。</p>;
  if (errors.length === 0) return <p role="status">核对无误：{counts}。</p>;
  return (
    <div role="alert">
      <p>有 {errors.length} 处错误，改好以后再导入，现在一条也没有写入：</p>
      <ul className="admin-plain duties-errors">
        {errors.slice(0, 50).map(({ row, column, message }) => (
          <li key={`${row} ${column} ${message}`}>
            第 {row} 行“{column}”：{message}
          </li>
        ))}
      </ul>
    </div>
  );
}
