import type { AssignRule, ClassifyRule, Conditions } from '../domain/routing';
import {
  KIND_LABELS,
  FILED_KINDS,
  LEVEL_LABELS,
  LEVELS,
  RISKS,
  SUBJECT_LABELS,
  SUBJECT_TYPES,
  URGENCIES,
  URGENCY_LABELS,
  type Risk,
} from '../domain/vocabulary';
import { listIn, type SheetError, type SheetRow } from '../sheets/read-sheet';

const RISK_WORDS: Record<Risk, string> = { green: '低风险', amber: '黄色风险', red: '红色风险' };
const TABLE_WORDS = { classify: '识别', assign: '分派' } as const;

/** One row per rule: conditions, what follows, why. */
export const RULE_COLUMNS = [
  ...(['表', '编号', '类别', '诉求类型', '主体', '所在地', '所在地层级', '缓急', '风险', '文字'] as const),
  ...(['定为类别', '定为缓急', '定为风险', '定为层级', '主办', '协办', '反馈', '直通', '理由'] as const),
] as const;
export type RuleColumn = (typeof RULE_COLUMNS)[number];
export const REQUIRED_COLUMNS: readonly RuleColumn[] = ['表', '编号', '理由'];
export const COLUMN_WIDTHS = [6, 20, 18, 18, 18, 24, 14, 10, 12, 28, 14, 10, 12, 12, 26, 30, 26, 6, 44];

export interface RuleTables {
  classify: ClassifyRule[];
  assign: AssignRule[];
}

type Words = Partial<Record<RuleColumn, string>>;
const joined = <Word extends string>(values: readonly Word[] | undefined, labels: Record<Word, string>): string =>
  (values ?? []).map((value) => labels[value]).join('、');

/** The rows of a sheet, the line of names first. `unitWords` names a unit so that it is found again. */
export function ruleRows({ classify, assign }: RuleTables, unitWords: (id: string) => string): string[][] {
  const conditions = ({ category, kind, subject, under, level, urgency, risk, words }: Conditions): Words => ({
    ...{ 类别: category?.join('、'), 诉求类型: joined(kind, KIND_LABELS), 主体: joined(subject, SUBJECT_LABELS) },
    ...{ 所在地: under?.map(unitWords).join('、'), 所在地层级: joined(level, LEVEL_LABELS), 文字: words?.join('、') },
    ...{ 缓急: joined(urgency, URGENCY_LABELS), 风险: joined(risk, RISK_WORDS) },
  });
  const rows = [
    ...classify.map(({ id, when, then, reason }): Words => {
      const { category, urgency, risk } = then;
      const says = {
        定为类别: category,
        定为缓急: urgency && URGENCY_LABELS[urgency],
        定为风险: risk && RISK_WORDS[risk],
      };
      return { 表: TABLE_WORDS.classify, 编号: id, ...conditions(when), ...says, 理由: reason };
    }),
    ...assign.map(({ id, when, then, reason }): Words => {
      const { level, lead, co, replying, direct } = then;
      const units = { 主办: lead && unitWords(lead), 协办: co?.map(unitWords).join('、') };
      const more = {
        定为层级: level && LEVEL_LABELS[level],
        反馈: replying && unitWords(replying),
        直通: direct ? '是' : '',
      };
      return { 表: TABLE_WORDS.assign, 编号: id, ...conditions(when), ...units, ...more, 理由: reason };
    }),
  ];
  return [[...RULE_COLUMNS], ...rows.map((row) => RULE_COLUMNS.map((column) => row[column] ?? ''))];
}

type UnitReader = (text: string) => { id: string } | { fault: string };

/** The rules of a sheet, and what is wrong with it in words. A row with an error is left out of the rules. */
export function rulesFromRows(rows: readonly SheetRow[], readUnit: UnitReader): RuleTables & { errors: SheetError[] } {
  const read: RuleTables & { errors: SheetError[] } = { classify: [], assign: [], errors: [] };
  for (const row of rows) {
    const before = read.errors.length;
    const cells = cellsOf(row, readUnit, read.errors);
    const table = cells.word('表', pairs(['classify', 'assign'], TABLE_WORDS));
    const rule = { id: cells.text('编号'), when: conditionsIn(cells, table === 'assign'), reason: cells.text('理由') };
    if (cells.text('表') === '') cells.fault('表', '请写“识别”或“分派”');
    if (!/^[\p{L}\p{N}_-]{1,40}$/u.test(rule.id)) cells.fault('编号', '须为 1 到 40 个文字、数字、横线或下划线');
    if (rule.reason === '' || rule.reason.length > 200) cells.fault('理由', '请写 1 到 200 个字的理由');
    const [classifies, assigns] = [cells.classified(), cells.assigned()];
    if (read.errors.length > before) continue;
    if (table === 'classify') read.classify.push({ ...rule, then: classifies });
    else read.assign.push({ ...rule, then: assigns });
  }
  return read;
}

type Cells = ReturnType<typeof cellsOf>;

function conditionsIn(cells: Cells, isAssign: boolean): Conditions {
  const when: Conditions = {
    category: cells.list('类别'),
    under: cells.units('所在地'),
    level: cells.words('所在地层级', pairs(LEVELS, LEVEL_LABELS)),
    subject: cells.words('主体', pairs(SUBJECT_TYPES, SUBJECT_LABELS)),
    kind: cells.words('诉求类型', pairs(FILED_KINDS, KIND_LABELS)),
    urgency: cells.words('缓急', pairs(URGENCIES, URGENCY_LABELS)),
    risk: cells.words('风险', pairs(RISKS, RISK_WORDS)),
    words: cells.list('文字'),
  };
  if (!isAssign && (when.urgency || when.risk)) cells.fault('缓急', '识别规则不能以缓急、风险为条件，它们由识别得出');
  return Object.fromEntries(Object.entries(when).filter(([, value]) => value !== undefined));
}

type Pair<Word> = readonly [Word, string];
const pairs = <Word extends string>(words: readonly Word[], labels: Record<Word, string>): Pair<Word>[] =>
  words.map((word) => [word, labels[word]]);
const given = <Value extends object>(value: Value): Value =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Value;

/** Reads the cells of one row; what is wrong is noted, and reading goes on. */
function cellsOf({ row, cells }: SheetRow, readUnit: UnitReader, errors: SheetError[]) {
  const fault = (column: RuleColumn, message: string): void => void errors.push({ row, column, message });
  const text = (column: RuleColumn): string => cells[column] ?? '';
  const list = (column: RuleColumn, most = 50): string[] | undefined => {
    const values = [...new Set(listIn(cells[column]))];
    if (values.length > most) fault(column, `最多 ${most} 个`);
    if (values.some((value) => value.length > 64)) fault(column, '有一项太长');
    return values.length > 0 ? values : undefined;
  };
  const wordIn = <Word extends string>(column: RuleColumn, value: string, known: readonly Pair<Word>[]) => {
    const found = known.find(([, label]) => label === value)?.[0];
    if (found === undefined) fault(column, `“${value}”不认识，只能是：${known.map(([, label]) => label).join('、')}`);
    return found;
  };
  const words = <Word extends string>(column: RuleColumn, known: readonly Pair<Word>[]): Word[] | undefined => {
    const found = list(column)?.flatMap((value) => wordIn(column, value, known) ?? []);
    return found && found.length > 0 ? found : undefined;
  };
  const word = <Word extends string>(column: RuleColumn, known: readonly Pair<Word>[]): Word | undefined =>
    text(column) === '' ? undefined : wordIn(column, text(column), known);
  const units = (column: RuleColumn, most = 50): string[] | undefined => {
    const found = list(column, most)?.flatMap((value) => {
      const unit = readUnit(value);
      if ('id' in unit) return [unit.id];
      fault(column, unit.fault);
      return [];
    });
    return found && found.length > 0 ? found : undefined;
  };
  const unit = (column: RuleColumn): string | undefined => units(column, 1)?.[0];
  const classified = (): ClassifyRule['then'] =>
    given({
      category: text('定为类别') || undefined,
      urgency: word('定为缓急', pairs(URGENCIES, URGENCY_LABELS)),
      risk: word('定为风险', pairs(RISKS, RISK_WORDS)),
    });
  const assigned = (): AssignRule['then'] =>
    given({
      level: word('定为层级', pairs(LEVELS, LEVEL_LABELS)),
      lead: unit('主办'),
      co: units('协办', 20),
      replying: unit('反馈'),
      direct:
        word('直通', [
          ['yes', '是'],
          ['no', '否'],
        ]) === 'yes'
          ? true
          : undefined,
    });
  return { fault, text, list, word, words, units, classified, assigned };
}
