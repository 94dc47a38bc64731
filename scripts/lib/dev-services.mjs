import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { root } from './checkout.mjs';

const compose = parse(readFileSync(path.join(root, 'temporal-dev.yml'), 'utf8'));

/** The development services as temporal-dev.yml declares them. */
export const devServices = { temporal: readTemporal(compose), postgres: readPostgres(compose) };

function readTemporal({ services, 'x-temporal-cli': cli }) {
  const { command, environment, image } = services.temporal;
  return {
    version: image.split(':')[1],
    command,
    environment,
    port: Number(option(command, 'port')),
    uiPort: Number(option(command, 'ui-port')),
    retention: services.retention.command,
    namespace: option(command, 'namespace'),
    packageName: cli.package,
    packageHashes: cli.sha256,
  };
}

function readPostgres({ services }) {
  const { environment, ports } = services.postgres;
  return {
    port: Number(ports[0].split(':').at(-1)),
    user: environment.POSTGRES_USER,
    password: environment.POSTGRES_PASSWORD,
    database: environment.POSTGRES_DB,
    initdbArgs: environment.POSTGRES_INITDB_ARGS.split(' '),
  };
}

function option(command, name) {
  return command.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3);
}

/** The declared command with some of its options replaced, or left out where the value is null. */
export function withOptions(command, replacements) {
  return command.flatMap((argument) => {
    const name = /^--([\w-]+)=/.exec(argument)?.[1];
    if (name === undefined || !(name in replacements)) return [argument];
    return replacements[name] === null ? [] : [`--${name}=${replacements[name]}`];
  });
}
