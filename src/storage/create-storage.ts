import type { Config } from '../config';
import { createLocalFolder } from './local-folder';
import type { Storage } from './port';
import { createS3 } from './s3';

/** The storage that the configuration names: a bucket where one is set, the folder otherwise. */
export function createStorage({ s3, storageDir }: Pick<Config, 's3' | 'storageDir'>): Storage {
  return s3 ? createS3(s3) : createLocalFolder(storageDir);
}
