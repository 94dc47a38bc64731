import { parseArgs } from 'node:util';
import { readConfig } from '../config';
import { createDatabase } from '../database/client';
import { simulate, type SimulationOptions } from './simulate';

/** `npm run simulate -- --days=30 --demands=3000 --seed=1 [--last-year] [--only-ended] [--yes]`: into DATABASE_URL. */
const { values } = parseArgs({
  options: {
    days: { type: 'string', default: '30' },
    demands: { type: 'string', default: '3000' },
    seed: { type: 'string', default: '1' },
    'last-year': { type: 'boolean', default: false },
    'only-ended': { type: 'boolean', default: false },
    yes: { type: 'boolean', default: false },
  },
});

function numberOf(name: 'days' | 'demands', most: number): number {
  const given = Number(values[name]);
  if (!Number.isInteger(given) || given < 1 || given > most) throw new Error(`--${name} 须为 1 到 ${most} 的整数。`);
  return given;
}

async function main(): Promise<void> {
  if (process.env.NODE_ENV === 'production' && !values.yes)
    throw new Error('这是生产环境：模拟诉求会与真实诉求混在一起，删不掉。确要写入，请加 --yes。');
  const options: SimulationOptions = {
    ...{ days: numberOf('days', 400), demands: numberOf('demands', 50_000), seed: values.seed },
    ...{ lastYear: values['last-year'], onlyEnded: values['only-ended'] },
  };
  const config = readConfig(process.env);
  const database = createDatabase({ ...config.database, poolSize: 2 });
  const started = Date.now();
  try {
    const made = await simulate(database, config, options);
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    console.log(
      `已写入 ${made.demands} 件模拟诉求（办结 ${made.closed}，在办 ${made.open}，不满意 ${made.dissatisfied}，超时 ${made.breaches} 次），` +
        `${made.events} 条事件，${made.callbacks} 件回访，${made.spotChecks} 次抽查，用时 ${seconds} 秒。`,
    );
    if (made.open > 0) console.log('在办的诉求由运行中的服务接着办理：它们的工作流会在一两分钟内启动。');
  } finally {
    await database.$disconnect();
  }
}

main().catch((error: Error) => {
  console.error(`模拟失败：${error.message}`);
  process.exitCode = 1;
});
