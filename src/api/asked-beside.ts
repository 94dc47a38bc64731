import type { Refusal } from '../domain/refusal-codes';
import type { Question, Signature } from './ask-workflow';
import { requestKey } from './request-key';

/** It was opened, and its workflow has not begun yet. */
const BEGINS_WITHIN = 60_000;

interface Kept {
  isOver: boolean;
  /** When it was opened; null when its workflow has certainly begun. */
  openedAt: Date | null;
  /** The requests carried out that its row remembers. */
  requests?: readonly string[];
}

/** Who asks what of which promise, appeal or poll, and under which key. */
interface Asked {
  user: string;
  id: string;
  action: string;
  given: string | undefined;
  body: object;
}

/** What an Update of a workflow beside a demand's needs to know of its row. A key is good for one of them and one action. */
export function askedBeside(
  { user, id, action, given, body }: Asked,
  read: () => Promise<Kept>,
  whenOver: Refusal,
): Pick<Question<Signature>, 'key' | 'carriedOut' | 'ended' | 'isBeginning'> {
  return {
    key: given === undefined ? null : requestKey(`${user}\n${id}\n${action}`, given, body),
    carriedOut: async (updateId) => (await read()).requests?.find((each) => each.startsWith(`${updateId}.`)) ?? null,
    ended: async () => ((await read()).isOver ? whenOver : null),
    isBeginning: async () => {
      const { isOver, openedAt } = await read();
      return !isOver && openedAt !== null && Date.now() - openedAt.getTime() < BEGINS_WITHIN;
    },
  };
}
