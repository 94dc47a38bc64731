export const PAGE = 500;
export const AT_ONCE = 20;

/** Where to go on, and how many were told; `next` is null after the last page. */
export interface Told {
  next: string | null;
  told: number;
}

/** Tells some at once, and then the next; how many could be told. */
export async function tellInTurns<Item>(
  items: readonly Item[],
  atOnce: number,
  tell: (item: Item) => Promise<boolean>,
): Promise<number> {
  let told = 0;
  for (let i = 0; i < items.length; i += atOnce) {
    const heard = await Promise.all(items.slice(i, i + atOnce).map(tell));
    told += heard.filter(Boolean).length;
  }
  return told;
}
