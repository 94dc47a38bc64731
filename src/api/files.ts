import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { csvOf, writeTables, type Table } from '../sheets/write-table';
import { contentDisposition } from '../storage/file-names';

export const FILE_FORMATS = ['csv', 'xlsx'] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

const TYPES: Record<FileFormat | 'pdf', string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
};

export const fileSchema = (...formats: (keyof typeof TYPES)[]) => ({
  content: Object.fromEntries(formats.map((format) => [TYPES[format], { schema: z.any() }])),
  description: '文件',
});

/** A file to keep, not one to show. */
export const fileReply = (reply: FastifyReply, name: string, format: FileFormat | 'pdf'): FastifyReply =>
  reply
    .header('content-disposition', contentDisposition('attachment', `${name}.${format}`))
    .header('cache-control', 'no-store')
    .type(TYPES[format]);

export const sendTables = async (
  reply: FastifyReply,
  name: string,
  format: FileFormat,
  tables: readonly Table[],
): Promise<FastifyReply> =>
  fileReply(reply, name, format).send(format === 'csv' ? csvOf(tables) : await writeTables(tables));
