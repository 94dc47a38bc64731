import multipart from '@fastify/multipart';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { FileRefusedError } from '../import/file-refusal';
import { readSheet, type ReadSheet } from '../sheets/read-sheet';
import { contentDisposition } from '../storage/file-names';
import type { Api } from './app';
import { invalidInput, Problem } from './errors';

/** Bytes. A sheet of rules or duties is small. */
const LARGEST = 2 * 1024 * 1024;
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export const sheetFileSchema = { content: { [XLSX]: { schema: z.any() } }, description: 'Excel 工作簿' };
export const sheetErrorSchema = z.object({
  row: z.int().meta({ description: '表格里的行号' }),
  column: z.string(),
  message: z.string(),
});

/** Lets the routes of this scope, and of no other, read forms with one small file, kept in memory. */
export async function acceptSheets(scope: Api): Promise<void> {
  const limits = {
    files: 1,
    fields: 4,
    fieldSize: 1024,
    fieldNameSize: 100,
    parts: 5,
    headerPairs: 20,
    fileSize: LARGEST,
  };
  await scope.register(multipart, { limits });
}

/** The rows of the one file of a form. A file that cannot be read is a problem of whoever sent it. */
export async function readUploadedSheet(
  request: FastifyRequest,
  expected: Parameters<typeof readSheet>[1],
): Promise<ReadSheet> {
  const file = await request.file();
  if (!file) throw invalidInput('/file', '请选择一个文件上传。');
  try {
    return await readSheet({ bytes: await file.toBuffer(), name: file.filename }, expected);
  } catch (error) {
    throw error instanceof FileRefusedError ? new Problem(error.code, error.message) : error;
  }
}

export const sendSheet = (reply: FastifyReply, name: string, workbook: Buffer): FastifyReply =>
  reply
    .header('content-disposition', contentDisposition('attachment', name))
    .header('cache-control', 'no-store')
    .type(XLSX)
    .send(workbook);
