import type { DirectoryUnit } from '../database/unit-directory';

/** Places that a batch may name, by id and by what people call them. */
export interface PlaceNames {
  find(text: string): { unit: DirectoryUnit } | { message: string };
}

const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\s·•・.]/g, '')
    .toLowerCase();

/** Where a unit collects: in itself and below; a team or a department, which are no places, in what they belong to. */
export const collectsIn = ({ id, kind, path }: DirectoryUnit): string =>
  (kind === 'team' || kind === 'department') && path.length > 1 ? path.at(-2)! : id;

/**
 * Open units of `root` and below it. A name that several have is refused unless one above is named before it, as in
 * “福永街道/汇志园区”, or the id after it, as in “汇志园区(zhihui)”.
 */
export function placeNames(units: Iterable<DirectoryUnit>, root: string): PlaceNames {
  const open = [...units].filter(({ closed, path }) => !closed && path.includes(root));
  const byId = new Map(open.map((unit) => [unit.id, unit]));
  const byName = new Map<string, DirectoryUnit[]>();
  for (const unit of open) byName.set(plain(unit.name), [...(byName.get(plain(unit.name)) ?? []), unit]);

  return {
    find(text) {
      const id = /[(（]([a-z0-9-]+)[)）]$/.exec(text.trim())?.[1];
      const unit = byId.get(text.trim()) ?? (id === undefined ? undefined : byId.get(id));
      if (unit) return { unit };
      const parts = text
        .split(/[/\\>]/)
        .map(plain)
        .filter(Boolean);
      const above = parts.slice(0, -1);
      const named = (byName.get(parts.at(-1) ?? '') ?? []).filter(({ path }) =>
        above.every((part) => path.some((each) => byId.has(each) && plain(byId.get(each)!.name) === part)),
      );
      if (named.length === 1) return { unit: named[0]! };
      if (named.length === 0) return { message: '本单位之内没有这个名称的单位，请核对名称或填写单位编号' };
      const ids = named.map((each) => `${each.name}（${each.id}）`);
      return { message: `有 ${named.length} 个单位叫这个名称，请写成 ${ids.slice(0, 3).join(' 或 ')}` };
    },
  };
}
