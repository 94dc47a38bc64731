import { createHash } from 'node:crypto';
import type { Database } from '../src/database/client';

type Demo = [name: string, unit: string, address: string, team: string | null];

const trades = ['精密模具', '电子科技', '激光设备', '新能源', '五金制品', '智能家居', '包装材料', '光电'];
const team = (number: number): string => `longteng-team-${String(number).padStart(2, '0')}`;

/** No enterprise of that name is meant: every name says 示例. */
const enterprises: Demo[] = [
  ...Array.from({ length: 32 }, (_, i): Demo => {
    const name = `龙腾${trades[i % trades.length]}${Math.floor(i / trades.length) + 1}号企业（示例）`;
    const address = `龙腾社区前进二路 ${100 + i * 3} 号`;
    // The first team looks after six, so that a day has several doors; the others after one each.
    return [name, 'longteng', address, i < 6 ? team(1) : i < 30 ? team(i - 4) : null];
  }),
  ['龙腾装饰设计（示例）', 'longteng-tower', '龙腾大厦 12 层', null],
  ['创新谷数字创意（示例）', 'skyworth', '创维创新谷 3 栋 5 层', 'skyworth-service'],
  ['创新谷芯片设计（示例）', 'skyworth', '创维创新谷 6 栋 2 层', 'skyworth-service'],
];

/** The same on every machine, so that sowing again adds nothing. */
function idOf(name: string): string {
  const hex = createHash('sha256').update(`demo enterprise ${name}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Enterprises of the demo, and the teams that look after them. */
export async function seedEnterprises(database: Database): Promise<void> {
  const rows = enterprises.map(([name, unitId, address]) => ({ id: idOf(name), name, unitId, address }));
  const { count } = await database.enterprise.createMany({ data: rows, skipDuplicates: true });
  // Whoever changed the teams since then keeps them.
  if (count === 0) return;
  const looked = enterprises.flatMap(([name, , , teamId]) => (teamId ? [{ teamId, enterpriseId: idOf(name) }] : []));
  await database.teamEnterprise.createMany({ data: looked, skipDuplicates: true });
}
