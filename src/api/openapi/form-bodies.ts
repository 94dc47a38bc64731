/** What a form with a file holds, for the document only: whoever reads the form checks it. */
export type FormBody = { type: 'object'; required: string[]; properties: Record<string, object> };

const file = (description: string): object => ({ type: 'string', format: 'binary', description });

export const mediaForm: FormBody = {
  type: 'object',
  required: ['file'],
  properties: {
    file: file('一个文件：图片、录音、视频或文档'),
    poster: file('视频的封面图（JPEG、PNG 或 WebP）；只随视频上传'),
  },
};

export const sheetForm: FormBody = {
  type: 'object',
  required: ['file'],
  properties: { file: file('一个 .xlsx 或 .csv 文件') },
};

export const importForm: FormBody = {
  type: 'object',
  required: ['file'],
  properties: {
    form: { type: 'string', description: '征集表的编号；给了活动时可以不填，用活动的征集表' },
    campaign: { type: 'string', format: 'uuid', description: '为哪场活动收集' },
    unit: { type: 'string', description: '收集单位的 id；不填为您担任收集人的第一个单位' },
    ...sheetForm.properties,
  },
};

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a route that takes multipart/form-data is sent. */
    form?: FormBody;
  }
}
