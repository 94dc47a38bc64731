import { z } from 'zod';
import { recordAudit } from '../../database/audit';
import { readSample, type SpotCheckRow } from '../../database/spot-checks';
import { unitsBelongedTo } from '../../domain/acting';
import { REPLACEMENT_CAUSES, strataOf } from '../../domain/spot-check';
import { digestOf, hashesOf, type ExportedDraw } from '../../spot-check/commitment';
import type { SignedIn } from '../actor';
import type { Api, ApiDependencies } from '../app';
import { beijing, timeSchema } from '../demands/view';
import { Problem } from '../errors';
import { replacementsOf } from './view';

/** Of this shape `npm run redraw` expects its file to be. */
export const EXPORT_FORMAT = 'zhitongche-spot-check/1' as const;

const exportSchema = z
  .object({
    format: z.literal(EXPORT_FORMAT),
    id: z.string(),
    unit: z.string(),
    from: timeSchema,
    to: timeSchema,
    percent: z.number(),
    committedAt: timeSchema.nullable(),
    drawnAt: timeSchema,
    seed: z.string(),
    seedHash: z.string(),
    frameHash: z.string(),
    frame: z.array(z.object({ number: z.string(), leadUnit: z.string() })),
    strata: z.array(z.object({ leadUnit: z.string(), size: z.int(), drawn: z.int() })),
    sample: z.array(z.string()),
    replacements: z.array(
      z.object({ number: z.string(), because: z.enum(REPLACEMENT_CAUSES), next: z.string().nullable() }),
    ),
    digest: z.string().meta({ description: '以上各项的 SHA-256，改动一个字节也看得出' }),
  })
  .meta({ id: 'SpotCheckExport' });

export function exportRoute(
  app: Api,
  { database }: ApiDependencies,
  find: (id: string, actor: SignedIn) => Promise<SpotCheckRow>,
): void {
  app.get(
    '/spot-checks/:id/export',
    {
      config: { access: ['supervisor', 'administrator', 'auditor'] },
      schema: {
        tags: ['回访'],
        summary: '导出一次抽取，任何人可以用 npm run redraw 重做',
        params: z.object({ id: z.string().max(64) }),
        response: { 200: exportSchema },
      },
    },
    async ({ actor, params }, reply) => {
      const row = await find(params.id, actor);
      if (row.sample === null) throw new Problem('not_allowed_in_state', '这次抽查还没有抽取，抽取后才能导出。');
      const units = unitsBelongedTo({ kind: 'staff', user: actor.user, grants: actor.acting });
      const known = await readSample(database, row.id, { seats: [], units });
      const all = await database.callbackJob.count({ where: { spotCheckId: row.id } });
      if (known.length < all)
        throw new Problem(
          'separation_of_duties',
          '抽中了您所在单位办理的诉求，回访结束以前您不能导出，请由其他人员导出。',
        );
      const { id, unit_id: unit, percent, seed, frame, sample } = row;
      await recordAudit(database, {
        ...{ user: actor.user, action: 'spot_check_exported', target: row.sight.at(-1), detail: { spotCheck: id } },
      });
      void reply.header('content-disposition', `attachment; filename="spot-check-${id}.json"`);
      const file: ExportedDraw = {
        format: EXPORT_FORMAT,
        ...{ id, unit, percent, seed, frame, sample, ...hashes(row) },
        from: beijing(row.from_at.getTime()),
        to: beijing(row.to_at.getTime()),
        committedAt: row.committed_at && beijing(row.committed_at.getTime()),
        drawnAt: beijing(row.drawn_at.getTime()),
        strata: strataOf(frame, percent),
        replacements: replacementsOf(row),
      };
      return { ...file, format: EXPORT_FORMAT, digest: digestOf(file) };
    },
  );
}

/** As they were published; of what an earlier version drew, as they would have been. */
function hashes({ frame, seed, seed_hash, frame_hash }: SpotCheckRow): { seedHash: string; frameHash: string } {
  const now = hashesOf(frame, seed);
  return { seedHash: seed_hash ?? now.seedHash, frameHash: frame_hash ?? now.frameHash };
}
