import type { Config } from '../src/config';
import type { Database } from '../src/database/client';
import { createRulesReader } from '../src/database/rules';
import type { Demand } from '../src/domain/demand';
import type { SubjectType } from '../src/domain/vocabulary';
import { insertDemand, NO_ORIGIN, takeNumber, type FiledDemand } from '../src/intake/file-demand';
import { decryptContact } from '../src/privacy/contact-cipher';
import type { StartFromRecord } from './intake';

export type Keys = Pick<Config, 'indexKey' | 'secretKeys'>;

interface Part {
  title: string;
  body: string;
  category?: string;
}

export function createPartActivities(database: Database, start: StartFromRecord, keys: Keys) {
  const readRules = createRulesReader(database);

  /** What every part has in common with the letter: reporter, place, channel. */
  async function letterOf(parentId: string): Promise<Omit<FiledDemand, 'title' | 'body' | 'category'>> {
    const row = await database.demand.findUniqueOrThrow({ where: { id: parentId } });
    const state = row.state as unknown as Demand;
    return {
      kind: state.kind,
      urgency: state.urgency,
      risk: null,
      place: state.place,
      collecting: state.collecting,
      collectedBy: state.collectedBy,
      subject: { type: row.subjectType as SubjectType, name: row.subjectName },
      // A cipher is bound to its row, so every part gets one of its own.
      contact: row.contactCipher ? decryptContact(row.contactCipher, row.id, keys.secretKeys) : null,
      channel: row.channel,
      filedFor: row.filedFor,
      attachments: [],
      parent: row.id,
      origin: NO_ORIGIN,
      actor: { kind: 'system' },
    };
  }

  return {
    /** Files the parts of a split letter for the same reporter and starts them. Parts that exist are left as they are. */
    async fileParts(split: { parentId: string; partIds: string[]; wordsId: string }): Promise<void> {
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
        const { title, body, category = null } = part;
        await database.transact((sql) =>
          insertDemand(sql, { ...letter, id, number, title, body, category }, now, rules, keys),
        );
      }
      const filed = await database.demand.findMany({ where: { id: { in: split.partIds } }, select: { state: true } });
      for (const row of filed) await start(row.state as unknown as Demand);
    },
  };
}
