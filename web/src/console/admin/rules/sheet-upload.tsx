import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useRef, useState } from 'react';
import type { Rules, RuleSheet } from '../../../../../src/api/contract';
import { request } from '../../../api/request';
import { FormError } from '../../parts/form-error';

/** Reads rules that were edited as a sheet. They take the place of what is being written; rows with an error are named. */
export function SheetUpload({ onRead }: { onRead: (rules: Rules) => void }) {
  const file = useRef<HTMLInputElement>(null);
  const [read, setRead] = useState<RuleSheet | null>(null);
  const upload = useMutation({
    mutationFn: (chosen: File) => {
      const body = new FormData();
      body.append('file', chosen);
      return request<RuleSheet>('POST', '/rules/sheet', { body });
    },
    onSuccess: (sheet) => {
      setRead(sheet);
      if (sheet.errors.length === 0) onRead(sheet.rules);
    },
  });
  return (
    <div className="rules-upload">
      <Button loading={upload.isPending} onClick={() => file.current?.click()}>
        从表格读入
      </Button>
      <input
        ref={file}
        type="file"
        hidden
        aria-label="分拨规则的表格"
        accept=".xlsx,.csv"
        onChange={({ target }) => {
          const chosen = target.files?.[0];
          target.value = '';
          if (chosen) upload.mutate(chosen);
        }}
      />
      <FormError error={upload.error} />
      {read ? <Read sheet={read} onTake={() => onRead(read.rules)} /> : null}
    </div>
  );
}

function Read({ sheet: { rules, errors }, onTake }: { sheet: RuleSheet; onTake: () => void }) {
  const count = rules.classify.length + rules.assign.length;
  if (errors.length === 0) return <p role="status">已读入 {count} 条规则，代替了原来的内容。</p>;
  return (
    <div role="alert" className="admin-note">
      <p>表格里有 {errors.length} 处错误，还没有读入：</p>
      <ul className="rules-finding-list">
        {errors.slice(0, 50).map(({ row, column, message }) => (
          <li key={`${row} ${column} ${message}`}>
            第 {row} 行“{column}”：{message}
          </li>
        ))}
      </ul>
      {count > 0 ? (
        <Button size="small" onClick={onTake}>
          不管有错的行，读入其余 {count} 条
        </Button>
      ) : null}
    </div>
  );
}
