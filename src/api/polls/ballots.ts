import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';
import { recordAudit } from '../../database/audit';
import type { StaffPollRow } from '../../database/polls';
import { ballotLink, openLink } from '../../polls/voting-links';
import type { SignedIn } from '../actor';
import type { Api, ApiDependencies } from '../app';
import { Problem } from '../errors';
import { decodeCursor, encodeCursor, pageQuery } from '../paging';
import type { PollReader } from './routes';

const idParams = z.object({ id: z.string().max(64) });
const ballotSchema = z.object({
  serial: z.int().nullable().meta({ description: '第几张票；空为开放投票的唯一链接' }),
  link: z.string().meta({ description: '投票链接的口令' }),
  url: z.string().meta({ description: '投票页的完整网址' }),
});
export const ballotsSchema = z
  .object({ items: z.array(ballotSchema), nextCursor: z.string().optional() })
  .meta({ id: 'Ballots' });
type Ballot = z.output<typeof ballotSchema>;

/**
 * Links by which people vote. Whoever holds one can vote with it, so every look at them is audited; which of them have voted is
 * never told.
 */
export function ballotRoutes(app: Api, { database, config }: ApiDependencies, reader: PollReader): void {
  const linksOf = ({ id, electorate }: StaffPollRow, first: number, last: number): Ballot[] => {
    const view = (serial: number | null, link: string): Ballot => ({
      serial,
      link,
      url: `${config.publicUrl}/m/poll#${link}`,
    });
    if (electorate === 'open') return [view(null, openLink(id, config))];
    const serials = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
    return serials.map((serial) => view(serial, ballotLink(id, serial, config)));
  };
  const shown = async (actor: SignedIn, poll: StaffPollRow, first: number, last: number): Promise<Ballot[]> => {
    if (poll.closed_at !== null) throw new Problem('already_concluded', '票选已经结束，投票链接不再提供。');
    const detail = { poll: poll.id, from: first, to: last };
    await recordAudit(database, { user: actor.user, action: 'poll_ballots_shown', target: poll.number, detail });
    return linksOf(poll, first, last);
  };

  app.get(
    '/polls/:id/ballots',
    {
      config: { access: ['handler', 'supervisor'] },
      schema: {
        tags: ['票选'],
        summary: '投票链接（仅发起单位，逐次审计）',
        params: idParams,
        querystring: z.object(pageQuery),
        response: { 200: ballotsSchema },
      },
    },
    async ({ actor, params, query }) => {
      const poll = await reader.organising(actor, params.id);
      const before = decodeCursor(query.cursor, z.int().min(1).max(100_000)) ?? 0;
      const last = Math.min(poll.ballots, before + query.limit);
      const items = await shown(actor, poll, before + 1, last);
      const isMore = poll.electorate === 'ballots' && last < poll.ballots;
      return { items, ...(isMore ? { nextCursor: encodeCursor(last) } : {}) };
    },
  );

  app.get(
    '/polls/:id/ballots.csv',
    {
      config: { access: ['handler', 'supervisor'] },
      schema: {
        tags: ['票选'],
        summary: '全部投票链接，CSV 下载（仅发起单位，审计）',
        params: idParams,
        produces: ['text/csv'],
        response: { 200: z.string() },
      },
    },
    async ({ actor, params }, reply) => {
      const poll = await reader.organising(actor, params.id);
      const rows = (await shown(actor, poll, 1, poll.ballots)).map(({ serial, url }) => [serial ?? '', url]);
      void reply.type('text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="ballots.csv"');
      return stringify([['票号', '投票网址'], ...rows], { bom: true });
    },
  );
}
