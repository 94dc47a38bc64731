import type { Config } from '../src/config';
import type { Database } from '../src/database/client';
import { createRulesReader, type PublishedRules } from '../src/database/rules';
import type { Demand } from '../src/domain/demand';
import type { PassedOn } from '../src/domain/passing-on';
import { OTHER_CATEGORY } from '../src/domain/routing';
import type { SubjectType } from '../src/domain/vocabulary';
import { insertDemand, NO_ORIGIN, takeNumber, type FiledDemand, type Origin } from '../src/intake/file-demand';
import { decryptContact } from '../src/privacy/contact-cipher';
import type { StartFromRecord } from './intake';

export type Keys = Pick<Config, 'indexKey' | 'secretKeys'>;

interface Part {
  title: string;
  body: string;
  category?: string;
}

type Letter = Omit<FiledDemand, 'title' | 'body'>;

interface Split {
  parentId: string;
  partIds: string[];
  wordsId: string;
  /** Missing in those of earlier versions. */
  passedOn?: PassedOn;
}

export function createPartActivities(database: Database, start: StartFromRecord, keys: Keys) {
  const readRules = createRulesReader(database);

  /** What every part has in common with the letter: reporter, place, channel, where it came from, how dangerous it is. */
  async function letterOf(parentId: string): Promise<Letter> {
    const row = await database.demand.findUniqueOrThrow({ where: { id: parentId } });
    const state = row.state as unknown as Demand;
    return {
      kind: state.kind,
      urgency: state.urgency,
      risk: state.risk,
      // One that nobody could name says nothing of its parts.
      category: state.category === OTHER_CATEGORY ? null : state.category,
      place: state.place,
      collecting: state.collecting,
      collectedBy: state.collectedBy,
      subject: { type: row.subjectType as SubjectType, name: row.subjectName },
      // A cipher is bound to its row, so every part gets one of its own.
      contact: row.contactCipher ? decryptContact(row.contactCipher, row.id, keys.secretKeys) : null,
      channel: row.channel,
      filedFor: row.filedFor,
      // They stay with the letter, and whoever sees a part sees them there.
      attachments: [],
      parent: row.id,
      origin: await originOf(parentId),
      actor: { kind: 'system' },
    };
  }

  async function originOf(demandId: string): Promise<Origin> {
    const row = await database.demandOrigin.findUnique({ where: { demandId } });
    if (!row) return NO_ORIGIN;
    const { formCode, formVersion, answers, campaignId, visitId, findingId, batchId } = row;
    return {
      form: formCode !== null && formVersion !== null ? { code: formCode, version: formVersion } : null,
      answers: answers as Origin['answers'],
      ...{ campaign: campaignId, visit: visitId, finding: findingId, batch: batchId },
    };
  }

  /** The one that the part's own words say; where they say none, the letter's. */
  async function categoryOf(
    letter: Letter,
    { title, body }: Part,
    { routing }: PublishedRules,
  ): Promise<string | null> {
    const { kind, urgency, risk, place, subject } = letter;
    const words = { text: `${title}\n${body}`, subject: subject.type };
    const { category } = await routing.propose({ ...{ kind, urgency, risk, place }, ...words, category: null });
    return category === OTHER_CATEGORY ? letter.category : category;
  }

  return {
    /** Files the parts of a split letter for the same reporter and starts them. Parts that exist are left as they are. */
    async fileParts(split: Split): Promise<void> {
      const words = await database.words.findUniqueOrThrow({ where: { id: split.wordsId } });
      const { parts } = words.texts as unknown as { parts: Part[] };
      const letter = await letterOf(split.parentId);
      const known = await database.demand.findMany({ where: { parentId: split.parentId }, select: { id: true } });
      for (const [index, id] of split.partIds.entries()) {
        const part = parts[index];
        if (!part || known.some((row) => row.id === id)) continue;
        const now = Date.now();
        const number = await takeNumber(database, now);
        const rules = await readRules();
        const { title, body } = part;
        const category = part.category ?? (await categoryOf(letter, part, rules));
        const filed = { ...letter, id, number, title, body, category, passedOn: split.passedOn };
        await database.transact((sql) => insertDemand(sql, filed, now, rules, keys));
      }
      const filed = await database.demand.findMany({ where: { id: { in: split.partIds } }, select: { state: true } });
      for (const row of filed) await start(row.state as unknown as Demand);
    },
  };
}
