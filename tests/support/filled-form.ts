import { multipartForm } from './multipart-form';
import type { Answer, TestApp } from './app';

export const HEAD = [
  '所属园区',
  '诉求类型',
  '诉求标题',
  '诉求内容',
  '主体类型',
  '党组织名称',
  '联系人',
  '联系电话',
  '收集渠道',
];

/** The n-th row of a filled form; what `instead` says of a column stands there instead. */
export function filledRow(n: number, instead: Partial<Record<string, string>> = {}): string[] {
  const cells = [
    ...['智美·汇志园区', '求助', `第${n}件诉求`, `园区出入口第${n}处早高峰拥堵，请尽快疏导。`],
    ...['单建党组织', '智美科技党支部', '王小明', '13800009999', '微论坛'],
  ];
  return cells.map((cell, i) => instead[HEAD[i]!] ?? cell);
}

export const csvOf = (rows: readonly (readonly string[])[]): Buffer =>
  Buffer.from(rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\r\n'));

export interface Upload {
  name?: string;
  user?: string;
  fields?: Record<string, string>;
  key?: string;
}

export async function uploadForm(
  { call }: Pick<TestApp, 'call'>,
  content: Buffer,
  { name = '征集表.csv', user = 'zhihui.collector', fields = { form: 'organisation' }, key }: Upload = {},
): Promise<Answer> {
  const { payload, headers } = await multipartForm([{ name, type: 'application/octet-stream', content }], fields);
  const sent = { ...headers, ...(key ? { 'idempotency-key': key } : {}) };
  return call(user, { method: 'POST', url: '/api/v1/imports', payload, headers: sent });
}

/** Uploads a file and has its rows judged under the columns that were guessed. */
export async function checkedForm(app: Pick<TestApp, 'call'>, content: Buffer, upload: Upload = {}): Promise<Answer> {
  const { id, suggested } = (await uploadForm(app, content, upload)).body;
  const payload = { columns: suggested.columns, defaults: suggested.defaults };
  return app.call(upload.user ?? 'zhihui.collector', { method: 'PUT', url: `/api/v1/imports/${id}/mapping`, payload });
}
