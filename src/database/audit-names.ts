import type { Database } from './client';

type Sort = 'person' | 'form' | 'enterprise' | 'draft';
type Detail = Record<string, unknown>;

/** The fields of a detail that hold an id which people do not know by heart. Units are named by whoever reads. */
const SORTS: Record<string, Sort> = {
  ...{ deputy: 'person', owner: 'person', user: 'person', author: 'person' },
  ...{ form: 'form', formCode: 'form', added: 'enterprise', removed: 'enterprise' },
  ...{ policy: 'draft', rules: 'draft', figures: 'draft', calendar: 'draft', calendars: 'draft' },
};
const UNKNOWN: Record<Sort, string> = {
  person: '查不到的人员',
  form: '查不到的征集表',
  enterprise: '已删除的企业',
  draft: '已删除的草案',
};
/** With the revision of a draft. Numbers of demands stand in the same fields as ids of enterprises. */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(?=$|#\d+$)/;

const isDetail = (value: unknown): value is Detail =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every id of a detail, also of what was before and since, replaced by what `name` says. */
function mapIds(detail: Detail, name: (sort: Sort, id: string) => string): Detail {
  const said = (sort: Sort, value: unknown): unknown => {
    if (Array.isArray(value)) return value.map((each) => said(sort, each));
    if (typeof value !== 'string') return value;
    const isId = sort === 'person' || sort === 'form' || UUID.test(value);
    return isId ? name(sort, value) : value;
  };
  const entries = Object.entries(detail).map(([key, value]) => {
    if (Object.hasOwn(SORTS, key)) return [key, said(SORTS[key]!, value)];
    return [key, (key === 'before' || key === 'after') && isDetail(value) ? mapIds(value, name) : value];
  });
  return Object.fromEntries(entries) as Detail;
}

/**
 * The details with names of people, forms and enterprises in the place of their ids; what is gone is said to be. A draft goes by
 * its day: what is said of it is for those who approve it.
 */
export async function nameIds(database: Database, details: readonly (Detail | null)[]): Promise<(Detail | null)[]> {
  const found: Record<Sort, Set<string>> = {
    ...{ person: new Set(), form: new Set(), enterprise: new Set(), draft: new Set() },
  };
  for (const detail of details)
    if (detail) mapIds(detail, (sort, id) => (found[sort].add(id.replace(/#\d+$/, '')), id));
  const idsOf = (sort: Sort): string[] => [...found[sort]];
  const rows = await database.sql<{ sort: Sort; id: string; name: string }>`
    SELECT 'person' AS sort, p.id, u.name || '（' || u.username || '）' AS name
    FROM unnest(${idsOf('person')}::text[]) p(id) JOIN staff_user u ON u.id = p.id OR u.username = p.id
    UNION ALL SELECT 'form', v.form_code, v.data->>'title' || '（' || v.form_code || '）'
    FROM (SELECT DISTINCT ON (form_code) * FROM form_version WHERE form_code = ANY(${idsOf('form')}::text[])
      ORDER BY form_code, version DESC) v
    UNION ALL SELECT 'enterprise', e.id::text, e.name FROM enterprise e WHERE e.id = ANY(${idsOf('enterprise')}::uuid[])
    UNION ALL SELECT 'draft', c.id::text,
      to_char(c.created_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') || '起草' FROM change_draft c WHERE c.id = ANY(${idsOf('draft')}::uuid[])`;
  const names = new Map(rows.map(({ sort, id, name }) => [`${sort} ${id}`, name]));
  const nameOf = (sort: Sort, whole: string): string => {
    const [id = '', revision] = whole.split('#');
    const name = names.get(`${sort} ${id}`) ?? `${UNKNOWN[sort]}（${id}）`;
    return revision === undefined ? name : `${name}（第 ${revision} 稿）`;
  };
  return details.map((detail) => detail && mapIds(detail, nameOf));
}
