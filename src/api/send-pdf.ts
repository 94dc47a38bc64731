import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Document } from '../pdf/document';
import { contentDisposition } from '../storage/file-names';

export const pdfSchema = { content: { 'application/pdf': { schema: z.any() } }, description: 'PDF 文件' };

/** Sends what is drawn, as it is drawn. `plain`: its name for clients that know ASCII only. */
export const sendPdf = (reply: FastifyReply, name: string, document: Document, plain = name): FastifyReply =>
  reply
    .header('content-disposition', contentDisposition('attachment', name, plain))
    .header('cache-control', 'no-store')
    .type('application/pdf')
    .send(document.stream);
