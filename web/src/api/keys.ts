/** A key for one intention of the person: sending it again does it once. */
export const newKey = (): string =>
  typeof crypto.randomUUID === 'function'
    ? crypto.randomUUID()
    : Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

export interface Intention {
  /** The key of a content: sent again unchanged it keeps its key and is done once; changed, it is another intention. */
  keyFor: (content: unknown) => string;
  /** It was done: the same content once more is meant anew. */
  done: () => void;
}

export function intention(): Intention {
  let written: string | undefined;
  let key = '';
  return {
    keyFor: (content) => {
      const now = JSON.stringify(content);
      if (now !== written) [written, key] = [now, newKey()];
      return key;
    },
    done: () => {
      written = undefined;
    },
  };
}
