import { z } from 'zod';
import { readHeldAgainst } from '../../database/appeals';
import { readCaseDetails, type CaseDetails } from '../../database/case';
import { createRulesReader } from '../../database/rules';
import { readSeats } from '../../database/seats';
import { readTold } from '../../database/told';
import type { UnitDirectory } from '../../database/unit-directory';
import { isKeptFrom } from '../../domain/contact-sight';
import { hideNumbers } from '../../privacy/hide-numbers';
import type { Api, ApiDependencies } from '../app';
import { listOf } from '../paging';
import { rulesNow } from '../public/tracking';
import { publicPreview, publicViewSchema } from '../public/view';
import { actingOn } from './acting-on';
import { caseSchema, caseView } from './case';
import { seenDemand, sightOfActor } from './eyes';
import { withoutNumbers } from './timeline';
import { toldNoticeSchema, toldView } from './told-view';

const numberParams = z.object({ number: z.string().max(40) });

/** What the page of one case shows. */
export function caseRoutes(app: Api, { database }: ApiDependencies, directory: UnitDirectory): void {
  const readRules = createRulesReader(database);

  app.get(
    '/demands/:number',
    {
      config: { access: 'signed-in' },
      schema: { tags: ['诉求'], summary: '一件诉求', params: numberParams, response: { 200: caseSchema } },
    },
    async ({ actor, params }) => {
      const { demand, units } = await seenDemand(database, directory, actor, params.number);
      const [details, held] = await Promise.all([
        readCaseDetails(database, demand, sightOfActor(actor, units)),
        readHeldAgainst(database, demand.id),
      ]);
      const isHidden = isKeptFrom(demand.state, actingOn(actor, demand), held);
      return caseView(demand, isHidden ? additionsWithoutNumbers(details) : details, units, await readSeats(database));
    },
  );

  app.get(
    '/demands/:number/notices',
    {
      config: { access: 'signed-in' },
      schema: {
        tags: ['诉求'],
        summary: '通知过谁：提醒、升级和任务各于何时告知何人，几人已读',
        params: numberParams,
        response: { 200: listOf(toldNoticeSchema).omit({ nextCursor: true }) },
      },
    },
    async ({ actor, params }) => {
      const { demand, units } = await seenDemand(database, directory, actor, params.number);
      const rows = await readTold(database, demand.id);
      return { items: rows.map((row) => toldView(row, units)) };
    },
  );

  app.get(
    '/demands/:number/public-view',
    {
      config: { access: 'signed-in' },
      schema: {
        tags: ['诉求'],
        summary: '预览：诉求人看到的内容',
        params: numberParams,
        response: { 200: publicViewSchema },
      },
    },
    async ({ actor, params }) => {
      const { demand, units } = await seenDemand(database, directory, actor, params.number);
      const rules = await rulesNow(readRules);
      const preview = await publicPreview(database, demand, sightOfActor(actor, units), { units, rules });
      const held = await readHeldAgainst(database, demand.id);
      if (!isKeptFrom(demand.state, actingOn(actor, demand), held)) return preview;
      return { ...preview, events: preview.events.map((event) => ({ ...event, words: withoutNumbers(event.words) })) };
    },
  );
}

/** The unit complained of reads an addition without a number that somebody may have left there. */
const additionsWithoutNumbers = (details: CaseDetails): CaseDetails => ({
  ...details,
  additions: details.additions.map(({ texts, ...addition }) => ({
    ...addition,
    texts: texts && { ...texts, text: hideNumbers(texts.text ?? '') },
  })),
});
