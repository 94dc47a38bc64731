import { actionTable, clockTable, printedPart, stageTable, vocabularyTables } from '../support/printed-tables';

const printed: [string, string, () => string][] = [
  ['docs/architecture.md', 'stages', stageTable],
  ['docs/architecture.md', 'actions', actionTable],
  ['docs/architecture.md', 'clocks', clockTable],
  ['docs/glossary.md', 'vocabulary', vocabularyTables],
];

describe('the docs', () => {
  it.each(printed)('%s shows the %s of the code (UPDATE_DOCS=1 prints them anew)', (file, marker, print) => {
    const { stands, printed: wanted } = printedPart(file, marker, print());
    expect(stands).toBe(wanted);
  });

  it('name no action without the file of its rule', () => {
    expect(actionTable()).not.toContain('undefined');
  });
});
