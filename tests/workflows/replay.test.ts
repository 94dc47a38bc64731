import type { WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { ACTION_NAMES } from '../../src/domain/vocabulary';
import * as workflows from '../../workflows';
import { failuresOf, keptHistories, type NamedHistory } from '../support/histories';
import { workflowBundle } from '../support/stack';

const kept = keptHistories();

/** The workflows with one passage of their bundled code changed. */
async function changed(from: RegExp, to: string): Promise<WorkflowBundleWithSourceMap> {
  const bundle = await workflowBundle();
  const code = bundle.code.replace(from, to);
  if (code === bundle.code) throw new Error(`the bundle has no passage like ${String(from)}`);
  return { ...bundle, code };
}

const repeats = async (bundle: WorkflowBundleWithSourceMap, histories: NamedHistory[]): Promise<string[]> => {
  const failures = await failuresOf({ workflowBundle: bundle }, histories);
  return failures.map(({ workflowId, error }) => `${workflowId}: ${error}`);
};

/** They run for days or years, or while somebody waits: every new version of the code meets some that are under way. */
const LONG_LIVED: (keyof typeof workflows)[] = [
  'demand',
  'callback',
  'callbackStart',
  'poll',
  'pollStart',
  'promise',
  'promiseStart',
  'appeal',
  'spotCheckPlan',
  'batchImport',
  'analysis',
  'rehearsal',
];
/** Each does what the run before has left; housekeeping that a change has stopped is terminated, and comes back with the next worker. */
const SOON_OVER: (keyof typeof workflows)[] = [
  'housekeeping',
  'calendarChange',
  'policyChange',
  'reconciliation',
  'nightly',
  'monthlyAnalyses',
  'staffing',
];

describe('the recorded histories', () => {
  it('hold every kind of workflow that outlives a version of the code', () => {
    const types = new Set(kept.map(({ history }) => startedAs(history.events[0])));
    expect(LONG_LIVED.filter((type) => !types.has(type))).toEqual([]);
    expect([...LONG_LIVED, ...SOON_OVER].sort()).toEqual(Object.keys(workflows).sort());
  });

  it('are repeated command by command by the workflows as they are now', async () => {
    expect(kept.length).toBeGreaterThan(40);
    expect(await repeats(await workflowBundle(), kept)).toEqual([]);
  });

  it('hold every action', () => {
    const asked = new Set(kept.flatMap(({ history }) => history.events.map(updateName)));
    expect(ACTION_NAMES.filter((action) => !asked.has(action))).toEqual([]);
    expect(['claim', 'attempt', 'conclude'].filter((action) => !asked.has(action))).toEqual([]);
  });

  it('hold no name, telephone number or text of anybody', () => {
    const all = kept.flatMap(({ history }) => history.events.flatMap(payloadsOf)).join('\n');
    expect(all.match(/园区出入口|早高峰|汇志科技|已分流|出差|请尽快|\b1[3-9]\d{9}\b/)).toBeNull();
  });
});

/** Each of these would break demands that are under way: the histories must tell. A few of them are enough to see it. */
describe('a workflow that was changed carelessly fails to repeat them', () => {
  const record = /await \(0,_record__\w+\.recordDemand\)\(\{[^}]*\}\);/.source;
  const careless: [what: string, from: RegExp, to: string][] = [
    [
      'when it records before it sets its timer',
      new RegExp(
        `(alarm\\.setFor\\(\\(0,_src_domain_time_passing__\\w+\\.nextDeadline\\)\\(state\\)\\);)([^]*?)(${record})`,
      ),
      '$3$2$1',
    ],
    ['when it records before it tells others', new RegExp(`(if \\(outcome\\.effects[^;]*;)\\s*(${record})`), '$2$1'],
    [
      'when it sets its timer anew at every change',
      /if \(rang \|\| at === null \|\| armed !== null && armed\.at <= at\) return;/,
      'if (at === null) return;',
    ],
    ['when it keeps the callback as a direct child', /'callbackStart'|"callbackStart"/, '"callback"'],
  ];
  const telling = ['plain-life', 'callback-satisfied', 'letter', 'messages-while-recording'];
  const some = kept.filter(({ name }) => telling.some((each) => name.endsWith(`/${each}`)));

  it.each(careless)('%s', async (_, from, to) => {
    expect(some).toHaveLength(telling.length);
    const failures = await repeats(await changed(from, to), some);
    expect(failures.length).toBeGreaterThan(0);
    for (const failure of failures) expect(failure).toMatch(/nondeterminism|TMPRL1100/i);
  });
});

interface Event {
  workflowExecutionStartedEventAttributes?: { workflowType?: { name?: string } };
  workflowExecutionUpdateAcceptedEventAttributes?: { acceptedRequest?: { input?: { name?: string } } };
}

const startedAs = (event: Event): string | undefined =>
  event.workflowExecutionStartedEventAttributes?.workflowType?.name;

const updateName = (event: Event): string | undefined =>
  event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input?.name;

/** The decoded data of everything that travels in an event. */
function payloadsOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'data' && typeof inner === 'string' ? [Buffer.from(inner, 'base64').toString()] : payloadsOf(inner),
  );
}
