import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './source-files';
import { defaultPolicy, WORKING_DAY, type BudgetRow, type LadderStep } from '../../src/domain/policy';
import { EVENTS } from '../../src/domain/event';
import { FIGURES } from '../../src/domain/figures';
import { NOTICES } from '../../src/domain/notice';
import { RATES } from '../../src/domain/rates';
import { TASKS } from '../../src/domain/record';
import { STANDING_WORDS } from '../../src/domain/standing-words';
import { TRANSITIONS } from '../../src/domain/transitions';
import * as words from '../../src/domain/vocabulary';
import { ROLE_LABELS } from '../../web/src/words/labels';

/** Tables of the docs that are printed from the code, so that they cannot say something else than the code does. */

/** Whether the part of `file` between two `marker` lines is `text`; UPDATE_DOCS=1 writes it first. */
export function printedPart(file: string, marker: string, text: string): { stands: string; printed: string } {
  const place = path.join(root, file);
  const line = `<!-- ${marker} -->`;
  const parts = readFileSync(place, 'utf8').split(line);
  if (parts.length !== 3) throw new Error(`${file} must hold the line ${line} exactly twice`);
  const printed = `\n${text}\n`;
  if (process.env.UPDATE_DOCS === '1') writeFileSync(place, [parts[0], printed, parts[2]].join(line));
  return { stands: readFileSync(place, 'utf8').split(line)[1]!, printed };
}

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const code = (text: string): string => `\`${text}\``;
const both = (word: string, label: string): string => `${code(word)} ${label}`;

const TURN: Record<words.Stage, string> = {
  submitted: '系统（登记的瞬间）',
  dispatching: '本级党委分拨员；退单达上限时为裁决人',
  accepting: '主办单位经办人',
  handling: '签收的经办人',
  waiting: '诉求人补充材料；等票选时为投票人',
  deferred: '无人；到复查日期自动恢复',
  reviewing: '主办单位审核人',
  replying: '反馈单位反馈人',
  rating: '诉求人',
  calling_back: '回访人员',
  merged: '随主案',
  split: '随各拆分件',
  closed: '—（终点；抽查不满意时重开）',
  rejected: '—（终点）',
  withdrawn: '—（终点）',
};

export function stageTable(): string {
  const actionsIn = (stage: words.Stage) => words.ACTION_NAMES.filter((name) => TRANSITIONS[name].from.includes(stage));
  return table(
    ['环节', '轮到谁', '此时可做的操作'],
    words.STAGE_NAMES.map((stage) => [
      both(stage, words.STAGES[stage]),
      TURN[stage],
      actionsIn(stage).map(code).join(' ') || '—',
    ]),
  );
}

export function actionTable(): string {
  const files = ruleFiles();
  return table(
    ['操作', '谁', '从', '到', '规则'],
    words.ACTION_NAMES.map((action) => {
      const { who, from, to, keeps = [] } = TRANSITIONS[action];
      const targets = [...to, ...(to.length === 0 || keeps.length > 0 ? ['（不变）'] : [])];
      return [
        both(action, words.ACTIONS[action]),
        who.map((standing) => STANDING_WORDS[standing]).join('；'),
        from.join(' '),
        targets.join(' '),
        `[${files[action]}](../src/domain/actions/${files[action]})`,
      ];
    }),
  );
}

/** In which file each action's rule stands. */
function ruleFiles(): Record<string, string> {
  const folder = path.join(root, 'src/domain/actions');
  const found: Record<string, string> = {};
  for (const file of readdirSync(folder))
    for (const [, action] of readFileSync(path.join(folder, file), 'utf8').matchAll(/: ActionRule<'(\w+)'> =/g))
      found[action!] = file;
  return found;
}

/** When each clock starts and what ends it; its budget and ladder come from the policy. */
const RUNS: Record<words.ClockName, string> = {
  dispatch: '到某级党委起 → 分拨、裁决、不受理、并案、拆分，或换到另一级',
  accept: '分拨起 → 签收、退单、转办',
  contact: '首次分拨起 → 接通诉求人、要求补充材料，或反馈；挂账期间暂停',
  handle: '首次分拨起，退单不重置 → 审核通过；补充材料与挂账期间暂停',
  reply: '审核通过起 → 反馈',
  rate: '反馈起 → 评价；到期按未评价办结',
  callback: '不满意评价起 → 回访结论',
  supervision: '督办起 → 答复督办',
};

const STEPS: Record<LadderStep, string> = {
  remind: '提醒持有人',
  escalate: '超时升级给督办员',
  move_up: '权责上提一级（区级或不能上提时督办）',
  supervise: '列入督办',
};

function amount({ scope, minutes }: BudgetRow): string {
  if (scope === 'elapsed') return `${minutes / 60} 小时（自然时间）`;
  if (minutes >= WORKING_DAY) return `${minutes / WORKING_DAY} 个工作日`;
  return minutes >= 60 ? `${minutes / 60} 工作小时` : `${minutes} 工作分钟`;
}

function budgetsOf(clock: words.ClockName): string {
  const rows = defaultPolicy.budgets.filter((row) => row.clock === clock);
  const condition = ({ kind, level, urgency }: BudgetRow) =>
    [kind && words.KIND_LABELS[kind], level && `${level} 级`, urgency && (urgency === 'urgent' ? '加急' : '普通')]
      .filter(Boolean)
      .join('、') || (rows.length > 1 ? '其余' : '');
  return rows.map((row) => [condition(row), amount(row)].filter(Boolean).join(' ')).join('；') || '督办时指定工作日数';
}

export function clockTable(): string {
  return table(
    ['时钟', '起 → 止', '预算（示例）', '阶梯'],
    words.CLOCK_NAMES.map((clock) => [
      both(clock, words.CLOCKS[clock]),
      RUNS[clock],
      budgetsOf(clock),
      (defaultPolicy.ladders[clock] ?? []).map(({ percent, step }) => `${percent} % ${STEPS[step]}`).join('<br>') ||
        '100 % 到期',
    ]),
  );
}

const LEVELS: Record<words.Level, string> = { A: '区级', B: '街道级', C: '社区、园区级' };
const RESULTS: Record<words.Result, string> = {
  resolved: '已解决',
  partly: '部分解决',
  explained: '解释说明',
  adopted: '采纳（建议）',
  partly_adopted: '部分采纳（建议）',
  noted: '留作参考（建议）',
};
const RISKS: Record<words.Risk, string> = { green: '绿', amber: '黄', red: '红' };

export function vocabularyTables(): string {
  const lists: [string, Record<string, string>][] = [
    ['诉求类型 `kind`', words.KIND_LABELS],
    ['层级 `level`', LEVELS],
    ['风险 `risk`', RISKS],
    ['诉求主体 `subject.type`', words.SUBJECT_LABELS],
    ['单位类型 `unit.kind`', words.UNIT_KIND_LABELS],
    ['角色 `role`', ROLE_LABELS],
    ['环节 `stage`', words.STAGES],
    ['操作 `action`', words.ACTIONS],
    ['时钟 `clock`', words.CLOCKS],
    ['待办 `task`', TASKS],
    ['办理结果 `result`', RESULTS],
    ['不满意原因 `reasons`', words.DISSATISFACTION_REASONS],
    ['通知 `notice`', NOTICES],
    ['事件 `event`', EVENTS],
    ['统计数字 `figure`', FIGURES],
    ['比率 `rate`', Object.fromEntries(Object.entries(RATES).map(([name, { label }]) => [name, label]))],
  ];
  return lists
    .map(([title, list]) => {
      const rows = Object.entries(list).map(([word, label]) => [label, code(word)]);
      return `### ${title}\n\n${table(['中文', '词'], rows)}`;
    })
    .join('\n\n');
}
