import { z } from 'zod';
import { castVote, drawBallot, readVotersPoll, type VotersPollRow } from '../../database/polls';
import type { UnitDirectory } from '../../database/unit-directory';
import { ballotLink, readVotingLink, type VotingLink } from '../../polls/voting-links';
import type { Api, ApiDependencies } from '../app';
import { invalidInput, Problem } from '../errors';
import { publicPollSchema, publicPollView } from '../polls/view';
import { invalidLink, linkParams } from './links';
import { countWrongLink, limitBallots, refuseGuesser } from './throttle';

export const ballotViewSchema = publicPollSchema
  .extend({
    canVote: z.boolean().meta({ description: '这个链接现在可以投票' }),
    hasVoted: z.boolean().meta({ description: '这张票已经投过' }),
    needsBallot: z.boolean().meta({ description: '开放投票的总链接：先领一张票再投' }),
  })
  .meta({ id: 'BallotView' });
type BallotView = z.output<typeof ballotViewSchema>;

const tooLate = (): Problem => new Problem('poll_closed', '投票已经截止，结果公布后可用原链接查看。');

/** Who votes is known by a link only. No answer tells for what a ballot was cast. */
export function publicPollRoutes(app: Api, { database, config }: ApiDependencies, directory: UnitDirectory): void {
  /** A wrong link, and one of a poll that is not there, are answered alike before anything is looked up. */
  async function behind({ params, ip }: { params: { token: string }; ip: string }) {
    await refuseGuesser(database, ip);
    const link = readVotingLink(params.token, config);
    const poll = link && (await readVotersPoll(database, link.poll, link.serial));
    if (link && poll) return { link, poll };
    await countWrongLink(database, ip);
    throw invalidLink();
  }

  const show = async ({ link, poll }: { link: VotingLink; poll: VotersPollRow }): Promise<BallotView> => {
    const isOpen = poll.closed_at === null && poll.closes_at.getTime() > Date.now();
    return {
      ...publicPollView(poll, await directory.units([poll.unit_id])),
      canVote: isOpen && link.serial !== null && !poll.has_voted,
      hasVoted: poll.has_voted,
      needsBallot: isOpen && link.serial === null,
    };
  };

  app.get(
    '/public/polls/:token',
    {
      config: { access: 'public' },
      schema: {
        tags: ['公众'],
        summary: '投票页所需内容；打开不改变任何状态，截止前不显示票数',
        params: linkParams,
        response: { 200: ballotViewSchema },
      },
    },
    async (request) => show(await behind(request)),
  );

  app.post(
    '/public/polls/:token/ballots',
    {
      config: { access: 'public' },
      schema: {
        tags: ['公众'],
        summary: '开放投票：领一张票',
        params: linkParams,
        response: { 201: z.object({ token: z.string().meta({ description: '这张票的口令，请存在浏览器里' }) }) },
      },
    },
    async (request, reply) => {
      const { link } = await behind(request);
      if (link.serial !== null) throw invalidInput('/token', '这个链接本身就是一张票，可以直接投票。');
      await limitBallots(database, request.ip);
      const serial = await drawBallot(database, link.poll);
      if (serial === null) throw tooLate();
      void reply.code(201);
      return { token: ballotLink(link.poll, serial, config) };
    },
  );

  app.post(
    '/public/polls/:token/votes',
    {
      config: { access: 'public' },
      schema: {
        tags: ['公众'],
        summary: '投票，每张票一次',
        params: linkParams,
        body: z
          .strictObject({ option: z.int().min(0).meta({ description: '选项的序号，从 0 起' }) })
          .meta({ id: 'Vote' }),
        response: { 200: ballotViewSchema },
      },
    },
    async (request) => {
      const { link, poll } = await behind(request);
      const { option } = request.body;
      if (link.serial === null) throw invalidInput('/token', '请先领一张票，再用那张票投票。');
      if (option >= poll.options.length) throw invalidInput('/option', '没有这个选项，请从所列选项中选择。');
      const outcome = await castVote(database, link.poll, link.serial, option);
      if (outcome === 'closed') throw tooLate();
      if (outcome === 'voted_before')
        throw new Problem('already_voted', '这张票已经投过，每张票只能投一次，先前的选择有效。');
      return show(await behind(request));
    },
  );
}
