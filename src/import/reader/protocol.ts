import type { FileRow } from '../../domain/batch-import';
import type { FileRefusalCode } from '../file-refusal';

/** What is known of a file before its rows: the sheet that is read of a workbook, the encoding of text. */
export interface FileFacts {
  format: 'xlsx' | 'csv';
  sheet?: string;
  otherSheets?: number;
  encoding?: 'UTF-8' | 'GBK' | 'UTF-16';
}

/** One line of the child's output: the facts come first; without an end the child has died. */
export type ReaderLine =
  { facts: FileFacts } | FileRow | { end: true } | { refused: { code: FileRefusalCode; message: string } };
