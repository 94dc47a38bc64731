import { z } from 'zod';
import type { FastifyReply } from 'fastify';
import { readDraft } from '../../database/drafts';
import type { PublishedRuleSet } from '../../database/rule-sets';
import type { UnitDirectory } from '../../database/unit-directory';
import {
  COLUMN_WIDTHS,
  REQUIRED_COLUMNS,
  RULE_COLUMNS,
  ruleRows,
  rulesFromRows,
  type RuleTables,
} from '../../routing/rule-sheet';
import { createUnitReader, unitCell } from '../../sheets/read-sheet';
import { writeSheet } from '../../sheets/write-sheet';
import type { SignedIn } from '../actor';
import type { Api, ApiDependencies } from '../app';
import { acceptSheets, readUploadedSheet, sendSheet, sheetErrorSchema, sheetFileSchema } from '../sheets';
import { draftParams } from '../drafts/desk';
import { notFound } from '../errors';
import { sheetForm } from '../openapi/form-bodies';
import { isUuid } from '../uploads';
import { findingSchema, lintIn } from './check-view';
import { MOST_RULES, rulesSchema, type RulesBody } from './rule-schema';
import type { AskedVersion } from './routes';

export const ruleSheetSchema = z
  .object({
    rules: rulesSchema,
    errors: z.array(sheetErrorSchema).meta({ description: '有错的行没有读进规则' }),
    findings: z.array(findingSchema),
  })
  .meta({ id: 'RuleSheet' });

interface SheetRoutes {
  dependencies: ApiDependencies;
  directory: UnitDirectory;
  ofRoot: {
    config: { access: readonly ['administrator'] };
    preValidation: (request: { actor: SignedIn }) => Promise<void>;
  };
  find: (version: AskedVersion) => Promise<PublishedRuleSet>;
}

/** The rules as a spreadsheet, and back. What is read is checked and answered; publishing goes by a draft like everything. */
export async function ruleSheetRoutes(
  app: Api,
  { dependencies: { database }, directory, ofRoot, find }: SheetRoutes,
): Promise<void> {
  async function sendRules(reply: FastifyReply, rules: RuleTables, name: string): Promise<FastifyReply> {
    const units = await directory.units();
    const unitWords = (id: string) => unitCell({ id, name: units.get(id)?.name ?? id });
    return sendSheet(reply, name, await writeSheet('分拨规则', ruleRows(rules, unitWords), COLUMN_WIDTHS));
  }

  app.get(
    '/rules/:version/sheet',
    {
      config: { access: 'signed-in' },
      schema: {
        tags: ['规则'],
        summary: '一个版本的分拨规则，xlsx，一条一行',
        params: z.object({
          version: z.literal('current').or(z.coerce.number().int().min(0).max(2_147_483_647)),
        }),
        response: { 200: sheetFileSchema },
      },
    },
    async ({ params: { version } }, reply) => {
      const { rules } = await find(version);
      return sendRules(reply, rules, `分拨规则-第${rules.version}版.xlsx`);
    },
  );

  app.get(
    '/drafts/:id/sheet',
    {
      ...ofRoot,
      schema: {
        tags: ['规则'],
        summary: '分拨规则草案的表格，xlsx，与发布的版本一样（区级管理员）',
        params: draftParams,
        response: { 200: sheetFileSchema },
      },
    },
    async ({ params: { id } }, reply) => {
      const draft = isUuid(id) ? await readDraft(database, id) : null;
      if (draft?.kind !== 'rules') throw notFound('这份分拨规则草案');
      return sendRules(reply, draft.data as RulesBody, `分拨规则-草案-第${draft.revision}稿.xlsx`);
    },
  );

  await app.register(async (scope: Api) => {
    await acceptSheets(scope);
    scope.post(
      '/rules/sheet',
      {
        ...ofRoot,
        config: { ...ofRoot.config, form: sheetForm },
        schema: {
          tags: ['规则'],
          summary: '把填好的表格（xlsx 或 csv）读成分拨规则；不发布，有错的行逐条说明',
          consumes: ['multipart/form-data'],
          response: {
            200: ruleSheetSchema,
          },
        },
      },
      async (request) => {
        const expected = { columns: RULE_COLUMNS, required: REQUIRED_COLUMNS, most: MOST_RULES };
        const sheet = await readUploadedSheet(request, expected);
        const units = await directory.units();
        const { errors, ...tables } = rulesFromRows(sheet.rows, createUnitReader([...units.values()]));
        const rules = { confirmed: false, ...tables };
        return { rules, errors: [...sheet.errors, ...errors], findings: lintIn(rules, units) };
      },
    );
  });
}
