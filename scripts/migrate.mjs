import { parseArgs } from 'node:util';
import { applyMigrations, migrationNames, sqlForSchemaChange, writeMigration } from './lib/migrations.mjs';
import { startScratchPostgres } from './lib/scratch-postgres.mjs';
import { requireUtf8 } from './lib/utf8.mjs';

const usage = `用法：
  DATABASE_URL=… npm run migrate                应用 prisma/migrations 中尚未应用的迁移
  npm run migrate -- --create <名称>            比较 schema.prisma 与已有迁移，写出下一个迁移
  npm run migrate -- --check                    只检查：迁移与 schema.prisma 不一致时退出码为 1
  npm run migrate -- --recreate <编号_名称>     重写一个尚未发布的迁移（从它之前的迁移到 schema.prisma）`;

const unchanged = 'schema.prisma 与已有迁移一致，不需要新的迁移。';

async function main() {
  const { values } = parseArgs({
    options: {
      create: { type: 'string' },
      recreate: { type: 'string' },
      check: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return console.log(usage);
  if (values.check) return check();
  if (values.create) return create(`${nextNumber()}_${values.create}`);
  if (values.recreate) return create(values.recreate, values.recreate);
  return apply(process.env.DATABASE_URL);
}

async function apply(databaseUrl) {
  if (!databaseUrl) throw new Error(`没有设置 DATABASE_URL。（开发环境不必手工迁移，npm start 会自己做。）\n${usage}`);
  await requireUtf8(databaseUrl);
  const applied = await applyMigrations(databaseUrl);
  console.log(applied.length > 0 ? `已应用：${applied.join('、')}` : '数据库已是最新，没有要应用的迁移。');
}

async function check() {
  const sql = await missingSql();
  if (!sql) return console.log(unchanged);
  console.error(`迁移里还缺：\n${sql}`);
  process.exitCode = 1;
}

async function create(name, before) {
  const sql = await missingSql(before);
  console.log(sql ? `已写出 ${writeMigration(name, sql)}，请检查后提交。` : unchanged);
}

/** The comparison needs an empty server, so it takes a passing one of its own and never touches DATABASE_URL. */
async function missingSql(before) {
  const server = await startScratchPostgres(console.log);
  try {
    return await sqlForSchemaChange(server.url('postgres'), before);
  } finally {
    await server.remove();
  }
}

function nextNumber() {
  const last = Number(migrationNames().at(-1)?.slice(0, 4) ?? 0);
  return String(last + 1).padStart(4, '0');
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
