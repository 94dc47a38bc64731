import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { root } from './checkout.mjs';
import { MigrationAdapter } from './migration-adapter.mjs';

/**
 * Prisma's own schema engine in WebAssembly: it applies migrations and keeps `_prisma_migrations` exactly as `prisma migrate` does, but
 * comes from the package registry, where the native engine would be downloaded from a host that closed networks do not reach.
 */

const migrationsDir = path.join(root, 'prisma', 'migrations');
const schemaFile = path.join(root, 'prisma', 'schema.prisma');
const filters = { externalTables: [], externalEnums: [] };

/** Applies what is missing and gives its names. Throws when a migration fails or an applied one was edited since. */
export async function applyMigrations(databaseUrl) {
  return withEngine(databaseUrl, async (engine) => {
    const migrationsList = readMigrations();
    const { editedMigrationNames: edited } = await engine.diagnoseMigrationHistory({
      migrationsList,
      optInToShadowDatabase: false,
      filters,
    });
    if (edited.length > 0) {
      throw new Error(
        `已经应用过的迁移被改动了：${edited.join('、')}。请恢复原文件，另写一个新的迁移；开发库也可以删掉数据目录重来。`,
      );
    }
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters });
    return appliedMigrationNames;
  });
}

/**
 * The SQL that leads from the migrations there are (only those before `before`, when given) to schema.prisma; empty when there is
 * nothing to do. Works in a database of its own on the given server.
 */
export async function sqlForSchemaChange(databaseUrl, before) {
  return withEngine(databaseUrl, async (engine) => {
    const files = [{ path: schemaFile, content: readFileSync(schemaFile, 'utf8') }];
    const { stdout } = await engine.diff({
      from: { tag: 'migrations', ...readMigrations(before) },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: null,
      filters,
    });
    return stdout?.includes('This is an empty migration') ? '' : (stdout ?? '');
  });
}

export function migrationNames() {
  const entries = readdirSync(migrationsDir, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

export function writeMigration(name, sql) {
  const file = path.join(migrationsDir, name, 'migration.sql');
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, sql);
  return path.relative(root, file);
}

function readMigrations(before) {
  const names = migrationNames().filter((name) => before === undefined || name < before);
  return {
    baseDir: migrationsDir,
    lockfile: {
      path: 'migration_lock.toml',
      content: readFileSync(path.join(migrationsDir, 'migration_lock.toml'), 'utf8'),
    },
    shadowDbInitScript: '',
    migrationDirectories: names.map((name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok', value: readFileSync(path.join(migrationsDir, name, 'migration.sql'), 'utf8') },
      },
    })),
  };
}

async function withEngine(databaseUrl, use) {
  const SchemaEngine = await schemaEngine();
  const adapter = new MigrationAdapter({ connectionString: databaseUrl, allowExitOnIdle: true });
  const datamodels = [[schemaFile, readFileSync(schemaFile, 'utf8')]];
  const engine = await SchemaEngine.new({ datamodels }, () => {}, bindMigrationAwareSqlAdapterFactory(adapter));
  try {
    return await use(engine);
  } catch (error) {
    throw new Error(`数据库迁移失败：${error.message ?? error}`, { cause: error });
  } finally {
    engine.free();
    await adapter.end();
  }
}

let engineClass;

/** Loaded once: the bindings hold one instance, a second would pull the memory from under the first. */
function schemaEngine() {
  return (engineClass ??= loadEngine());
}

async function loadEngine() {
  const module = '@prisma/schema-engine-wasm/schema_engine_bg';
  globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => console.error(message) };
  const bindings = await import(module);
  const wasm = readFileSync(fileURLToPath(new URL('schema_engine_bg.wasm', import.meta.resolve(module))));
  const { instance } = await WebAssembly.instantiate(wasm, { './schema_engine_bg.js': withoutWaiting(bindings) });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return bindings.SchemaEngine;
}

/** The engine arms a timer of ten seconds for its lock and never clears it: it must not keep the process alive. */
function withoutWaiting(bindings) {
  const name = Object.keys(bindings).find((key) => key.startsWith('__wbg_setTimeout_'));
  return { ...bindings, [name]: (callback, delay) => bindings[name](callback, delay).unref() };
}
