import { TRANSITIONS, TRANSITIONS_OF_ITSELF } from './transitions';
import { ACTION_NAMES, ACTIONS, ENDED_STAGES, STAGE_NAMES, STAGES, type Action, type Stage } from './vocabulary';

export interface Edge {
  from: Stage;
  to: Stage;
}

/** Where an action may lead from each stage it is allowed in; staying counts as an edge to itself. */
export function edgesOf(action: Action): Edge[] {
  const { from, to } = TRANSITIONS[action];
  return from.flatMap((stage) => (staysIn(action, stage) ? [stage] : to).map((next) => ({ from: stage, to: next })));
}

function staysIn(action: Action, stage: Stage): boolean {
  const { to, keeps = [] } = TRANSITIONS[action];
  return to.length === 0 || keeps.includes(stage);
}

/** A mermaid drawing of the transition table: who may move a demand where, and what moves it by itself (⏱). */
export function stateDiagram(): string {
  const labels = new Map<string, string[]>();
  const stays = new Map<Stage, string[]>();
  const add = <K>(to: Map<K, string[]>, key: K, label: string) => to.set(key, [...(to.get(key) ?? []), label]);
  for (const action of ACTION_NAMES)
    for (const { from, to } of edgesOf(action)) {
      const name = `${action} ${ACTIONS[action]}`;
      if (staysIn(action, from)) add(stays, from, name);
      else add(labels, `${from} --> ${to}`, name);
    }
  for (const { from, to, why } of TRANSITIONS_OF_ITSELF) add(labels, `${from} --> ${to}`, `⏱ ${why}`);
  return [
    'stateDiagram-v2',
    '  [*] --> submitted',
    ...STAGE_NAMES.flatMap((stage) => [
      `  ${stage}: ${STAGES[stage]} ${stage}`,
      ...(stays.get(stage) ?? []).map((name) => `  ${stage}: ${name}`),
    ]),
    ...[...labels].map(([edge, names]) => `  ${edge}: ${names.join(' / ')}`),
    ...ENDED_STAGES.map((stage) => `  ${stage} --> [*]`),
    '',
  ].join('\n');
}
