import type { Level, Role, UnitKind } from '../src/domain/vocabulary';
import { ROLES } from '../src/domain/vocabulary';

export type SeedUnit = { id: string; name: string; kind: UnitKind; level: Level; parent: string | null };
export type SeedPerson = { username: string; name: string; unit: string; role: Role };

const streetNames: Record<string, string> = {
  xinan: '新安',
  xixiang: '西乡',
  hangcheng: '航城',
  fuyong: '福永',
  fuhai: '福海',
  shajing: '沙井',
  xinqiao: '新桥',
  songgang: '松岗',
  yanluo: '燕罗',
  shiyan: '石岩',
};

const districtDepartments: Record<string, string> = {
  'baoan-hr': '区人力资源局',
  'baoan-housing': '区住房和建设局',
  'baoan-transport': '区交通运输局',
  'baoan-industry': '区工业和信息化局',
  'baoan-education': '区教育局',
  'baoan-health': '区卫生健康局',
  'baoan-emergency': '区应急管理局',
  'baoan-urban': '区城市管理和综合执法局',
};

const streetDepartments: Record<string, string> = {
  economy: '经济发展办公室',
  construction: '城市建设办公室',
  governance: '综合治理办公室',
  welfare: '公共服务办公室',
};
const streetsWithDepartments = ['hangcheng', 'fuyong', 'yanluo', 'xixiang', 'shiyan', 'fuhai'];

const places: SeedUnit[] = [
  { id: 'zhihui', name: '智美·汇志园区', kind: 'park', level: 'C', parent: 'fuyong' },
  { id: 'skyworth', name: '创维创新谷园区', kind: 'park', level: 'C', parent: 'shiyan' },
  { id: 'tongfuyu', name: '同富裕工业园', kind: 'park', level: 'C', parent: 'yanluo' },
  { id: 'longteng', name: '龙腾社区', kind: 'community', level: 'C', parent: 'xixiang' },
  { id: 'yanchuan', name: '燕川社区', kind: 'community', level: 'C', parent: 'yanluo' },
  { id: 'huizhan', name: '会展湾园区', kind: 'park', level: 'C', parent: 'fuhai' },
  { id: 'longteng-tower', name: '龙腾大厦', kind: 'building', level: 'C', parent: 'longteng' },
  { id: 'longteng-station', name: '龙腾楼宇薪火小站', kind: 'team', level: 'C', parent: 'longteng' },
  { id: 'zhihui-property', name: '智美·汇志物业服务队', kind: 'team', level: 'C', parent: 'zhihui' },
  { id: 'zhihui-mediation', name: '智美·汇志纠纷调解组', kind: 'team', level: 'C', parent: 'zhihui' },
  { id: 'skyworth-service', name: '创维创新谷企业服务队', kind: 'team', level: 'C', parent: 'skyworth' },
  { id: 'tongfuyu-service', name: '同富裕企业服务队', kind: 'team', level: 'C', parent: 'tongfuyu' },
  ...collectingTeams(),
];

/** The report's 25 point-to-point teams of the street; teams stand under a community, so the demo's one community has them. */
function collectingTeams(): SeedUnit[] {
  return Array.from({ length: 25 }, (_, i) => ({
    id: `longteng-team-${String(i + 1).padStart(2, '0')}`,
    name: `西乡第${i + 1}包干队（示例）`,
    kind: 'team',
    level: 'C',
    parent: 'longteng',
  }));
}

/** Bao'an as the report tells of it, parents before children. */
export const seedUnits: SeedUnit[] = [
  { id: 'baoan', name: '宝安区', kind: 'district', level: 'A', parent: null },
  ...Object.entries(streetNames).map(([id, name]) => street(id, name)),
  ...Object.entries(districtDepartments).map(([id, name]) => department(id, name, 'A', 'baoan')),
  ...streetsWithDepartments.flatMap((parent) =>
    Object.entries(streetDepartments).map(([key, office]) =>
      department(`${parent}-${key}`, `${streetNames[parent]}街道${office}`, 'B', parent),
    ),
  ),
  ...places,
];

function street(id: string, name: string): SeedUnit {
  return { id, name: `${name}街道`, kind: 'street', level: 'B', parent: 'baoan' };
}

function department(id: string, name: string, level: Level, parent: string): SeedUnit {
  return { id, name, kind: 'department', level, parent };
}

/** One unit of each level in which every role has an account, and a street beside them that must never see their cases. */
const fullyStaffed = ['baoan', 'fuyong', 'zhihui', 'fuhai'];
const placesOfTheCases = ['hangcheng', 'xixiang', 'shiyan', 'yanluo', 'skyworth', 'longteng', 'tongfuyu'];
const handlingUnitsOfTheCases = [
  ...['baoan-hr', 'baoan-housing', 'baoan-transport', 'baoan-education'],
  ...['hangcheng-economy', 'hangcheng-construction', 'hangcheng-governance', 'hangcheng-welfare'],
  ...['fuyong-economy', 'fuyong-construction', 'fuyong-governance'],
  ...['yanluo-construction', 'yanluo-welfare', 'xixiang-governance', 'shiyan-economy'],
  ...['zhihui-property', 'zhihui-mediation', 'longteng-tower', 'skyworth-service', 'tongfuyu-service'],
];
const rolesOfPlaces = ROLES.filter((role) => role !== 'administrator' && role !== 'auditor');
/** Who visits enterprises and walks through buildings. */
const collectorsInTheField = ['longteng-team-01', 'longteng-team-02', 'longteng-tower', 'skyworth-service'];
const rolesOfHandlingUnits: Role[] = ['handler', 'reviewer', 'replier', 'supervisor'];

const surnames = [...'陈林黄李张王吴刘罗郑梁谢何许邓曾彭蔡叶钟'];
const givenNames = [
  '志强',
  '晓燕',
  '伟明',
  '丽华',
  '建国',
  '雅婷',
  '国栋',
  '春梅',
  '俊杰',
  '秀英',
  '文博',
  '佳怡',
  '海涛',
];

/** Demo accounts, named `<unit>.<role>`; the main units have a second handler, for transfers and races. */
export const seedPeople: SeedPerson[] = [
  ...fullyStaffed.flatMap((unit) => accounts(unit, ROLES)),
  ...['baoan', 'fuyong', 'zhihui'].map((unit) => ({ username: `${unit}.handler2`, unit, role: 'handler' as const })),
  ...placesOfTheCases.flatMap((unit) => accounts(unit, rolesOfPlaces)),
  ...handlingUnitsOfTheCases.flatMap((unit) => accounts(unit, rolesOfHandlingUnits)),
  ...collectorsInTheField.flatMap((unit) => accounts(unit, ['collector'])),
  // Whoever drafts a change of rules or calendars may not approve it. The last, so that all before keep their names.
  { username: 'baoan.administrator2', unit: 'baoan', role: 'administrator' as const },
].map((account, index) => ({ ...account, name: personName(index) }));

function accounts(unit: string, roles: readonly Role[]) {
  return roles.map((role) => ({ username: `${unit}.${role}`, unit, role }));
}

// 20 and 13 have no common factor, so the first 260 people all have different names.
function personName(index: number): string {
  return `${surnames[index % surnames.length]}${givenNames[index % givenNames.length]}`;
}
