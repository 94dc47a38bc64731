import { z } from 'zod';
import { calendarFrom, type PublishedRules } from '../../database/rules';
import type { UnitDirectory } from '../../database/unit-directory';
import type { FoundDemand } from '../../database/demands';
import type { Rules } from '../../domain/transition';
import type { Api, ApiDependencies } from '../app';
import { act } from '../demands/act';
import { actionBodies, wordsOf } from '../demands/action-bodies';
import { keyHeader } from '../demands/intake';
import { notFound } from '../errors';
import { requestKey } from '../request-key';
import { publicAttachments } from './attachments';
import { demandByLink, linkParams } from './links';
import { publicDemand, publicDemandSchema } from './view';

/** What the reporter may do by the tracking link. */
const bodies = {
  supply_information: actionBodies.supply_information.extend({ attachments: publicAttachments }),
  urge: actionBodies.urge,
  withdraw: actionBodies.withdraw,
};
type ReporterAction = keyof typeof bodies;
const summaries: Record<ReporterAction, string> = {
  supply_information: '诉求人补充材料',
  urge: '诉求人催办',
  withdraw: '诉求人撤回诉求',
};

export type ReadRules = () => Promise<PublishedRules>;

export async function rulesNow(readRules: ReadRules): Promise<Rules> {
  const { policy, calendarYears } = await readRules();
  return { policy, calendar: calendarFrom(calendarYears, Date.now()) };
}

export function trackingRoutes(
  app: Api,
  dependencies: ApiDependencies,
  directory: UnitDirectory,
  readRules: ReadRules,
): void {
  const { database, config } = dependencies;
  const show = async (demand: FoundDemand) =>
    publicDemand(database, demand, { units: await directory.units(), rules: await rulesNow(readRules), keys: config });

  app.get(
    '/public/demands/:token',
    {
      config: { access: 'public' },
      schema: {
        tags: ['公众'],
        summary: '诉求人凭链接查询进度',
        params: linkParams,
        response: { 200: publicDemandSchema },
      },
    },
    async (request) => show(await demandByLink(database, 'tracking', request)),
  );

  for (const action of Object.keys(bodies) as ReporterAction[]) {
    app.post(
      `/public/demands/:token/actions/${action}`,
      {
        config: { access: 'public' },
        schema: {
          tags: ['公众'],
          summary: summaries[action],
          params: linkParams,
          headers: keyHeader,
          body: bodies[action],
          response: { 200: publicDemandSchema },
        },
      },
      async (request) => {
        const { headers, body } = request;
        const demand = await demandByLink(database, 'tracking', request);
        const given = headers['idempotency-key'];
        const key = given ? requestKey(`reporter\n${demand.id}\n${action}`, given, body) : null;
        const words = wordsOf(body);
        await act(dependencies, demand, { action, actor: { kind: 'reporter' }, facts: {}, words, key });
        return show(await demandByLink(database, 'tracking', request));
      },
    );
  }

  app.post(
    '/public/demands/:token/actions/:action',
    { config: { access: 'public' }, schema: { hide: true, params: linkParams.extend({ action: z.string() }) } },
    () => {
      throw notFound('这种操作');
    },
  );
}
