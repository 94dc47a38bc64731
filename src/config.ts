import { existsSync } from 'node:fs';
import path from 'node:path';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import type { MediaKind } from './domain/media';
import type { S3Options } from './storage/s3';
import { noticeProblems, noticeSettings, type NoticeSettings } from './notices/settings';
import { systemFont } from './pdf/fonts';

export type SecretKey = { id: string; key: Buffer };

/** Bytes by kind; seconds of a recording. */
export type UploadRules = Record<`${MediaKind}Bytes`, number> & { recordingSeconds: number };

export type Config = {
  host: string;
  port: number;
  /** Without a trailing slash. */
  publicUrl: string;
  /** CIDR ranges whose X-Forwarded-For is believed; empty means none. */
  trustedProxies: string[];
  logLevel: string;
  metricsPort: number;
  database: { url: string; poolSize: number };
  temporal: { address: string; namespace: string; apiKey?: string; tls: boolean; taskQueue: string };
  dataDir: string;
  storageDir: string;
  /** Where attachments lie instead of the folder. */
  s3: S3Options | undefined;
  /** Where uploads lie while they are looked at. */
  incomingDir: string;
  uploads: UploadRules;
  /** A font file for characters in PDFs that the packaged font lacks. */
  pdfFontPath?: string;
  /** By which channels notices reach people outside of the service. */
  notices: NoticeSettings;
  demo: boolean;
  /** The first one encrypts; all of them decrypt. */
  secretKeys: SecretKey[];
  /** Key of the look-up index and of link tokens. Changing it makes old links and look-ups useless. */
  indexKey: Buffer;
};

/** All that is wrong with the environment, in one message. */
export class ConfigError extends Error {
  constructor(readonly problems: string[]) {
    super(['配置有误，无法启动：', ...problems.map((problem) => `  - ${problem}`)].join('\n'));
    this.name = 'ConfigError';
  }
}

const flag = z.enum(['0', '1', 'true', 'false']).transform((value) => value === '1' || value === 'true');
const portNumber = z.coerce.number().int().min(0).max(65535);

const bytes = (mebibytes: number) =>
  z.coerce
    .number()
    .int()
    .min(1024)
    .default(mebibytes * 1024 * 1024);

function key32(value: string, context: z.RefinementCtx): Buffer {
  const key = Buffer.from(value, 'base64');
  if (key.length !== 32) {
    context.addIssue({ code: 'custom', message: '密钥须为 32 字节的 base64（可用 openssl rand -base64 32 生成）' });
  }
  return key;
}

function keyRing(value: string, context: z.RefinementCtx): SecretKey[] {
  const keys = value.split(',').map((part) => {
    const [id = '', encoded = ''] = part.trim().split(/:(.*)/s);
    if (!/^[A-Za-z0-9_-]{1,16}$/.test(id)) {
      context.addIssue({ code: 'custom', message: '格式为 <编号>:<base64 密钥>，多把用逗号分隔，当前使用的排第一' });
    }
    return { id, key: key32(encoded, context) };
  });
  if (new Set(keys.map(({ id }) => id)).size !== keys.length) {
    context.addIssue({ code: 'custom', message: '密钥编号重复' });
  }
  return keys;
}

const postgresUrl = z.string().regex(/^postgres(ql)?:\/\/.+/, '须为 postgresql:// 开头的连接地址');

const webAddress = z.url({ protocol: /^https?$/, error: '须为 http:// 或 https:// 开头的网址' });

function networkList(value: string, context: z.RefinementCtx): string[] {
  const networks = value
    .split(',')
    .map((network) => network.trim())
    .filter(Boolean);
  if (!networks.every((network) => ipaddr.isValidCIDR(network)))
    context.addIssue({ code: 'custom', message: '须为网段（CIDR），如 10.2.0.0/16，多个用逗号分隔' });
  return networks;
}

const environmentSchema = z.object({
  PORT: portNumber.default(3000),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: z.url({ protocol: /^https?$/, error: '须为 http:// 或 https:// 开头的网址' }).optional(),
  TRUSTED_PROXIES: z.string().default(''),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  METRICS_PORT: portNumber.default(9464),
  DATABASE_URL: postgresUrl,
  DATABASE_POOL_SIZE: z.coerce.number().int().min(1).max(500).default(10),
  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^\S+:\d+$/, '须为主机名和端口，如 127.0.0.1:7233')
    .default('127.0.0.1:7233'),
  TEMPORAL_NAMESPACE: z.string().default('default'),
  TEMPORAL_API_KEY: z.string().optional(),
  TEMPORAL_TLS: flag.optional(),
  TEMPORAL_TASK_QUEUE: z.string().min(1).default('demands'),
  DATA_DIR: z.string().default('.data'),
  STORAGE_DIR: z.string().optional(),
  ATTACHMENT_MAX_BYTES: bytes(20),
  PICTURE_MAX_BYTES: bytes(20),
  VOICE_MAX_BYTES: bytes(30),
  VIDEO_MAX_BYTES: bytes(200),
  RECORDING_MAX_SECONDS: z.coerce.number().int().min(1).default(600),
  S3_BUCKET: z.string().optional(),
  S3_ENDPOINT: z.url({ protocol: /^https?$/, error: '须为 http:// 或 https:// 开头的网址' }).optional(),
  S3_REGION: z.string().default('us-east-1'),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  S3_PATH_STYLE: flag.optional(),
  PDF_FONT_PATH: z.string().refine(existsSync, '没有这个字体文件').optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: '须为 smtp:// 或 smtps:// 开头的地址' }).optional(),
  SMTP_FROM: z.string().optional(),
  SMS_PROVIDER: z.enum(['aliyun', 'tencent', 'http']).optional(),
  SMS_ENDPOINT: webAddress.optional(),
  SMS_KEY_ID: z.string().optional(),
  SMS_KEY_SECRET: z.string().optional(),
  SMS_APP_ID: z.string().optional(),
  SMS_SIGN: z.string().optional(),
  SMS_TEMPLATE_STAFF: z.string().optional(),
  SMS_TEMPLATE_REPORTER: z.string().optional(),
  VOICE_URL: webAddress.optional(),
  VOICE_SECRET: z.string().optional(),
  ALLOWED_EGRESS: z.string().default('').transform(networkList),
  DEMO: flag.default(false),
  SECRET_KEYS: z.string().transform(keyRing),
  INDEX_KEY: z.string().transform(key32),
});

/** Reads the environment. An empty variable counts as unset. Throws `ConfigError` that lists every problem. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environmentSchema.safeParse(given, { error: messageOf });
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')}：${issue.message}`));
  }
  const problems = noticeProblems(parsed.data);
  if (problems.length > 0) throw new ConfigError(problems);
  return configOf(parsed.data);
}

function messageOf(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.input === undefined) return '未设置';
  return z.locales.zhCN().localeError(issue) as string | undefined;
}

function configOf(env: z.output<typeof environmentSchema>): Config {
  const dataDir = path.resolve(env.DATA_DIR);
  return {
    host: env.HOST,
    port: env.PORT,
    publicUrl: (env.PUBLIC_URL ?? `http://${env.HOST}:${env.PORT}`).replace(/\/+$/, ''),
    trustedProxies: env.TRUSTED_PROXIES.split(',')
      .map((range) => range.trim())
      .filter(Boolean),
    logLevel: env.LOG_LEVEL,
    metricsPort: env.METRICS_PORT,
    database: { url: env.DATABASE_URL, poolSize: env.DATABASE_POOL_SIZE },
    temporal: {
      address: env.TEMPORAL_ADDRESS,
      namespace: env.TEMPORAL_NAMESPACE,
      apiKey: env.TEMPORAL_API_KEY,
      tls: env.TEMPORAL_TLS ?? env.TEMPORAL_API_KEY !== undefined,
      taskQueue: env.TEMPORAL_TASK_QUEUE,
    },
    dataDir,
    storageDir: path.resolve(env.STORAGE_DIR ?? path.join(dataDir, 'attachments')),
    s3: s3Of(env),
    incomingDir: path.join(dataDir, 'incoming'),
    uploads: {
      documentBytes: env.ATTACHMENT_MAX_BYTES,
      pictureBytes: env.PICTURE_MAX_BYTES,
      voiceBytes: env.VOICE_MAX_BYTES,
      videoBytes: env.VIDEO_MAX_BYTES,
      recordingSeconds: env.RECORDING_MAX_SECONDS,
    },
    pdfFontPath: env.PDF_FONT_PATH ?? systemFont(),
    notices: noticeSettings(env),
    demo: env.DEMO,
    secretKeys: env.SECRET_KEYS,
    indexKey: env.INDEX_KEY,
  };
}

function s3Of(env: z.output<typeof environmentSchema>): S3Options | undefined {
  const { S3_BUCKET: bucket, S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = env;
  if (bucket === undefined) return undefined;
  const missing = Object.entries({ S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey })
    .filter(([, value]) => value === undefined)
    .map(([name]) => `${name}：设了 S3_BUCKET 就必须设置`);
  if (accessKeyId === undefined || secretAccessKey === undefined) throw new ConfigError(missing);
  const endpoint = env.S3_ENDPOINT;
  const pathStyle = env.S3_PATH_STYLE ?? endpoint !== undefined;
  return { bucket, region: env.S3_REGION, accessKeyId, secretAccessKey, pathStyle, ...(endpoint ? { endpoint } : {}) };
}
