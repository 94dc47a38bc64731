import type { Readable } from 'node:stream';
import { createDocument, type Document } from '../pdf/document';
import type { Analysis } from './analysis';
import { percent } from './sentences';
import { partsOf, type Part } from './tables';

/** The report on paper: what was found first, then what it was drawn from. */
export async function reportPdf(
  report: Analysis,
  { title, createdAt, fontPath }: { title: string; createdAt: Date; fontPath?: string },
): Promise<Readable> {
  const document = await createDocument({ title, createdAt, fontPath, author: '直通车', footer: title, counted: true });
  const { days, compared, figures } = report;
  document.heading(title, 1);
  document.facts([
    ['单位', report.unit.name],
    ['时段', `${days.from} 至 ${days.to}`],
    ['比较', `${compared.title ?? '上期'}（${compared.from} 至 ${compared.to}）`],
    [
      '口径',
      `第 ${figures.version} 版${figures.confirmed ? '' : '（示例，尚未经主管部门确认）'}；分母不足 ${figures.small} 件的仅供参考`,
    ],
  ]);
  document.heading('主要发现');
  report.findings.forEach((sentence, i) => document.paragraph(`${i + 1}. ${sentence}`));
  drawTopics(document, report);
  for (const part of partsOf(report)) drawPart(document, part);
  document.end();
  return document.stream;
}

function drawTopics(document: Document, { topics, reasons }: Analysis): void {
  if (topics.length === 0) return;
  document.heading('不满意集中在哪里');
  document.bars(
    topics.map(({ category, dissatisfied, rated }) => ({
      ...{ label: category, value: dissatisfied },
      text: `${dissatisfied} 件（${percent(dissatisfied / rated)}）`,
    })),
  );
  document.heading('原因', 3);
  document.bars(reasons.map(({ label, count }) => ({ label, value: count, text: `${count} 件` })));
}

function drawPart(document: Document, { name, head, rows, none }: Part): void {
  document.heading(name);
  if (rows.length === 0) return document.paragraph(none, { isMuted: true });
  const columns = head.map((title, i) => ({
    title,
    align: typeof rows[0]![i] === 'number' ? ('right' as const) : undefined,
  }));
  document.table(
    columns,
    rows.map((row) => row.map((cell) => (cell === null ? '' : String(cell)))),
  );
}
