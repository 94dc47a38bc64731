import { daysOf, type Day, type Days } from './day-kinds';

export interface Holiday {
  name: string;
  from: Day;
  to: Day;
  /** How many days in a row nobody works. */
  length: number;
}

const at = (month: number, day: number): number => month * 100 + day;

/** National Day before Mid-Autumn: its run may begin in September, when both stand side by side. */
const SEASONS: readonly [name: string, from: number, to: number][] = [
  ['元旦', at(1, 1), at(1, 3)],
  ['春节', at(1, 20), at(2, 28)],
  ['清明节', at(4, 4), at(4, 6)],
  ['劳动节', at(4, 29), at(5, 5)],
  ['端午节', at(5, 20), at(6, 30)],
  ['国庆节', at(10, 1), at(10, 8)],
  ['中秋节', at(9, 6), at(9, 30)],
  ['次年元旦', at(12, 29), at(12, 31)],
];

/**
 * The holidays of a year, named by their season: each statutory holiday has one that no other can fall into. Only Mid-Autumn may
 * fall into National Day's; the year has then no holiday of its own in September.
 */
export function holidaysOf(year: number, days: Days): Holiday[] {
  const runs = runsOf(daysOf(year, days)).map((run) => ({ ...run, name: seasonOf(run) }));
  const hasOwnMidAutumn = runs.some(({ name }) => name === '中秋节');
  return runs.map((run) => (run.name === '国庆节' && !hasOwnMidAutumn ? { ...run, name: '国庆节、中秋节' } : run));
}

/** Days off in a row with at least one that is no plain weekend. */
function runsOf(all: readonly Day[]): Omit<Holiday, 'name'>[] {
  const runs: Day[][] = [[]];
  for (const day of all)
    if (day.kind === 'weekend' || day.kind === 'holiday') runs.at(-1)!.push(day);
    else if (runs.at(-1)!.length > 0) runs.push([]);
  return runs
    .filter((run) => run.some(({ kind }) => kind === 'holiday'))
    .map((run) => ({ from: run[0]!, to: run.at(-1)!, length: run.length }));
}

function seasonOf({ from, to }: Omit<Holiday, 'name'>): string {
  const [begins, ends] = [at(from.month, from.day), at(to.month, to.day)];
  return SEASONS.find(([, first, last]) => begins <= last && ends >= first)?.[0] ?? '放假';
}
