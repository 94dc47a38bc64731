import { DISTRACTORS } from './distractors';
import { MATTERS } from './matters';

const DAY = 86_400_000;

export interface Text {
  /** What it is about: two texts of one matter are alike. */
  matter: string;
  title: string;
  body: string;
  unit: string;
  at: number;
}

/** Somebody files `query`; `right` is the earlier demand about the same. */
export interface Pair {
  query: Text;
  right: Text;
  /** A third of the matters is held out: nothing was tuned on it. */
  isHeldOut: boolean;
}

const PLACES = ['zhihui', 'skyworth', 'tongfuyu', 'longteng', 'yanchuan', 'huizhan'];
const STREETS: Record<string, string> = {
  ...{ zhihui: 'fuyong', skyworth: 'shiyan', tongfuyu: 'yanluo' },
  ...{ longteng: 'xixiang', yanchuan: 'yanluo', huizhan: 'fuhai' },
};

const said = (line: string): { title: string; body: string } => {
  const [title, body] = line.split('|') as [string, string];
  return { title, body };
};

/**
 * Neighbouring matters (they are written in families) lie at one place, so that the place alone never finds the right one.
 * Every fifth query is filed at the street and not at the place.
 */
export function labelledSet(now: number): { onFile: Text[]; pairs: Pair[] } {
  const names = Object.keys(MATTERS);
  const place = (i: number) => PLACES[Math.floor(i / 4) % PLACES.length]!;
  const onFile: Text[] = names.map((matter, i) => {
    return { matter, ...said(MATTERS[matter]![0]), unit: place(i), at: now - (1 + ((i * 7) % 90)) * DAY };
  });
  const pairs = names.flatMap((matter, i) =>
    MATTERS[matter]!.slice(1).map((line, j): Pair => {
      const unit = j === 4 ? STREETS[place(i)]! : place(i);
      return { query: { matter, ...said(line), unit, at: now }, right: onFile[i]!, isHeldOut: i % 3 === 2 };
    }),
  );
  const others = DISTRACTORS.flatMap((line, i) =>
    PLACES.map((unit, j): Text => {
      const { title, body } = said(line);
      return { matter: `other ${i}`, title, body, unit, at: now - (1 + ((i * 11 + j * 13) % 120)) * DAY };
    }),
  );
  return { onFile: [...onFile, ...others], pairs };
}
