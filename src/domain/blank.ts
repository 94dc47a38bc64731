const SEEN = /[^\s\p{Cc}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** Whether nobody could see anything of it: white space, and signs without a shape such as a zero-width space. */
export const isBlank = (text: string): boolean => !SEEN.test(text);

/** A text as it is kept: trimmed, and empty when there is nothing to see in it. */
export const seenIn = (text: string): string => (isBlank(text) ? '' : text.trim());
