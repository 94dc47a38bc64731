import { numbersIn, type FoundNumber } from './personal-numbers';
import type { Action } from './vocabulary';

/** Fields of an action's body that the reporter will read. */
export const TOLD_FIELDS: Partial<Record<Action, readonly string[]>> = {
  reply: ['found', 'done', 'basis', 'contact', 'text', 'promise', 'live'],
  note: ['text'],
  split: ['parts'],
  request_information: ['question'],
  reject: ['reason', 'goTo'],
  open_poll: ['question', 'options'],
  decide: ['decision'],
};

export const LEAKS = {
  mobile: '手机号',
  landline: '电话号码',
  id_number: '身份证号',
  bank_card: '银行卡号',
  passport: '护照或通行证号',
  account: '微信或 QQ 号',
  email: '邮箱',
  name: '他人姓名',
  copied: '内部记录原文',
} as const;
export type LeakKind = keyof typeof LEAKS;

export interface Leak {
  kind: LeakKind;
  /** Of a number. */
  value?: string;
  start: number;
  end: number;
  /** The piece as it may be shown: masked. */
  piece: string;
  /** May be a false alarm, so that a person may say so. */
  soft: boolean;
}
type Found = Omit<Leak, 'soft'>;

/** What of the case must not be in a text that goes out. */
export interface Secrets {
  /** Of other reporters and of who collected it. */
  names: readonly string[];
  /** What was written for the inside. */
  notes: readonly string[];
  /** What everybody concerned knows anyway: the demand itself, what was said in public, names of units. */
  known: readonly string[];
  /** Whether a number is one of a reporter. */
  isReporters: (digits: string) => boolean;
}

/** The field of what a file is called. */
export const FILE_NAME = 'fileName';

/** How many characters in a row make a sentence that was copied. */
export const COPIED = 12;

/**
 * Personal data and words of the inside in one text that goes out. `contact` is the field for the unit's own number: an office
 * telephone or address is at home there, a reporter's number is not.
 */
export function leaksIn(text: string, field: string, secrets: Secrets): Leak[] {
  const numbers = numbersIn(text)
    .filter((found) => field !== 'contact' || isForeign(found, secrets))
    .map(({ kind, start, end, value }) => ({ kind, value, start, end, piece: maskedNumber(kind, value) }));
  const leaks: Found[] = [...numbers, ...namesIn(text, secrets.names), ...copiedFrom(text, secrets)];
  return leaks.map((leak) => ({ ...leak, soft: isSoft(leak, field, text) }));
}

/** Numbers never are a false alarm, but in the names that cameras and chats give to files: there, dates and counters look like them. */
function isSoft({ kind, start, end }: Found, field: string, text: string): boolean {
  if (kind === 'name' || kind === 'copied') return true;
  if (field !== FILE_NAME || kind === 'id_number' || kind === 'bank_card') return false;
  return kind !== 'mobile' || !/\d{11}/.test(text.slice(start, end).normalize('NFKC'));
}

const NEVER_OF_AN_OFFICE: readonly FoundNumber['kind'][] = ['id_number', 'bank_card', 'passport'];
const isForeign = ({ kind, value }: FoundNumber, { isReporters }: Secrets): boolean =>
  NEVER_OF_AN_OFFICE.includes(kind) || ((kind === 'mobile' || kind === 'landline') && isReporters(value));

function maskedNumber(kind: FoundNumber['kind'], value: string): string {
  if (kind === 'email') return `${value[0]}***@${value.split('@')[1]}`;
  if (kind === 'account') return `${value.slice(0, 2)}****`;
  return `${value.slice(0, 3)}****${value.slice(-2)}`;
}

function namesIn(text: string, names: readonly string[]): Found[] {
  return [...new Set(names)]
    .filter((name) => [...name].length >= 2)
    .flatMap((name) => {
      const start = text.indexOf(name);
      return start < 0 ? [] : [{ kind: 'name' as const, start, end: start + name.length, piece: `${[...name][0]}**` }];
    });
}

/** What stands between 《》 is a title: it belongs to nobody. Blanks and marks do not make a sentence another one. */
function lettersOf(text: string): { letter: string; at: number }[] {
  const titled = text.replace(/《[^》]*》/g, (title) => '\0'.repeat(title.length));
  const letters: { letter: string; at: number }[] = [];
  let at = 0;
  for (const letter of titled) {
    if (letter === '\0' || /[\p{L}\p{N}]/u.test(letter)) letters.push({ letter, at });
    at += letter.length;
  }
  return letters;
}

function piecesOf(text: string): string[] {
  const letters = lettersOf(text).map(({ letter }) => letter);
  return Array.from({ length: Math.max(0, letters.length - COPIED + 1) }, (_, i) =>
    letters.slice(i, i + COPIED).join(''),
  );
}

function copiedFrom(text: string, { notes, known }: Secrets): Found[] {
  const inside = new Set(notes.flatMap(piecesOf));
  for (const piece of known.flatMap(piecesOf)) inside.delete(piece);
  if (inside.size === 0) return [];
  const letters = lettersOf(text);
  const leaks: Found[] = [];
  piecesOf(text).forEach((piece, i) => {
    if (piece.includes('\0') || !inside.has(piece)) return;
    const last = letters[i + COPIED - 1]!;
    const [start, end] = [letters[i]!.at, last.at + last.letter.length];
    const before = leaks.at(-1);
    if (before && start <= before.end) before.end = end;
    else leaks.push({ kind: 'copied', start, end, piece: '' });
  });
  return leaks.map((leak) => ({ ...leak, piece: `${text.slice(leak.start, leak.start + 6)}…` }));
}

/** What is wrong and what to do about it, for whoever wrote it. */
export function leakSentence({ kind, piece, soft }: Pick<Leak, 'kind' | 'piece' | 'soft'>, field: string): string {
  if (field === FILE_NAME) {
    const orElse = soft ? '；确属误报的，核对后可以确认发出' : '';
    return `文件名含有${LEAKS[kind]}“${piece}”，诉求人会看到，请改名后重新上传${orElse}。`;
  }
  const what = `含有${LEAKS[kind]}“${piece}”`;
  if (kind === 'name') return `${what}，请改用“其他诉求人”“经办人员”等说法；确实无关的，核对后可以确认发出。`;
  if (kind === 'copied')
    return `${what}，内部记录不能原样发给诉求人，请换成给诉求人的说法；确属误报的，核对后可以确认发出。`;
  const isOffice = kind === 'landline' || kind === 'email' || kind === 'mobile';
  return isOffice && field !== 'contact'
    ? `${what}，请删去；本单位的办公电话或邮箱请写在“联系人和电话”里。`
    : `${what}，请删去。`;
}
