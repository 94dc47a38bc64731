import { readConfig } from '../config';
import { createDatabase } from '../database/client';
import { createTemporal } from '../temporal';
import { certify, reportOf } from './certify';

/** `npm run certify -- <number> …`: exit code 1 when something disagrees, 2 when a history is gone or a number unknown. */
async function main(numbers: readonly string[]): Promise<void> {
  if (numbers.length === 0) throw new Error('用法：npm run certify -- <诉求编号> [更多编号]');
  const config = readConfig(process.env);
  const database = createDatabase({ ...config.database, poolSize: 2 });
  const temporal = createTemporal(config.temporal);
  const codes: number[] = [];
  try {
    for (const number of numbers) {
      const certified = await certify(database, temporal.client, number);
      console.log((certified ? reportOf(certified) : [`${number}：没有这件诉求。`]).join('\n'));
      codes.push(certified?.history !== 'kept' ? 2 : certified.disagreements.length > 0 ? 1 : 0);
    }
  } finally {
    await temporal.close();
    await database.$disconnect();
  }
  process.exitCode = codes.includes(1) ? 1 : Math.max(...codes);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
});
