/** What the service said no to; null when no answer came back. */
export interface Refused {
  code: string;
  status: number;
}

interface Way<Answer> {
  post: (body: string, key: string) => Promise<Answer>;
  refusedBy: (error: unknown) => Refused | null;
  /** Writes down what was sent without an answer so far. */
  keep: (sent: string[]) => void;
}

interface Once<Answer> {
  answer: Answer;
  /** An earlier try had arrived after all; what was changed since is not in it. */
  isEarlier: boolean;
}

/**
 * Sends under one key, so that whatever gets lost on the way, it is done once. `sent` are the bodies of tries that had no answer:
 * when the key turns out to be used for other words, it was one of these, and asking with them brings its answer. Throws what
 * `post` throws.
 */
export async function sendOnce<Answer>(
  { key, sent }: { key: string; sent: readonly string[] },
  body: string,
  { post, refusedBy, keep }: Way<Answer>,
): Promise<Once<Answer>> {
  const isConflict = (error: unknown) => refusedBy(error)?.code === 'idempotency_conflict';
  // Written down first: should the page be closed while it is under way, it may have arrived.
  keep([...sent.filter((each) => each !== body), body]);
  try {
    return { answer: await post(body, key), isEarlier: false };
  } catch (error) {
    const refused = refusedBy(error);
    if (refused && refused.status >= 400 && refused.status < 500) keep([...sent]);
    if (!isConflict(error)) throw error;
    for (const earlier of sent) {
      try {
        return { answer: await post(earlier, key), isEarlier: true };
      } catch (other) {
        if (!isConflict(other)) throw other;
      }
    }
    throw error;
  }
}
