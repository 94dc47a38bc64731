import { z } from 'zod';
import { readRequirements, writeRequirements, type StoredRequirement } from '../../database/reply-requirements';
import { ALWAYS_REQUIRED, EVIDENCE_WISHES, REPLY_ELEMENTS } from '../../domain/reply';
import { KINDS } from '../../domain/vocabulary';
import type { Api, ApiDependencies } from '../app';
import { beijing, timeSchema } from '../demands/view';
import { requireRootAdministrator } from '../root-administrator';
import { text } from '../text';

const requirementFields = {
  kind: z.enum(KINDS).nullable().meta({ description: '空为各类诉求' }),
  category: z.string().nullable().meta({ description: '空为各类别' }),
  elements: z.array(z.enum(REPLY_ELEMENTS)).meta({ description: '反馈必须有的要素' }),
  evidence: z.enum(EVIDENCE_WISHES).meta({ description: '必须有的佐证照片' }),
};
export const requirementSchema = z.object(requirementFields).meta({ id: 'ReplyRequirement' });
export const requirementLineSchema = z
  .object({
    ...requirementFields,
    updatedAt: timeSchema,
    updatedBy: z.string().nullable().meta({ description: '空为随系统提供的示例' }),
  })
  .meta({ id: 'ReplyRequirementLine' });
const listSchema = z.object({ items: z.array(requirementLineSchema) });
const newListSchema = z
  .strictObject({
    items: z
      .array(
        z.strictObject({
          kind: z.enum(KINDS).nullable().default(null),
          category: text(50).nullable().default(null),
          elements: z.array(z.enum(REPLY_ELEMENTS)).max(REPLY_ELEMENTS.length),
          evidence: z.enum(EVIDENCE_WISHES),
        }),
      )
      .max(200, '最多 200 条'),
  })
  .superRefine(({ items }, context) => {
    items.forEach(({ kind, category }, i) => {
      if (items.findIndex((each) => each.kind === kind && each.category === category) < i)
        context.addIssue({ code: 'custom', path: ['items', i, 'category'], message: '这种诉求的要素已经写过一条' });
    });
  })
  .meta({ id: 'ReplyRequirements' });
const tags = ['反馈'];

export async function replyRequirementRoutes(app: Api, { database }: ApiDependencies): Promise<void> {
  const show = async () => ({ items: (await readRequirements(database)).map(lineView) });

  app.get(
    '/reply-requirements',
    {
      config: { access: 'signed-in' },
      schema: { tags, summary: '反馈要素：哪种诉求的反馈必须写什么、附什么', response: { 200: listSchema } },
    },
    show,
  );

  app.put(
    '/reply-requirements',
    {
      config: { access: ['administrator'] },
      preValidation: ({ actor }) => requireRootAdministrator(database, actor, '反馈要素'),
      schema: {
        tags,
        summary: '整张反馈要素表（区级管理员）；一件诉求适用最具体的一条',
        body: newListSchema,
        response: { 200: listSchema },
      },
    },
    async ({ actor, body }) => {
      const items = body.items.map((each) => ({
        ...each,
        elements: REPLY_ELEMENTS.filter((name) => each.elements.includes(name) || ALWAYS_REQUIRED.includes(name)),
      }));
      await writeRequirements(database, items, actor.user);
      return show();
    },
  );
}

const lineView = ({ updatedAt, ...line }: StoredRequirement) => ({ ...line, updatedAt: beijing(updatedAt.getTime()) });
