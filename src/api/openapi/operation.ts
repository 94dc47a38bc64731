import type { FastifySchema, RouteOptions } from 'fastify';
import { STANDING_ROLES, STANDING_WORDS } from '../../domain/standing-words';
import { TRANSITIONS } from '../../domain/transitions';
import { ACTION_NAMES, ROLE_LABELS, type Role, STAGES, type Stage } from '../../domain/vocabulary';
import type { Access } from '../access';

/** What every route is said to be: its name for client generators, who may call it, and what it is sent and answers. */
export function operationOf(route: RouteOptions, url: string, schema: FastifySchema): FastifySchema {
  const { access, form, standIns } = route.config ?? {};
  const method = [route.method].flat()[0]!;
  const action = ACTION_NAMES.find((name) => url.endsWith(`/demands/:number/actions/${name}`));
  const who = action ? actionWords(action) : accessWords(access, standIns === true);
  return {
    ...schema,
    ...{ operationId: operationId(method, url), description: [who, schema.description].filter(Boolean).join('\n\n') },
    ...accessOf(access),
    ...(action ? { 'x-roles': rolesOf(action) } : {}),
    ...(form ? { body: form } : {}),
    response: withProblem(schema.response),
  };
}

/** From method and address, so that it stays as long as they do: POST /api/v1/demands/:number/polls is postDemandsByNumberPolls. */
export function operationId(method: string, url: string): string {
  const words = url
    .replace(/^\/api\/v1/, '')
    .replace(/:(\w+)/g, 'by-$1')
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean);
  return method.toLowerCase() + words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join('');
}

function accessOf(access: Access | undefined): FastifySchema {
  if (access === undefined || access === 'public') return { security: [] };
  const security: FastifySchema['security'] = [{ bearer: [] }, { cookie: [] }];
  return access === 'signed-in' ? { security } : { security, ...{ 'x-roles': access } };
}

function accessWords(access: Access | undefined, standIns: boolean): string {
  if (access === undefined || access === 'public') return '不用登录。';
  if (access === 'signed-in') return '登录即可；只能看到和办理本人单位管辖范围内的。';
  const roles = access.map((role) => ROLE_LABELS[role]).join('、');
  return `可以调用：${roles}${standIns ? '，以及他们的代办人' : ''}。`;
}

const stageWords = (stages: readonly Stage[]): string => stages.map((stage) => `${STAGES[stage]} ${stage}`).join('、');

function actionWords(action: (typeof ACTION_NAMES)[number]): string {
  const { who, from, to } = TRANSITIONS[action];
  const after = to.length > 0 ? `之后：${stageWords(to)}。` : '环节不变。';
  return `可以办：${who.map((each) => STANDING_WORDS[each]).join('；')}。在环节：${stageWords(from)}。${after}`;
}

const rolesOf = (action: (typeof ACTION_NAMES)[number]): Role[] => [
  ...new Set(TRANSITIONS[action].who.flatMap((each) => STANDING_ROLES[each])),
];

function withProblem(response: unknown): Record<string, unknown> {
  const problem = { schema: { $ref: '#/components/schemas/Problem' } };
  const other = { description: '出错时一律返回问题文档', content: { 'application/problem+json': problem } };
  return { ...(response as Record<string, unknown> | undefined), default: other };
}
