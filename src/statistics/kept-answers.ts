/** `wider` is the key of a question whose answer holds this one, should it be kept. */
type KeptAnswers<Answer> = (key: string, find: () => Promise<Answer>, wider?: string) => Promise<Answer>;

/**
 * Answers that cost much are kept for a while, found once when many ask for the same, and found one after another: together
 * they would take every connection to the database from those who work.
 */
export function keptAnswers<Answer>(lifetimeMs: number): KeptAnswers<Answer> {
  const kept = new Map<string, { until: number; answer: Promise<Answer> }>();
  let last: Promise<unknown> = Promise.resolve();
  return (key, find, wider) => {
    const now = Date.now();
    for (const [old, { until }] of kept) if (until <= now) kept.delete(old);
    const known = kept.get(key) ?? (wider === undefined ? undefined : kept.get(wider));
    if (known) return known.answer;
    const answer = last.then(find);
    const entry = { until: Infinity, answer };
    kept.set(key, entry);
    last = answer.then(
      () => (entry.until = Date.now() + lifetimeMs),
      () => kept.delete(key),
    );
    return answer;
  };
}
