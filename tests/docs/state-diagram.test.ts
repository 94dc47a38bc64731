import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { edgesOf, stateDiagram } from '../../src/domain/state-diagram';
import { TRANSITIONS_OF_ITSELF } from '../../src/domain/transitions';
import { ACTION_NAMES, ACTIONS, STAGE_NAMES, STAGES } from '../../src/domain/vocabulary';

const file = join(__dirname, '../../docs/architecture.md');
const MARKER = '<!-- state-diagram -->';
const drawing = `${MARKER}\n\`\`\`mermaid\n${stateDiagram()}\`\`\`\n${MARKER}`;

describe('the state diagram', () => {
  it('in docs/architecture.md is the one the transition table draws (UPDATE_DOCS=1 draws it anew)', () => {
    const [before, , after, ...more] = readFileSync(file, 'utf8').split(MARKER);
    expect([after === undefined, more]).toEqual([false, []]);
    if (process.env.UPDATE_DOCS === '1') writeFileSync(file, `${before}${drawing}${after}`);
    expect(readFileSync(file, 'utf8')).toContain(drawing);
  });

  it('names every stage and every action, in both languages', () => {
    for (const stage of STAGE_NAMES) expect(stateDiagram()).toContain(`${stage}: ${STAGES[stage]} ${stage}`);
    for (const action of ACTION_NAMES) expect(stateDiagram()).toContain(`${action} ${ACTIONS[action]}`);
  });

  it('draws what people do and what happens by itself', () => {
    for (const { from, to, why } of TRANSITIONS_OF_ITSELF)
      expect(stateDiagram()).toMatch(new RegExp(`${from} --> ${to}: .*⏱ ${why}`));
    expect(stateDiagram()).toContain('accepting --> handling: accept 签收 / transfer 转办');
  });

  it('draws a transfer out of accepting, and none between a pause and the work', () => {
    expect(edgesOf('transfer')).toEqual([
      { from: 'accepting', to: 'handling' },
      { from: 'handling', to: 'handling' },
      { from: 'waiting', to: 'waiting' },
      { from: 'deferred', to: 'deferred' },
    ]);
  });
});
