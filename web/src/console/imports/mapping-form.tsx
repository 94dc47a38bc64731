import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useState } from 'react';
import type { ImportDetail } from '../../../../src/api/contract';
import { columnLetters } from '../../../../src/domain/batch-import';
import { put, RequestError } from '../../api/request';
import { FormError } from '../parts/form-error';
import { UnitSelect } from '../parts/unit-select';
import { importQuery } from './queries';

type Target = ImportDetail['targets'][number];
type Column = ImportDetail['columns'][number];

/** Which column of the file is what. Sending it judges every row; it can be sent again and again. */
export function MappingForm({ batch }: { batch: ImportDetail }) {
  const client = useQueryClient();
  const [columns, setColumns] = useState<Record<string, number>>(batch.mapping?.columns ?? batch.suggested.columns);
  const [defaults, setDefaults] = useState<Record<string, string>>(batch.mapping?.defaults ?? batch.suggested.defaults);
  const check = useMutation({
    mutationFn: () => put<ImportDetail>(`/imports/${batch.id}/mapping`, { columns, defaults }),
    onSuccess: (checked) => {
      client.setQueryData(importQuery(batch.id).queryKey, checked);
      void client.invalidateQueries({ queryKey: ['imports', 'list'] });
    },
  });
  const missing = batch.targets.filter(
    ({ name, required }) => required && columns[name] === undefined && !defaults[name],
  );
  const unused = batch.columns.flatMap((column, i) => (Object.values(columns).includes(i) ? [] : [nameOf(column, i)]));
  const isFirst = batch.state === 'uploaded';
  return (
    <section className="section" aria-labelledby="import-mapping">
      <h2 id="import-mapping">栏目与列</h2>
      <p className="muted">
        第 {batch.headerRow} 行是列名，共 {batch.total} 行数据。
        {batch.suggested.isRemembered ? '已按本单位上次的对应填好，请核对。' : '已按列名猜测，请核对。'}
      </p>
      <table className="import-table import-mapping">
        <thead>
          <tr>
            <th scope="col">栏目</th>
            <th scope="col">文件中的列</th>
            <th scope="col">没有这一列或空着时，都填</th>
            <th scope="col">前几行的内容</th>
          </tr>
        </thead>
        <tbody>
          {batch.targets.map((target) => (
            <TargetRow
              key={target.name}
              target={target}
              batch={batch}
              column={columns[target.name]}
              value={defaults[target.name]}
              error={errorOf(check.error, target.name)}
              onColumn={(column) => setColumns((before) => without(before, target.name, column))}
              onValue={(value) => setDefaults((before) => without(before, target.name, value))}
            />
          ))}
        </tbody>
      </table>
      {unused.length > 0 ? <p className="muted">不导入的列：{unused.join('、')}</p> : null}
      {missing.length > 0 ? <p>还要指定：{missing.map(({ label }) => label).join('、')}</p> : null}
      <FormError error={check.error} />
      <Button
        type={isFirst ? 'primary' : 'default'}
        onClick={() => check.mutate()}
        loading={check.isPending}
        disabled={missing.length > 0}
      >
        {isFirst ? '核对每一行' : '改了对应，重新核对'}
      </Button>
    </section>
  );
}

function without<Value>(all: Record<string, Value>, name: string, value: Value | undefined): Record<string, Value> {
  const { [name]: _, ...rest } = all;
  return value === undefined || value === '' ? rest : { ...rest, [name]: value };
}

const nameOf = ({ name }: Column, i: number): string =>
  name ? `${columnLetters(i)} 列 ${name}` : `${columnLetters(i)} 列`;

const errorOf = (error: unknown, name: string): string | undefined =>
  error instanceof RequestError
    ? error.problem.errors?.find(({ path }) => path.endsWith(`/${name}`))?.message
    : undefined;

interface RowProps {
  target: Target;
  batch: ImportDetail;
  column: number | undefined;
  value: string | undefined;
  error: string | undefined;
  onColumn: (column: number | undefined) => void;
  onValue: (value: string | undefined) => void;
}

function TargetRow({ target, batch, column, value, error, onColumn, onValue }: RowProps) {
  const { label, required, help, choices } = target;
  const samples = column === undefined ? [] : (batch.columns[column]?.samples ?? []);
  return (
    <tr>
      <th scope="row">
        {label}
        {required ? <span className="muted">（必填）</span> : null}
        {help ? <span className="muted small import-help">{help}</span> : null}
        {error ? (
          <span className="import-wrong small" role="alert">
            {error}
          </span>
        ) : null}
      </th>
      <td>
        <Select
          aria-label={`${label}是哪一列`}
          className="import-select"
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          value={column}
          onChange={onColumn}
          placeholder={required ? '请选择' : '不导入'}
          options={batch.columns.map((each, i) => ({ value: i, label: nameOf(each, i) }))}
        />
      </td>
      <td>
        {target.name === 'place' ? (
          <UnitSelect
            aria-label="都填这个所在地"
            placeholder="各行各填"
            value={value}
            under={batch.unit.id}
            onChange={onValue}
          />
        ) : target.takesDefault ? (
          <Select
            aria-label={`都填这个${label}`}
            className="import-select"
            allowClear
            placeholder="各行各填"
            value={value}
            onChange={onValue}
            options={(choices ?? []).map((choice) => ({ value: choice, label: choice }))}
          />
        ) : null}
      </td>
      <td className="muted small">{samples.join(' / ')}</td>
    </tr>
  );
}
