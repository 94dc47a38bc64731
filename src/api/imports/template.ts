import { z } from 'zod';
import { readChannels } from '../../database/channels';
import { readForm } from '../../database/forms';
import type { DirectoryUnit, UnitDirectory } from '../../database/unit-directory';
import { collectsIn } from '../../import/place-names';
import { targetsOf } from '../../import/targets';
import { templateOf } from '../../import/template';
import { contentDisposition } from '../../storage/file-names';
import { unitsWithRole, type SignedIn } from '../actor';
import type { Api, ApiDependencies } from '../app';
import { notFound } from '../errors';
import { fileSchema } from '../uploads';

const MOST_PLACES = 1_000;

export function templateRoute(app: Api, { database }: ApiDependencies, directory: UnitDirectory): void {
  app.get(
    '/imports/templates/:form',
    {
      config: { access: ['collector'] },
      schema: {
        tags: ['批量导入'],
        summary: '征集表的空白模板（xlsx，可选的项做成下拉列表）',
        params: z.object({ form: z.string().max(64) }),
        response: { 200: fileSchema },
      },
    },
    async ({ actor, params }, reply) => {
      const form = await readForm(database, params.form);
      const own = ownPlaces(actor, await directory.units());
      if (!form || !own.some(({ path }) => path.includes(form.unitId))) throw notFound('这张征集表');
      const channels = (await readChannels(database, false)).map(({ name }) => name);
      const file = await templateOf(form.data, targetsOf(form.data, channels), namesOf(own));
      reply.headers({
        'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        'content-disposition': contentDisposition('attachment', `${form.data.title}-导入模板.xlsx`),
      });
      return reply.send(file);
    },
  );
}

/** Open places in which the caller's units collect, from the top down. */
function ownPlaces(actor: SignedIn, units: Map<string, DirectoryUnit>): DirectoryUnit[] {
  const roots = unitsWithRole(actor, 'collector').flatMap((id) => (units.has(id) ? collectsIn(units.get(id)!) : []));
  return [...units.values()]
    .filter(
      ({ closed, kind, path }) =>
        !closed && kind !== 'team' && kind !== 'department' && roots.some((root) => path.includes(root)),
    )
    .sort((a, b) => a.path.join('/').localeCompare(b.path.join('/')))
    .slice(0, MOST_PLACES);
}

/** By name, with the id where several have the same. */
const namesOf = (places: readonly DirectoryUnit[]): string[] =>
  places.map(({ id, name }) =>
    places.some((other) => other.id !== id && other.name === name) ? `${name}（${id}）` : name,
  );
