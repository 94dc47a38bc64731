import path from 'node:path';
import { z } from 'zod';

export type SecretKey = { id: string; key: Buffer };

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
  attachmentMaxBytes: number;
  demo: boolean;
  /** The first one encrypts; all of them decrypt. */
  secretKeys: SecretKey[];
  /** Key of the look-up index and of link tokens. Changing it makes old links and look-ups useless. */
  indexKey: Buffer;
};

/** All that is wrong with the environment, in one message. */
export class ConfigError extends Error {
  constructor(readonly problems: string[]) {
    super(['配置有误,无法启动:', ...problems.map((problem) => `  - ${problem}`)].join('\n'));
    this.name = 'ConfigError';
  }
}

const flag = z.enum(['0', '1', 'true', 'false']).transform((value) => value === '1' || value === 'true');
const portNumber = z.coerce.number().int().min(0).max(65535);

function key32(value: string, context: z.RefinementCtx): Buffer {
  const key = Buffer.from(value, 'base64');
  if (key.length !== 32) {
    context.addIssue({ code: 'custom', message: '密钥须为 32 字节的 base64(可用 openssl rand -base64 32 生成)' });
  }
  return key;
}

function keyRing(value: string, context: z.RefinementCtx): SecretKey[] {
  const keys = value.split(',').map((part) => {
    const [id = '', encoded = ''] = part.trim().split(/:(.*)/s);
    if (!/^[A-Za-z0-9_-]{1,16}$/.test(id)) {
      context.addIssue({ code: 'custom', message: '格式为 <编号>:<base64 密钥>,多把用逗号分隔,当前使用的排第一' });
    }
    return { id, key: key32(encoded, context) };
  });
  if (new Set(keys.map(({ id }) => id)).size !== keys.length) {
    context.addIssue({ code: 'custom', message: '密钥编号重复' });
  }
  return keys;
}

const postgresUrl = z.string().regex(/^postgres(ql)?:\/\/.+/, '须为 postgresql://用户:口令@主机:端口/库名');

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
    .regex(/^\S+:\d+$/, '须为 主机:端口')
    .default('127.0.0.1:7233'),
  TEMPORAL_NAMESPACE: z.string().default('default'),
  TEMPORAL_API_KEY: z.string().optional(),
  TEMPORAL_TLS: flag.optional(),
  TEMPORAL_TASK_QUEUE: z.string().min(1).default('demands'),
  DATA_DIR: z.string().default('.data'),
  STORAGE_DIR: z.string().optional(),
  ATTACHMENT_MAX_BYTES: z.coerce
    .number()
    .int()
    .min(1024)
    .default(20 * 1024 * 1024),
  DEMO: flag.default(false),
  SECRET_KEYS: z.string().transform(keyRing),
  INDEX_KEY: z.string().transform(key32),
});

/** Reads the environment. An empty variable counts as unset. Throws `ConfigError` that lists every problem. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environmentSchema.safeParse(given, { error: messageOf });
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')}:${issue.message}`));
  }
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
    attachmentMaxBytes: env.ATTACHMENT_MAX_BYTES,
    demo: env.DEMO,
    secretKeys: env.SECRET_KEYS,
    indexKey: env.INDEX_KEY,
  };
}
