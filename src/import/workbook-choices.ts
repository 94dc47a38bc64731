import type { Blob } from 'node:buffer';
import type Stream from 'node:stream';
import type { Feature } from 'write-excel-file/node' with { 'resolution-mode': 'import' };
import { columnLetters } from '../domain/batch-import';

/** A column of the first sheet whose cells are chosen from a list that stands in a column of another sheet. */
export interface ChoiceColumn {
  column: number;
  /** How many choices there are. */
  count: number;
  /** Whether only they may stand there; otherwise they are offered and others only warned of. */
  isStrict: boolean;
}

export interface ChoiceSheet {
  /** Its index among the sheets, and its name. */
  index: number;
  name: string;
}

/** What may come after data validations in a worksheet: spreadsheets call a file damaged in which the order is wrong. */
const AFTER =
  /<(hyperlinks|printOptions|pageMargins|pageSetup|headerFooter|rowBreaks|colBreaks|drawing|legacyDrawing|tableParts|extLst)\b|<\/worksheet>/;

/** Drop-downs for write-excel-file, which has none of its own. The choices of the n-th entry stand in column n, row 1 on. */
export function dropDowns(
  columns: readonly ChoiceColumn[],
  sheet: ChoiceSheet,
  rows: number,
): Feature<Stream | Buffer | Blob> {
  const validations = columns.map(({ column, count, isStrict }, n) => {
    const letters = columnLetters(column);
    const range = `'${sheet.name}'!$${columnLetters(n)}$1:$${columnLetters(n)}$${count}`;
    const message = isStrict
      ? 'errorStyle="stop" errorTitle="请从列表中选择" error="这一列只能填列表中的项。"'
      : 'errorStyle="warning" errorTitle="不在列表中" error="列表中没有这一项，确定要这样填吗？"';
    return `<dataValidation type="list" allowBlank="1" showErrorMessage="1" ${message} sqref="${letters}2:${letters}${rows}"><formula1>${range}</formula1></dataValidation>`;
  });
  const element = `<dataValidations count="${columns.length}">${validations.join('')}</dataValidations>`;
  return {
    files: {
      transform: {
        'xl/worksheets/sheet{id}.xml': {
          transform: (content, _, { sheetIndex }) =>
            sheetIndex === 0 && columns.length > 0 ? content.replace(AFTER, (after) => element + after) : content,
        },
        'xl/workbook.xml': {
          transformElementAttributes: (tag, attributes, index) =>
            tag === 'sheet' && index === sheet.index ? { ...attributes, state: 'hidden' } : attributes,
        },
      },
    },
  };
}
