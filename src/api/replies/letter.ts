import type { Config } from '../../config';
import type { FoundDemand } from '../../database/demands';
import { readPublicEvents, type PublicEventRow } from '../../database/public-demands';
import { readReporterFiles } from '../../database/reporter-files';
import type { Database } from '../../database/client';
import type { Live } from '../../domain/live';
import { ELEMENT_LABELS } from '../../domain/reply';
import { KIND_LABELS, RESULT_LABELS } from '../../domain/vocabulary';
import { createDocument, type Document } from '../../pdf/document';
import { hideNumbers } from '../../privacy/hide-numbers';
import { beijing, type Units } from '../demands/view';
import { notFound } from '../errors';
import { publicFiles, publicShown, publicWords } from '../public/said';
import { attachmentView, type AttachmentView } from '../uploads';

export interface Letter {
  name: string;
  document: Document;
}

type Replied = Pick<Config, 'pdfFontPath' | 'publicUrl'> & { units: Units; round?: number };

/**
 * 答复函: what was asked and what was answered in one round, by default the last that was answered. Nothing of the inside, and
 * no number of a person; names that the reporter wrote stay. Throws `not_found` while there is no reply.
 */
export async function writeLetter(
  database: Database,
  demand: FoundDemand,
  { units, round, pdfFontPath, publicUrl }: Replied,
): Promise<Letter> {
  const [events, files] = await Promise.all([
    readPublicEvents(database, demand.id),
    readReporterFiles(database, demand.id),
  ]);
  const reply = events.findLast(
    (event) =>
      (event.type === 'replied' || event.type === 'main_replied') && (round === undefined || event.round === round),
  );
  if (!reply) throw notFound('答复函（反馈以后才有）');
  const { number } = demand.state;
  const title = `关于“${hideNumbers(demand.title)}”的答复函`;
  const document = await createDocument({
    ...{ title, author: '直通车', footer: `直通车 · ${number}`, fontPath: pdfFontPath, counted: true },
    createdAt: reply.at,
  });
  const shown = { files: files.map(attachmentView), page: `${publicUrl}/m` };
  draw(document, { demand, reply, title, unit: unitOf(demand, reply, units), ...shown });
  document.end();
  return { name: `答复函-${number}.pdf`, document };
}

/** A follower's reply is its main case's: the unit that handled stands for it. */
const unitOf = ({ state }: FoundDemand, { unit_id }: PublicEventRow, units: Units): string => {
  const id = unit_id ?? state.replying?.id ?? state.lead?.id ?? state.place.id;
  return units.get(id)?.name ?? '';
};

interface Said {
  demand: FoundDemand;
  reply: PublicEventRow;
  title: string;
  unit: string;
  files: AttachmentView[];
  /** Where reporters follow their demands. Never their own link: whoever holds the letter could act by it. */
  page: string;
}

function draw(document: Document, { demand, reply, title, unit, files, page }: Said): void {
  const { state } = demand;
  const words = publicWords(reply);
  const result =
    reply.round === state.round
      ? state.result
      : (state.rounds.find(({ round }) => round === reply.round)?.result ?? null);
  document.heading(title, 1);
  document.facts([
    ['诉求编号', state.number],
    ['诉求类型', `${KIND_LABELS[state.kind]} · ${state.category}`],
    ['提交时间', minute(state.createdAt)],
    ['答复时间', minute(reply.at.getTime())],
    ...(reply.round > 1 ? ([['办理轮次', `第 ${reply.round} 轮`]] as const) : []),
    ...(result ? ([['办理结果', RESULT_LABELS[result]]] as const) : []),
  ]);
  document.heading('您反映的问题');
  document.paragraph(hideNumbers(demand.body));
  for (const element of ['found', 'done', 'basis', 'text'] as const) {
    const text = words[element];
    if (!text) continue;
    document.heading(ELEMENT_LABELS[element]);
    document.paragraph(text);
  }
  drawPromise(document, reply);
  drawShown(document, reply, files, page);
  // The unit and the date never stand alone on a page.
  document.room(130);
  if (words.contact) {
    document.heading(ELEMENT_LABELS.contact);
    document.paragraph(words.contact);
  }
  document.space(16);
  document.paragraph(unit, { align: 'right' });
  document.paragraph(day(reply.at.getTime()), { align: 'right' });
}

function drawPromise(document: Document, { texts }: PublicEventRow): void {
  const promise = texts?.promise as { text?: unknown; dueOn?: unknown } | undefined;
  if (typeof promise?.text !== 'string') return;
  document.heading('承诺');
  document.paragraph(`${promise.text}（${String(promise.dueOn)} 前告知进展）`);
}

function drawShown(document: Document, reply: PublicEventRow, files: AttachmentView[], page: string): void {
  const { evidence, live } = publicShown(reply, files);
  const lists: [what: string, items: AttachmentView[]][] = [
    ['办理前照片', evidence?.before ?? []],
    ['办理后照片', evidence?.after ?? []],
    ['附件', publicFiles(reply, files)],
  ];
  const rows = lists.filter(([, items]) => items.length > 0).map(([what, items]) => [what, namesOf(items)] as const);
  if (rows.length === 0 && !live) return;
  document.heading('佐证材料');
  document.facts(rows);
  if (live) document.facts([['直播', `${whenLive(live)}\n${live.url}`]]);
  document.paragraph(`照片、录音和视频请在进度查询页查看：用收到的查询链接打开，或到 ${page} 查询。`, {
    isMuted: true,
  });
}

const whenLive = ({ startsAt, endsAt }: Live): string => {
  const [start, end] = [startsAt, endsAt].map((at) => at && minute(Date.parse(at)));
  return end ? `${start} 开始，${end} 结束` : `${start} 开始`;
};
const namesOf = (items: readonly AttachmentView[]): string =>
  items.map(({ name }, i) => `${i + 1}. ${name}`).join('\n');
const minute = (at: number): string => beijing(at).slice(0, 16).replace('T', ' ');
const day = (at: number): string => {
  const [year, month, date] = beijing(at).slice(0, 10).split('-').map(Number);
  return `${year}年${month}月${date}日`;
};
