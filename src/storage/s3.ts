import type * as SdkModule from '@aws-sdk/client-s3';
import type { GetObjectCommandInput, S3Client } from '@aws-sdk/client-s3';
import type { Readable } from 'node:stream';
import { requireKey, StorageUnavailableError, StoredFileMissingError, type Storage } from './port';

export type S3Options = {
  bucket: string;
  /** Of a server that is not Amazon's: MinIO, Ceph, or a cloud's own. */
  endpoint?: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** http://server/bucket/key instead of http://bucket.server/key. */
  pathStyle: boolean;
  /** Milliseconds of silence after which the server counts as away. */
  patienceMs?: number;
};

type Sdk = typeof SdkModule;

/** Attachments in one bucket of an S3-compatible server. The SDK is loaded at the first call, and only then. */
export function createS3(options: S3Options): Storage {
  let loaded: Promise<{ sdk: Sdk; client: S3Client }> | undefined;
  const load = () => (loaded ??= connect(options));
  const at = (key: string) => ({ Bucket: options.bucket, Key: requireKey(key) });

  return {
    async put(key, content, size) {
      const { sdk, client } = await load();
      try {
        await sendWhole(client, new sdk.PutObjectCommand({ ...at(key), Body: content, ContentLength: size }), content);
      } catch (error) {
        // A server that was too late may store it all the same, now or a little later.
        const forget = () => client.send(new sdk.DeleteObjectCommand(at(key))).catch(() => undefined);
        await forget();
        setTimeout(() => void forget(), patienceOf(options)).unref();
        throw error;
      }
    },
    async open(key, range) {
      const { sdk, client } = await load();
      const input: GetObjectCommandInput = at(key);
      if (range) input.Range = `bytes=${range.start}-${range.end}`;
      const { Body } = await asking(key, () => client.send(new sdk.GetObjectCommand(input)));
      return Body as Readable;
    },
    async size(key) {
      const { sdk, client } = await load();
      const head = await asking(key, () => client.send(new sdk.HeadObjectCommand(at(key))));
      return head.ContentLength ?? 0;
    },
    async remove(key) {
      const { sdk, client } = await load();
      await asking(key, () => client.send(new sdk.DeleteObjectCommand(at(key)))).catch((error: unknown) => {
        if (!(error instanceof StoredFileMissingError)) throw error;
      });
    },
  };
}

const nothing = (): void => undefined;
const patienceOf = ({ patienceMs = 10_000 }: S3Options): number => patienceMs;

async function connect(options: S3Options): Promise<{ sdk: Sdk; client: S3Client }> {
  const { endpoint, region, accessKeyId, secretAccessKey, pathStyle } = options;
  const patienceMs = patienceOf(options);
  const sdk = await import('@aws-sdk/client-s3');
  const client = new sdk.S3Client({
    ...(endpoint ? { endpoint } : {}),
    region,
    credentials: { accessKeyId, secretAccessKey },
    forcePathStyle: pathStyle,
    maxAttempts: 2,
    // Servers of other makers do not know the newer checksums.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    // What goes wrong is told by the service itself, in its own log.
    logger: { debug: nothing, info: nothing, warn: nothing, error: nothing },
    requestHandler: { connectionTimeout: Math.min(3_000, patienceMs), socketTimeout: patienceMs },
  });
  return { sdk, client };
}

/** A body that breaks off leaves the request waiting for the rest: it is stopped, and the body's own error told. */
async function sendWhole(
  client: S3Client,
  command: InstanceType<Sdk['PutObjectCommand']>,
  content: Readable,
): Promise<void> {
  const stop = new AbortController();
  let broken: Error | undefined;
  content.once('error', (error: Error) => {
    broken = error;
    stop.abort();
  });
  try {
    await client.send(command, { abortSignal: stop.signal });
  } catch (error) {
    throw broken ?? new StorageUnavailableError(error);
  } finally {
    content.destroy();
  }
}

async function asking<Answer>(key: string, ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    const name = (error as Error).name;
    if (name === 'NoSuchKey' || name === 'NotFound') throw new StoredFileMissingError(key);
    throw new StorageUnavailableError(error);
  }
}
