import { z } from 'zod';
import type { Config } from '../../config';
import { createRulesReader } from '../../database/rules';
import type { FoundDemand } from '../../database/demands';
import { isUniqueViolation } from '../../database/violations';
import type { CallbackJob } from '../../domain/callback';
import type { Round } from '../../domain/demand';
import { ratingToken } from '../../intake/file-demand';
import { addToRating, additionUntil, startAdditionJob } from '../../rating/add-to-rating';
import type { Api, ApiDependencies } from '../app';
import { act } from '../demands/act';
import { actionBodies, toRating, wordsOf } from '../demands/action-bodies';
import { keyHeader } from '../demands/intake';
import { gradeSchema } from '../demands/rating-fields';
import { Problem } from '../errors';
import { once } from '../once';
import { requestKey } from '../request-key';
import { text } from '../text';
import { publicAttachments } from './attachments';
import { demandByLink, invalidLink, linkParams } from './links';
import { policyOf, ratingSchema, ratingView } from './rating-view';

/** Whoever holds the link is nobody here: keys of all reporters lie in one space. */
const OWNER = 'public';
const START_WITHIN = 2_000;

const rateSchema = actionBodies.rate
  .omit({ by: true })
  .extend({ attachments: publicAttachments })
  .meta({ id: 'NewRating' });
const additionSchema = z
  .strictObject({
    grade: gradeSchema.optional().meta({ description: '现在的评价；不填为只补充说明' }),
    text: text(2000),
    attachments: publicAttachments,
  })
  .meta({ id: 'NewRatingAddition' });

export function ratingRoutes(app: Api, dependencies: ApiDependencies): void {
  const { database, config } = dependencies;

  app.get(
    '/public/ratings/:token',
    {
      config: { access: 'public' },
      schema: {
        tags: ['公众'],
        summary: '评价页所需内容；打开不改变任何状态',
        params: linkParams,
        response: { 200: ratingSchema },
      },
    },
    async (request) => {
      const demand = await demandByLink(database, 'rating', request);
      return ratingView(database, demand, roundOf(demand, request.params.token, config));
    },
  );

  app.post(
    '/public/ratings/:token',
    {
      config: { access: 'public' },
      schema: {
        tags: ['公众'],
        summary: '评价，每轮一次',
        params: linkParams,
        headers: keyHeader,
        body: rateSchema,
        response: { 200: ratingSchema },
      },
    },
    async (request) => {
      const { params, headers, body } = request;
      const demand = await demandByLink(database, 'rating', request);
      const { round, rating } = roundOf(demand, params.token, config);
      if (round !== demand.state.round)
        throw new Problem(
          rating === null ? 'not_allowed_in_stage' : 'already_rated',
          '这一轮的评价已结束，诉求正在重新办理；反馈后会有新的评价链接。',
        );
      const given = headers['idempotency-key'];
      const key = given ? requestKey(`reporter\n${demand.id}\nrate ${round}`, given, body) : null;
      const asked = { action: 'rate', facts: toRating(body), words: wordsOf(body) } as const;
      await act(dependencies, demand, { ...asked, actor: { kind: 'reporter' }, key });
      const rated = await demandByLink(database, 'rating', request);
      return ratingView(database, rated, roundOf(rated, params.token, config));
    },
  );

  additionRoute(app, dependencies);
}

function additionRoute(app: Api, dependencies: ApiDependencies): void {
  const { database, config, temporal } = dependencies;
  const readRules = createRulesReader(database);
  app.post(
    '/public/ratings/:token/additions',
    {
      config: { access: 'public' },
      schema: {
        tags: ['公众'],
        summary: '追评：评价之后 30 天内补充一次，原来的评价不变；比原来差而且不满意的，安排电话回访',
        params: linkParams,
        headers: keyHeader,
        body: additionSchema,
        response: { 201: ratingSchema },
      },
    },
    async (request, reply) => {
      const { params, headers, body, log } = request;
      const demand = await demandByLink(database, 'rating', request);
      const round = roundOf(demand, params.token, config);
      const given = headers['idempotency-key'];
      const key = given ? requestKey(`reporter\n${demand.id}\naddition ${round.round}`, given, body) : null;
      const rules = await readRules();
      const { job } = await once<{ job: CallbackJob | null }>(database, OWNER, key, async (remember) => {
        await requireOpen(dependencies, demand, round);
        const added = { round, grade: body.grade ?? null, text: body.text, attachments: body.attachments ?? [] };
        return { job: await addToRating(database, demand, added, rules, (sql) => remember(sql, { job: null })) };
      }).catch(refuseSecond);
      if (job)
        await temporal
          .within(START_WITHIN, () => startAdditionJob(temporal, job, rules))
          .catch((error: unknown) => log.warn({ job: job.id, error: String(error) }, 'callback left to the relay'));
      void reply.code(201);
      return ratingView(database, demand, round);
    },
  );
}

function refuseSecond(error: unknown): never {
  if (isUniqueViolation(error)) throw new Problem('already_added', '这一轮已经追评过，每轮只能追评一次。');
  throw error;
}

async function requireOpen({ database }: ApiDependencies, { id, state }: FoundDemand, round: Round): Promise<void> {
  const until = await additionUntil(database, id, round, await policyOf(database, state));
  if (until === null) throw new Problem('not_allowed_in_stage', '这一轮还没有评价，不能追评；请先评价。');
  if (Date.now() > until)
    throw new Problem('addition_too_late', '追评期限已过。如果事情又有变化，请重新反映，或联系为您登记的单位。');
}

/** The round that the link was made for: it is known until the next reply replaces it. */
function roundOf({ id, state }: FoundDemand, token: string, keys: Pick<Config, 'indexKey' | 'secretKeys'>): Round {
  const found = state.rounds.findLast(({ round }) => ratingToken(id, round, keys) === token);
  // The links were made with another key.
  if (!found) throw invalidLink();
  return found;
}
