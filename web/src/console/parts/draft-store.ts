/** As much of the browser's storage as drafts need. */
interface Texts {
  getItem: (key: string) => string | null;
  setItem: (key: string, text: string) => void;
  removeItem: (key: string) => void;
}

const PREFIX = 'draft:';
/** Drafts are per person: the machine may be shared. */
const keyOf = (username: string, name: string): string => `${PREFIX}${username}:${name}`;

/** What people are writing, by who writes it and under what name. */
export function draftsIn(texts: Texts) {
  const forget = (username: string, name: string): void => texts.removeItem(keyOf(username, name));
  return {
    has: (username: string, name: string): boolean => texts.getItem(keyOf(username, name)) !== null,
    keep: (username: string, name: string, text: string): void => texts.setItem(keyOf(username, name), text),
    /** Whatever is no draft (written by another version, or by hand) is forgotten. */
    kept<Content extends object>(this: void, username: string, name: string): Content | null {
      const content = parsed(texts.getItem(keyOf(username, name)));
      if (content === null) forget(username, name);
      return content as Content | null;
    },
    forget,
    /** Signing out leaves nothing on the machine of what anybody was writing. */
    forgetAll: (): void => {
      for (const key of Object.keys(texts)) if (key.startsWith(PREFIX)) texts.removeItem(key);
    },
  };
}

function parsed(text: string | null): object | null {
  try {
    const content: unknown = JSON.parse(text ?? 'null');
    return typeof content === 'object' ? content : null;
  } catch {
    return null;
  }
}
