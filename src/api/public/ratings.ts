import { z } from 'zod';
import type { Config } from '../../config';
import type { FoundDemand } from '../../database/demands';
import { readPublicEvents } from '../../database/public-demands';
import type { Database } from '../../database/client';
import type { Round } from '../../domain/demand';
import { nextPromise } from '../../domain/promise';
import { ratingToken } from '../../intake/file-demand';
import type { Api, ApiDependencies } from '../app';
import { act } from '../demands/act';
import { actionBodies, gradeSchema, wordsOf } from '../demands/action-bodies';
import { keyHeader } from '../demands/intake';
import { beijing, timeSchema } from '../demands/view';
import { Problem } from '../errors';
import { requestKey } from '../request-key';
import { demandByLink, invalidLink, linkParams } from './links';
import { publicWords } from './said';

export const ratingSchema = z
  .object({
    number: z.string(),
    title: z.string(),
    round: z.int(),
    result: z.string().nullable(),
    reply: z.record(z.string(), z.string()).meta({ description: '反馈内容:查明情况、处理结果、依据、联系人' }),
    isRated: z.boolean(),
    grade: gradeSchema.nullable(),
    canRate: z.boolean(),
    until: timeSchema.nullable().meta({ description: '最迟何时评价' }),
  })
  .meta({ id: 'Rating' });

export function ratingRoutes(app: Api, dependencies: ApiDependencies): void {
  const { database, config } = dependencies;

  app.get(
    '/public/ratings/:token',
    {
      config: { access: 'public' },
      schema: {
        tags: ['公众'],
        summary: '评价页所需内容;打开不改变任何状态',
        params: linkParams,
        response: { 200: ratingSchema },
      },
    },
    async (request) => {
      const demand = await demandByLink(database, 'rating', request);
      return viewOf(database, demand, roundOf(demand, request.params.token, config));
    },
  );

  app.post(
    '/public/ratings/:token',
    {
      config: { access: 'public' },
      schema: {
        tags: ['公众'],
        summary: '评价,每轮一次',
        params: linkParams,
        headers: keyHeader,
        body: actionBodies.rate,
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
          '这一轮的评价已结束,诉求正在重新办理;反馈后会有新的评价链接。',
        );
      const given = headers['idempotency-key'];
      const key = given ? requestKey(`reporter\n${demand.id}\nrate ${round}`, given, body) : null;
      const facts = { grade: body.grade, reasons: body.reasons ?? [] };
      const words = wordsOf(body);
      await act(dependencies, demand, { action: 'rate', actor: { kind: 'reporter' }, facts, words, key });
      const rated = await demandByLink(database, 'rating', request);
      return viewOf(database, rated, roundOf(rated, params.token, config));
    },
  );
}

/** The round that the link was made for: it is known until the next reply replaces it. */
function roundOf({ id, state }: FoundDemand, token: string, keys: Pick<Config, 'indexKey' | 'secretKeys'>): Round {
  const found = state.rounds.findLast(({ round }) => ratingToken(id, round, keys) === token);
  // The links were made with another key.
  if (!found) throw invalidLink();
  return found;
}

async function viewOf(database: Database, { id, state, title }: FoundDemand, round: Round) {
  const events = await readPublicEvents(database, id);
  const replied = events.findLast(
    ({ type, round: at }) => at === round.round && (type === 'replied' || type === 'main_replied'),
  );
  const canRate = state.stage === 'rating' && state.round === round.round;
  const promise = canRate ? nextPromise(state) : null;
  return {
    ...{ number: state.number, title, round: round.round },
    result: round.round === state.round ? state.result : round.result,
    reply: replied ? publicWords(replied) : {},
    isRated: round.rating !== null,
    grade: round.rating,
    canRate,
    until: promise && beijing(promise.dueAt),
  };
}
