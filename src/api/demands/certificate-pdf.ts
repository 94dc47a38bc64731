import { amountWords, latenessWords, momentWords } from '../../domain/certificate-words';
import { createDocument, type Document } from '../../pdf/document';
import type { CertificateView } from './certificate-view';

type Proof = CertificateView['clocks'][number];

const at = (when: string | null, none: string): string => (when === null ? none : momentWords(Date.parse(when)));

/** The certificate on paper: the same facts and the same digest as its JSON. */
export async function certificatePdf(view: CertificateView, fontPath: string | undefined): Promise<Document> {
  const title = `时限证明 ${view.number}`;
  const pdf = await createDocument({ title, createdAt: new Date(view.madeAt), counted: true, fontPath });
  pdf.heading('时限证明', 1);
  pdf.facts([
    ['诉求编号', view.number],
    ['登记时间', at(view.createdAt, '')],
    ['现处环节', `${view.stageLabel}（第 ${view.round} 轮，第 ${view.version} 版）`],
    ['截至', at(view.madeAt, '')],
  ]);
  for (const proof of view.clocks) section(pdf, proof);
  holders(pdf, view);
  pdf.heading('核对');
  pdf.paragraph(`${view.check.algorithm} 摘要：${view.check.digest}`);
  pdf.paragraph(view.check.how, { isMuted: true });
  pdf.end();
  return pdf;
}

function section(pdf: Document, proof: Proof): void {
  pdf.heading(`${proof.label}时限 · 第 ${proof.round} 轮 · ${proof.levelLabel}`);
  proof.because.forEach((sentence, i) => pdf.paragraph(`${i + 1}. ${sentence}`));
  if (proof.days.length > 0) pdf.table(DAY_COLUMNS, proof.days.map(dayRow));
  pdf.space(8);
  if (proof.rungs.length > 0)
    pdf.table(
      RUNG_COLUMNS,
      proof.rungs.map((rung) => rungRow(rung, proof)),
    );
}

const DAY_COLUMNS = [
  { title: '日期', share: 0.26 },
  { title: '日历', share: 0.2 },
  { title: '计入时段' },
  { title: '累计', share: 0.24 },
];

const clock = (when: string): string => when.slice(11, 19);

function dayRow({ from, to, label, holiday, spans, amountMs, sumMs }: Proof['days'][number]): string[] {
  return [
    from === to ? from : `${from} 至 ${to}`,
    holiday ? `${label}（${holiday}）` : label,
    amountMs === 0 ? '不计' : spans.map((span) => `${clock(span.from)}–${clock(span.to)}`).join('、'),
    amountMs === 0 ? '' : amountWords(sumMs, 'working'),
  ];
}

const RUNG_COLUMNS = [
  { title: '用到', share: 0.1 },
  { title: '动作', share: 0.2 },
  { title: '应执行' },
  { title: '实际执行' },
  { title: '准时', share: 0.14 },
];

function rungRow(
  { percent, label, plannedAt, firedAt, lateBySeconds }: Proof['rungs'][number],
  proof: Proof,
): string[] {
  const none = proof.endedAt === null ? '未到' : '未用到';
  return [
    `${percent} %`,
    label,
    at(plannedAt, '暂停中'),
    at(firedAt, none),
    lateBySeconds === null ? '' : latenessWords(lateBySeconds),
  ];
}

function holders(pdf: Document, { holders: all }: CertificateView): void {
  if (all.length === 0) return;
  pdf.heading('由谁持有');
  pdf.table(
    [{ title: '单位' }, { title: '自' }, { title: '至' }],
    all.map(({ unit, from, to }) => [unit?.name ?? '诉求人', at(from, ''), at(to, '现在')]),
  );
}
