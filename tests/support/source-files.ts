import { readdirSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(__dirname, '../..');

/** The files of a folder of this project, by their path in it. */
export const filesIn = (folder: string): string[] =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|mjs|cjs|md)$/.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
