import { buildAnalysis } from '../../src/analysis/build';
import type { Analysis } from '../../src/analysis/analysis';
import { readMaterials } from '../../src/analysis/read-materials';
import { plantedProblems } from '../../src/simulation/problems';
import { simulate, type Simulated } from '../../src/simulation/simulate';
import { testApp, type Json, type TestApp } from '../support/app';

let service: TestApp;
let made: Simulated;
let report: Analysis;

const end = Date.parse('2026-11-20T18:00:00+08:00');
const from = '2026-10-22';
const to = '2026-11-21';

beforeAll(async () => {
  service = await testApp();
  made = await simulate(service.database, service.config, { days: 30, demands: 2_000, seed: 'month', to: end });
  const days = { from: new Date(`${from}T00:00:00+08:00`), to: new Date(`${to}T00:00:00+08:00`) };
  report = buildAnalysis(await readMaterials(service.database, { unit: 'baoan', ...days }, null, () => {}));
});
afterAll(() => service.close());

async function read(user: string, url: string): Promise<Json> {
  const { status, body, text } = await service.call(user, { method: 'GET', url: `/api/v1${url}` });
  if (status !== 200) throw new Error(`${url}: ${text}`);
  return body;
}

describe('a simulated month', () => {
  it('has thousands of demands with ratings, callbacks and checks', () => {
    expect(made.demands).toBeGreaterThan(1_900);
    for (const count of [made.callbacks, made.spotChecks, made.dissatisfied, made.breaches, made.open])
      expect(count).toBeGreaterThan(0);
  });

  it('fills the overview, the workload, the figures and the series of every day', async () => {
    const period = `from=${from}&to=${to}`;
    const overview = await read('baoan.supervisor', `/statistics/overview?${period}`);
    for (const { name, denominator } of overview.rates) expect([name, denominator > 100]).toEqual([name, true]);
    const workload = await read('baoan.supervisor', '/statistics/workload');
    expect(workload.units.length).toBeGreaterThan(10);
    const figures = await read('baoan.supervisor', `/statistics/figures?${period}&by=day`);
    expect(figures.rows.length).toBeGreaterThan(15);
  });

  it('fills queues, callbacks, spot checks and the list of demands, each unit with its own', async () => {
    const queues = await read('zhihui.handler', '/tasks?queue=unit&limit=1');
    expect(queues.counts.unit).toBeGreaterThan(0);
    expect((await read('fuyong.callback', '/callbacks?state=concluded&limit=5')).items.length).toBeGreaterThan(0);
    expect((await read('baoan.supervisor', '/spot-checks?limit=5')).items.length).toBeGreaterThan(0);
    expect((await read('baoan.supervisor', '/demands?limit=200')).items).toHaveLength(200);
  });
});

describe('the report on it', () => {
  const named = () => JSON.stringify(report.standouts);

  it.each([
    ['is late and answers beside the point', plantedProblems.lateAndBesideThePoint!],
    ['sends back what it gets', plantedProblems.returnsEverything!],
    ['is rated well and found wanting', plantedProblems.contradicted!],
  ])('names the unit that %s', (_, unit) => expect(named()).toContain(unit));

  it('puts the topic that comes again and again first, with its place', () => {
    const { category, place } = plantedProblems.recurring!;
    expect(report.topics[0]).toMatchObject({ category });
    expect(JSON.stringify(report.places.slice(0, 3))).toContain(place);
  });

  it('knows of the person who files again and again, without saying who', () => {
    expect(Math.max(...report.people.map(({ count }) => count))).toBeGreaterThanOrEqual(10);
    expect(JSON.stringify(report)).not.toMatch(/13900000123|赵先生/);
  });

  it('says so in sentences', () => expect(report.findings.join('\n')).toMatch(/施工占道/));
});
