import { EXAMPLES } from './examples';
import { PARAMETERS } from './parameters';
import { TAGS } from './tags';

interface Operation {
  operationId?: string;
  tags?: string[];
  parameters?: { in: string; name: string; description?: string }[];
  requestBody?: { content: Record<string, { example?: unknown }> };
  responses: Record<string, { description: string }>;
}
interface Document {
  paths?: Record<string, object>;
  components?: { schemas?: Record<string, object> };
}

const ANSWERS: Record<string, string> = {
  200: '成功',
  201: '已创建',
  202: '已接受，在后台完成',
  204: '成功，没有内容',
  503: '尚未就绪',
};

/** Words and examples that are the same wherever they stand, and no schema that nothing refers to. */
export function completed<Made extends object>(document: Made): Made {
  const { paths, components } = document as Document;
  const operations = Object.values(paths ?? {}).flatMap((path) => Object.values(path) as Operation[]);
  operations.forEach(complete);
  const used = new Set(operations.flatMap(({ tags }) => tags ?? []));
  const schemas = referredTo(paths, components?.schemas ?? {});
  dropSafeIntegers([paths, schemas]);
  const tags = TAGS.filter(({ name }) => used.has(name));
  return { ...document, tags, components: { ...components, schemas } };
}

/** Bounds of JavaScript's integers, which zod writes wherever it has none of its own: pages would show them as examples. */
function dropSafeIntegers(part: unknown): void {
  if (typeof part !== 'object' || part === null) return;
  const bounds = part as { minimum?: unknown; maximum?: unknown };
  if (bounds.minimum === Number.MIN_SAFE_INTEGER) delete bounds.minimum;
  if (bounds.maximum === Number.MAX_SAFE_INTEGER) delete bounds.maximum;
  Object.values(part).forEach(dropSafeIntegers);
}

function complete(operation: Operation): void {
  for (const parameter of operation.parameters ?? [])
    parameter.description ??= PARAMETERS[`${parameter.in} ${parameter.name}`];
  for (const [status, answer] of Object.entries(operation.responses))
    if (answer.description === 'Default Response') answer.description = ANSWERS[status] ?? '成功';
  const example = EXAMPLES[operation.operationId ?? ''];
  const body = operation.requestBody?.content['application/json'];
  if (example && body) body.example = example;
}

/** Every schema exists twice, as it is sent and as it is answered; mostly one of the two is in use. */
function referredTo(from: unknown, schemas: Record<string, object>): Record<string, object> {
  const reached = new Set<string>();
  const follow = (part: unknown): void => {
    for (const [, name] of JSON.stringify(part ?? {}).matchAll(/"#\/components\/schemas\/([^"/]+)"/g)) {
      if (reached.has(name!)) continue;
      reached.add(name!);
      follow(schemas[name!]);
    }
  };
  follow(from);
  return Object.fromEntries(Object.entries(schemas).filter(([name]) => reached.has(name)));
}
