import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Database } from '../../database/client';
import {
  changeTopic,
  createTopic,
  findTopicOwner,
  setTopicClosed,
  type TopicChange,
  type TopicRow,
} from '../../database/topics';
import type { UnitDirectory } from '../../database/unit-directory';
import type { SignedIn } from '../actor';
import type { Api } from '../app';
import { numbersSchema } from '../demands/bulk';
import { seenDemand } from '../demands/eyes';
import { keyHeader, placeOf } from '../demands/intake';
import { invalidInput, Problem } from '../errors';
import { once } from '../once';
import { requestKey } from '../request-key';
import { text } from '../text';
import { topicClosed } from './problems';
import { MANAGERS, requireConcluder, requireManager, seenTopic, showTopic, topicParams, topicTags } from './seen';
import { topicSchema } from './view';

const title = text(100);
const aim = text(1_000).meta({ description: '要达到什么' });
const outcome = text(5_000).meta({ description: '成效' });
const owner = z.string().min(1).max(64).meta({ description: '负责人的用户名' });
export const newTopicSchema = z
  .strictObject({
    ...{ title, aim, owner },
    unit: z.string().min(1).max(64).meta({ description: '哪个单位的类案' }),
    demands: numbersSchema.optional().meta({ description: '归入的诉求编号；其中一件不能归入则都不归入' }),
  })
  .meta({ id: 'NewTopic' });
export const topicChangeSchema = z
  .strictObject({ title: title.optional(), aim: aim.optional(), owner: owner.optional(), outcome: outcome.optional() })
  .refine((change) => Object.keys(change).length > 0, '没有要修改的内容')
  .meta({ id: 'TopicChange' });

export function changingRoutes(app: Api, database: Database, directory: UnitDirectory): void {
  app.post(
    '/topics',
    {
      config: { access: MANAGERS },
      schema: {
        tags: topicTags,
        summary: '新建类案（单位或其上级的分拨员、督办员）',
        headers: keyHeader,
        body: newTopicSchema,
        response: { 201: topicSchema },
      },
    },
    async ({ actor, body, headers }, reply) => {
      const given = headers['idempotency-key'];
      const key = given ? requestKey(`${actor.user}\ntopic`, given, body) : null;
      const { id } = await once<{ id: string }>(database, actor.user, key, async (remember) => {
        const unitId = placeOf(await directory.units([body.unit]), body.unit).id;
        await requireManager(database, actor, unitId);
        const ownerId = await ownerOf(database, body.owner, unitId);
        const demands = await idsOf(database, directory, actor, body.demands ?? []);
        const made = { id: randomUUID() };
        const topic = { ...made, title: body.title, aim: body.aim, unitId, ownerId, createdBy: actor.user };
        await database.transact(async (sql) => {
          await createTopic(sql, topic, demands);
          await remember(sql, made);
        });
        return made;
      });
      void reply.code(201).header('location', `/api/v1/topics/${id}`);
      return showTopic(database, directory, actor, id);
    },
  );

  app.put(
    '/topics/:id',
    {
      config: { access: 'signed-in' },
      schema: {
        tags: topicTags,
        summary: '修改类案，没有写的不变；负责人可以改成效；结束后不能再改',
        params: topicParams,
        body: topicChangeSchema,
        response: { 200: topicSchema },
      },
    },
    async ({ actor, params: { id }, body }) => {
      const topic = await seenTopic(database, directory, actor, id);
      const isOutcomeOnly = body.title === undefined && body.aim === undefined && body.owner === undefined;
      if (isOutcomeOnly) await requireConcluder(database, actor, topic);
      else await requireManager(database, actor, topic.unitId);
      if (!(await changeTopic(database, topic, await changeOf(database, topic, body), actor.user))) throw topicClosed();
      return showTopic(database, directory, actor, id);
    },
  );

  app.post(
    '/topics/:id/close',
    {
      config: { access: 'signed-in' },
      schema: {
        tags: topicTags,
        summary: '结束类案，写明成效',
        params: topicParams,
        body: z.strictObject({ outcome }).meta({ id: 'CloseTopic' }),
        response: { 200: topicSchema },
      },
    },
    async ({ actor, params: { id }, body }) => {
      const topic = await seenTopic(database, directory, actor, id);
      await requireConcluder(database, actor, topic);
      if (!(await setTopicClosed(database, topic, body.outcome, actor.user))) throw topicClosed();
      return showTopic(database, directory, actor, id);
    },
  );

  app.post(
    '/topics/:id/reopen',
    {
      config: { access: MANAGERS },
      schema: { tags: topicTags, summary: '重新打开类案', params: topicParams, response: { 200: topicSchema } },
    },
    async ({ actor, params: { id } }) => {
      const topic = await seenTopic(database, directory, actor, id);
      await requireManager(database, actor, topic.unitId);
      if (!(await setTopicClosed(database, topic, null, actor.user)))
        throw new Problem('topic_open', '这件类案没有结束，不用重新打开，请刷新后查看。');
      return showTopic(database, directory, actor, id);
    },
  );
}

async function ownerOf(database: Database, username: string, unit: string): Promise<string> {
  const id = await findTopicOwner(database, username, unit);
  if (!id) throw invalidInput('/owner', '没有这位在岗人员，或不在这个单位及其上下级，请重新选择负责人。');
  return id;
}

/** Only what the caller may see; throws for the first that is not. */
async function idsOf(
  database: Database,
  directory: UnitDirectory,
  actor: SignedIn,
  numbers: readonly string[],
): Promise<string[]> {
  const ids: string[] = [];
  for (const [i, number] of numbers.entries()) {
    const seen = await seenDemand(database, directory, actor, number).catch((error: unknown) => {
      if (error instanceof Problem && error.code === 'not_found')
        throw invalidInput(`/demands/${i}`, `没有诉求 ${number}，或您无权查看，请从列表中去掉它。`);
      throw error;
    });
    ids.push(seen.demand.id);
  }
  return ids;
}

async function changeOf(
  database: Database,
  topic: TopicRow,
  change: z.output<typeof topicChangeSchema>,
): Promise<TopicChange> {
  const { owner: username, ...texts } = change;
  if (username === undefined) return texts;
  return { ...texts, owner: { id: await ownerOf(database, username, topic.unitId), username } };
}
