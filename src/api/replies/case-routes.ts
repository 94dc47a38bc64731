import { z } from 'zod';
import { readTemplatesUsableIn } from '../../database/reply-templates';
import { readRequirements } from '../../database/reply-requirements';
import { createRulesReader } from '../../database/rules';
import type { UnitDirectory } from '../../database/unit-directory';
import { requirementFor, templatesFor } from '../../domain/reply';
import { leakSentence, LEAKS, TOLD_FIELDS, type LeakKind } from '../../domain/reply-check';
import { refusal } from '../../domain/transitions';
import type { Action } from '../../domain/vocabulary';
import type { Api, ApiDependencies } from '../app';
import { actingOn } from '../demands/acting-on';
import { seenDemand } from '../demands/eyes';
import { rulesNow } from '../demands/rules-now';
import { problemOf } from '../errors';
import { writeLetter } from './letter';
import { pdfSchema, sendPdf } from '../send-pdf';
import { findLeaks } from './leaks';
import { findLacks } from './outgoing';
import { requirementSchema } from './requirements';
import { replyTemplateSchema, templateView } from './templates';

const numberParams = z.object({ number: z.string().max(40) });
export const roundQuery = z.object({
  round: z.coerce.number().int().min(1).max(1000).optional().meta({ description: '哪一轮；不填为最近一次答复' }),
});
const tags = ['反馈'];
const CHECKED = Object.keys(TOLD_FIELDS) as [Action, ...Action[]];
const anyText = z.string().max(20_000).optional();
const ids = z.array(z.uuid()).max(20).optional();
const checkBody = z
  .strictObject({
    action: z.enum(CHECKED).default('reply').meta({ description: '这些文字要用于哪种操作' }),
    ...{ found: anyText, done: anyText, basis: anyText, contact: anyText, text: anyText },
    ...{ question: anyText, reason: anyText, goTo: anyText, public: z.boolean().optional() },
    promise: z.strictObject({ text: anyText, dueOn: anyText }).optional(),
    live: z.strictObject({ url: anyText, startsAt: anyText, endsAt: anyText }).optional(),
    parts: z
      .array(z.strictObject({ title: anyText, body: anyText, category: anyText }))
      .max(20)
      .optional(),
    attachments: ids,
    evidence: z.strictObject({ before: ids, after: ids }).optional(),
  })
  .meta({ id: 'ReplyCheckRequest' });
const finding = { path: z.string(), message: z.string() };
export const replyCheckSchema = z
  .object({
    whole: z.boolean().meta({ description: '全部查过；false 为现在不能这样发，只查了号码和空，没有查姓名和内部记录' }),
    leaks: z.array(
      z.object({
        ...finding,
        kind: z.enum(Object.keys(LEAKS) as [LeakKind, ...LeakKind[]]),
        label: z.string(),
        piece: z.string().meta({ description: '找到的片段（已遮盖）' }),
        soft: z.boolean().meta({ description: '可能是误报：核对后可带 confirmed: true 发出' }),
      }),
    ),
    blanks: z.array(z.object({ path: z.string(), blank: z.string() })).meta({ description: '模板里没有填的空' }),
    lacks: z.array(z.object(finding)).meta({ description: '还缺的要素' }),
  })
  .meta({ id: 'ReplyCheck' });
export const replyFormSchema = z
  .object({
    requirement: requirementSchema.meta({ description: '本诉求适用的反馈要素' }),
    templates: z.array(replyTemplateSchema).meta({ description: '可用的模板，最贴切的在前' }),
  })
  .meta({ id: 'ReplyForm' });

/** What goes with the reply to one demand. */
export function replyRoutes(app: Api, dependencies: ApiDependencies, directory: UnitDirectory): void {
  const { database, config } = dependencies;
  const readRules = createRulesReader(database);

  app.get(
    '/demands/:number/reply-form',
    {
      config: { access: 'signed-in' },
      schema: {
        tags,
        summary: '写反馈所需：必须的要素和可用的模板',
        params: numberParams,
        response: { 200: replyFormSchema },
      },
    },
    async ({ actor, params }) => {
      const { demand, units } = await seenDemand(database, directory, actor, params.number);
      const { state } = demand;
      const unit = (state.replying ?? state.lead ?? state.place).id;
      const { kind, category, elements, evidence } = requirementFor(await readRequirements(database), state);
      const templates = templatesFor(await readTemplatesUsableIn(database, unit), state);
      return {
        requirement: { kind, category, elements, evidence },
        templates: templates.map((template) => templateView(template, units)),
      };
    },
  );

  app.post(
    '/demands/:number/reply-check',
    {
      config: { access: 'signed-in' },
      schema: {
        tags,
        summary: '试查：将要告诉诉求人的文字里有没有不该外传的内容，反馈是否完整；什么也不写',
        params: numberParams,
        body: checkBody,
        response: { 200: replyCheckSchema },
      },
    },
    async ({ actor, params, body: { action, ...body } }) => {
      const seen = await seenDemand(database, directory, actor, params.number);
      const { state } = seen.demand;
      // Only for whoever may send it: others could try out who is among the reporters.
      const { now, rules } = rulesNow(await readRules(), state);
      const refused = refusal(state, { action, actor: actingOn(actor, seen.demand) }, now, rules);
      // A check asked a moment before the words went out may come after them: then nobody has to be told what the case keeps.
      const whole = refused?.code !== 'not_allowed_in_stage';
      if (refused && whole) throw problemOf(refused);
      const found = await findLeaks(dependencies, seen, action, body);
      const leaks = found
        .filter(({ soft }) => whole || !soft)
        .map(({ path, field, kind, piece, soft }) => ({
          ...{ path, kind, piece, label: LEAKS[kind], soft },
          message: leakSentence({ kind, piece, soft }, field),
        }));
      if (action !== 'reply') return { whole, leaks, blanks: [], lacks: [] };
      const { blanks, lacks } = await findLacks(database, seen, body);
      return { whole, leaks, blanks, lacks };
    },
  );

  app.get(
    '/demands/:number/letter',
    {
      config: { access: 'signed-in' },
      schema: {
        tags,
        summary: '答复函（PDF）：诉求人看到的内容，不含内部资料',
        params: numberParams,
        querystring: roundQuery,
        response: { 200: pdfSchema },
      },
    },
    async ({ actor, params, query: { round } }, reply) => {
      const { demand, units } = await seenDemand(database, directory, actor, params.number);
      const { name, document } = await writeLetter(database, demand, { ...config, units, round });
      return sendPdf(reply, name, document);
    },
  );
}
