import { isBlank } from './blank';
import type { Kind, Result } from './vocabulary';

/** 反馈要素: what a reply can be made of. */
export const REPLY_ELEMENTS = ['found', 'done', 'basis', 'contact', 'text', 'media'] as const;
export type ReplyElement = (typeof REPLY_ELEMENTS)[number];
export const ELEMENT_LABELS: Record<ReplyElement, string> = {
  found: '查明情况',
  done: '处理结果',
  basis: '依据',
  contact: '联系人和电话',
  text: '其他要说的',
  media: '图片、录音或视频',
};
/** The contract of REST asks for these in every reply, whatever the requirements say. */
export const ALWAYS_REQUIRED: readonly ReplyElement[] = ['found', 'done', 'basis', 'contact'];

export const EVIDENCE_WISHES = ['none', 'after', 'before_after'] as const;
export type EvidenceWish = (typeof EVIDENCE_WISHES)[number];
export const EVIDENCE_LABELS: Record<EvidenceWish, string> = {
  none: '不要求',
  after: '办理后的照片',
  before_after: '办理前、办理后的照片',
};

/** Which demands it is for: null means any. */
export interface ReplyScope {
  kind: Kind | null;
  category: string | null;
}

export interface ReplyRequirement extends ReplyScope {
  elements: ReplyElement[];
  evidence: EvidenceWish;
}

const AT_LEAST: ReplyRequirement = {
  ...{ kind: null, category: null, elements: [...ALWAYS_REQUIRED], evidence: 'none' },
};

type Matter = { kind: Kind; category: string };

const fits = (scope: ReplyScope, { kind, category }: Matter): boolean =>
  (scope.kind === null || scope.kind === kind) && (scope.category === null || scope.category === category);

/** A category says more of a matter than its kind. */
const narrowness = ({ kind, category }: ReplyScope): number => (category === null ? 0 : 2) + (kind === null ? 0 : 1);

/** The narrowest that fits; of equals the first. Without any, what the contract asks for. */
export function requirementFor<R extends ReplyRequirement>(
  requirements: readonly R[],
  matter: Matter,
): R | ReplyRequirement {
  const fitting = requirements.filter((each) => fits(each, matter));
  return fitting.toSorted((a, b) => narrowness(b) - narrowness(a))[0] ?? AT_LEAST;
}

/** What the replier has put together so far. Numbers count files. */
export interface ReplyDraft {
  texts: Partial<Record<Exclude<ReplyElement, 'media'>, string>>;
  media: number;
  before: number;
  after: number;
}

export interface Lack {
  /** Path of the field in the body. */
  path: string;
  message: string;
}

/** What the reply still lacks; empty when it may go out. */
export function lacksOf(draft: ReplyDraft, { elements, evidence }: ReplyRequirement): Lack[] {
  const wanted = REPLY_ELEMENTS.filter((each) => elements.includes(each) || ALWAYS_REQUIRED.includes(each));
  const lacks = wanted.flatMap((element): Lack[] => {
    if (element === 'media')
      return draft.media > 0 ? [] : [{ path: '/attachments', message: '这类诉求的反馈须附图片、录音或视频' }];
    return isBlank(draft.texts[element] ?? '')
      ? [{ path: `/${element}`, message: `请填写“${ELEMENT_LABELS[element]}”` }]
      : [];
  });
  if (evidence === 'before_after' && draft.before === 0)
    lacks.push({ path: '/evidence/before', message: '这类诉求须附办理前的照片' });
  if (evidence !== 'none' && draft.after === 0)
    lacks.push({ path: '/evidence/after', message: '这类诉求须附办理后的照片' });
  return lacks;
}

/** Where a template leaves something to be filled in: 【日期】. */
export const blanksIn = (text: string): string[] => [...new Set(text.match(/【[^【】]*】/g) ?? [])];

/** A template, of its unit and for all below it. */
export interface TemplateScope extends ReplyScope {
  result: Result | null;
  /** How deep its unit stands in the tree. */
  depth: number;
}

/** Those that fit, the narrowest first, then those of the nearest unit. */
export function templatesFor<T extends TemplateScope>(
  templates: readonly T[],
  matter: Matter & { result: Result | null },
): T[] {
  const rank = (each: T): number => 2 * narrowness(each) + (each.result === null ? 0 : 1);
  return templates
    .filter((each) => fits(each, matter) && (each.result === null || each.result === matter.result))
    .toSorted((a, b) => rank(b) - rank(a) || b.depth - a.depth);
}
