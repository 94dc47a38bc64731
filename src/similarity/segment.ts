import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict';
import { COMMON_WORDS } from './common-words';
import { CONCEPT_SIGN, CONCEPT_WORDS, conceptsIn } from './concepts';

/**
 * The first token of every text that was cut. Texts with another one, or none, are cut anew at night; raise it when concepts
 * or common words change.
 */
export const TOKENS_VERSION = '#1';

/** Of a very long text the beginning says what it is about. */
const MOST_CHARACTERS = 2_000;
const MOST_TOKENS = 300;
/** How often a word of ours counts as seen, so that the segmenter prefers it to its parts. */
const OFTEN = 2_000;

const lines = (words: Iterable<string>): Uint8Array =>
  Buffer.from([...words].map((word) => `${word} ${OFTEN} n\n`).join(''));

let loaded: Jieba | null = null;
const learnt = new Set<string>(CONCEPT_WORDS.filter((word) => [...word].length > 1));

/** The dictionary takes 200 to 400 ms and 50 MB (measured), so it is loaded once per process and not before it is needed. */
function segmenter(): Jieba {
  if (loaded) return loaded;
  loaded = Jieba.withDict(dict);
  loaded.loadDict(lines(learnt));
  return loaded;
}

/** Names that the dictionary does not know: of units, and of categories. A name with a dot is known by its parts, too. */
export function learnNames(names: readonly string[]): void {
  const parts = names.flatMap((name) => [name, ...name.split(/[^\p{L}\p{N}]+/u)]);
  const unknown = [...new Set(parts)].filter((word) => /^[\p{L}\p{N}]{2,}$/u.test(word) && !learnt.has(word));
  for (const word of unknown) learnt.add(word);
  if (loaded && unknown.length > 0) loaded.loadDict(lines(unknown));
}

const SAYS_SOMETHING = /^(?:\p{Script=Han}{2,}|[a-z][a-z0-9+#.-]*[a-z0-9+#])$/u;

/**
 * The different words of a text that say what it is about, and the concepts (`≈…`) they stand for, behind the version. About
 * 0.1 ms for a usual demand.
 */
export function tokensOf(text: string): string[] {
  const beginning = text.slice(0, MOST_CHARACTERS).toLowerCase();
  const words = segmenter()
    .cutForSearch(beginning, true)
    .filter((word) => SAYS_SOMETHING.test(word) && !COMMON_WORDS.has(word));
  const concepts = conceptsIn(beginning).flatMap(({ tokens }) => tokens);
  return [...new Set([TOKENS_VERSION, ...concepts, ...words])].slice(0, MOST_TOKENS);
}

export const isConcept = (token: string): boolean => token.startsWith(CONCEPT_SIGN);
