import { ZenEngine, type ZenDecision } from '@gorules/zen-engine';
import type { Conditions } from '../domain/routing';
import type { Kind, Level, Risk, SubjectType, Urgency } from '../domain/vocabulary';

/** A demand as the tables are asked about it. */
export interface Asked {
  category: string;
  path: readonly string[];
  level: Level;
  subject: SubjectType;
  kind: Kind;
  urgency: Urgency;
  risk: Risk;
  text: string;
}

export interface Decision {
  /** The positions of the rules that match, in order; with the policy `first` one at most. */
  rulesFor(asked: Asked): Promise<number[]>;
}

type HitPolicy = 'first' | 'collect';
interface Row {
  when: Conditions;
}

const FIELDS = ['category', 'path', 'level', 'subject', 'kind', 'urgency', 'risk', 'words'] as const;
type Cells = Partial<Record<(typeof FIELDS)[number], string>>;

const engine = new ZenEngine();
const KEPT = 5_000;

/** What people typed stands in the table as a number: nothing of it is ever read as an expression. */
function numbered(values: Iterable<string>): Map<string, number> {
  return new Map([...new Set(values)].map((value, index) => [value, index]));
}

/** A decision table of the engine from the conditions of rules, compiled when first asked. The same question has the same answer. */
export function compileTable(rows: readonly Row[], hitPolicy: HitPolicy): Decision {
  const all = (name: 'category' | 'under' | 'words') => numbered(rows.flatMap(({ when }) => when[name] ?? []));
  const codes = { category: all('category'), under: all('under'), words: all('words') };
  let compiled: ZenDecision | undefined;
  const decision = () =>
    (compiled ??= engine.createDecision(
      jdm(
        rows.map(({ when }) => cellsOf(when, codes)),
        hitPolicy,
      ),
    ));
  const answers = new Map<string, Promise<number[]>>();
  return {
    rulesFor: async (asked) => {
      if (rows.length === 0) return [];
      const context = contextOf(asked, codes);
      const key = JSON.stringify(context);
      const known = answers.get(key);
      if (known) return known;
      if (answers.size >= KEPT) answers.clear();
      const answer = evaluate(decision(), context);
      answers.set(key, answer);
      answer.catch(() => answers.delete(key));
      return answer;
    },
  };
}

type Codes = Record<'category' | 'under' | 'words', Map<string, number>>;

const contextOf = ({ category, path, text, ...words }: Asked, codes: Codes) => ({
  ...{ level: words.level, subject: words.subject, kind: words.kind, urgency: words.urgency, risk: words.risk },
  category: codes.category.get(category) ?? -1,
  path: path.flatMap((id) => codes.under.get(id) ?? []),
  words: [...codes.words].flatMap(([word, code]) => (text.includes(word) ? [code] : [])),
});

/** One of these values. An empty cell asks nothing. */
const oneOf = (values: readonly (string | number)[] | undefined): string =>
  (values ?? []).map((value) => JSON.stringify(value)).join(', ');
/** A list that holds one of these codes. */
const holdsOne = (values: readonly string[] | undefined, codes: Map<string, number>): string =>
  values && values.length > 0 ? `some($, # in [${values.map((value) => codes.get(value)).join(', ')}])` : '';

const cellsOf = (when: Conditions, codes: Codes): Cells => ({
  category: oneOf(when.category?.map((category) => codes.category.get(category)!)),
  path: holdsOne(when.under, codes.under),
  level: oneOf(when.level),
  subject: oneOf(when.subject),
  kind: oneOf(when.kind),
  urgency: oneOf(when.urgency),
  risk: oneOf(when.risk),
  words: holdsOne(when.words, codes.words),
});

/** The engine's own form of a decision: asked – table – answered. */
function jdm(rows: readonly Cells[], hitPolicy: HitPolicy): object {
  const node = (id: string, type: string, content: object) => ({
    id,
    name: id,
    type,
    position: { x: 0, y: 0 },
    content,
  });
  const edge = (sourceId: string, targetId: string) => ({
    id: `${sourceId}-${targetId}`,
    type: 'edge',
    sourceId,
    targetId,
  });
  const table = {
    hitPolicy,
    inputs: FIELDS.map((field) => ({ id: field, name: field, field })),
    outputs: [{ id: 'rule', name: 'rule', field: 'rule' }],
    rules: rows.map((cells, index) => ({ _id: String(index), ...cells, rule: String(index) })),
  };
  return {
    nodes: [
      node('asked', 'inputNode', {}),
      node('table', 'decisionTableNode', table),
      node('answered', 'outputNode', {}),
    ],
    edges: [edge('asked', 'table'), edge('table', 'answered')],
  };
}

interface Hit {
  rule?: number;
}

async function evaluate(decision: ZenDecision, context: object): Promise<number[]> {
  const answer = (await decision.evaluate(context)) as { result: Hit | Hit[] };
  const hits = [answer.result].flat();
  return hits.flatMap(({ rule }) => rule ?? []);
}
