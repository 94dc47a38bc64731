import { z } from 'zod';
import { setTopicDemand, type Membership } from '../../database/topics';
import type { UnitDirectory } from '../../database/unit-directory';
import type { Api, ApiDependencies } from '../app';
import { numbersSchema } from '../demands/bulk';
import { bulkResultSchema, reportEach } from '../demands/bulk-report';
import { notFound } from '../errors';
import { topicClosed } from './problems';
import { MANAGERS, requireManager, seenTopic } from './seen';

const bodySchema = z.strictObject({ numbers: numbersSchema }).meta({ id: 'TopicDemands' });

/** Adding and removing demands, each with a result of its own. */
export function membershipRoutes(app: Api, { database }: ApiDependencies, directory: UnitDirectory): void {
  const route = (path: string, becomes: Membership, summary: string): void => {
    app.post(
      `/topics/:id/${path}`,
      {
        config: { access: MANAGERS },
        schema: {
          tags: ['类案'],
          summary: `${summary}，逐件给出结果`,
          params: z.object({ id: z.uuid() }),
          body: bodySchema,
          response: { 200: bulkResultSchema },
        },
      },
      async (request) => {
        const { actor, params, body } = request;
        const topic = await seenTopic(database, directory, actor, params.id);
        await requireManager(database, actor, topic.unitId);
        if (topic.closedAt) throw topicClosed();
        return reportEach(database, directory, request, body.numbers, async ({ demand }) => {
          const one = { id: demand.id, number: demand.state.number };
          const outcome = await setTopicDemand(database, topic, one, becomes, actor.user);
          if (outcome === 'closed') throw topicClosed();
          if (outcome === 'not_in_it') throw notFound('类案中的这件诉求');
        });
      },
    );
  };
  route('demands', 'added', '归入诉求（只能是您可以查看的）');
  route('demands/remove', 'removed', '移出诉求');
}
