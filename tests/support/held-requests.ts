import type { Page, Route } from 'playwright-core';

/** Holds what these pages ask of this address until each of them has asked it. */
export async function allAsked(pages: readonly Page[], address: string): Promise<void> {
  const waiting = new Set(pages);
  const { opened, open } = gate();
  for (const page of pages)
    await page.route(address, async (route) => {
      waiting.delete(page);
      if (waiting.size === 0) open();
      await opened;
      await route.continue();
    });
}

/** Holds what is read from this address until it is released. */
export async function held(page: Page, address: string): Promise<() => void> {
  const { opened, open } = gate();
  await page.route(address, async (route) => {
    if (route.request().method() === 'GET') await opened;
    // The page may have been left meanwhile.
    await route.continue().catch(() => undefined);
  });
  return open;
}

/** The first request to this address is carried out, and answered only when it is told to be. */
export async function lateAnswer(
  page: Page,
  address: string,
): Promise<{ carriedOut: Promise<void>; answer: () => void }> {
  const [carriedOut, answered] = [gate(), gate()];
  const first = async (route: Route): Promise<void> => {
    const response = await route.fetch();
    carriedOut.open();
    await answered.opened;
    await route.fulfill({ response });
  };
  await page.route(address, first, { times: 1 });
  return { carriedOut: carriedOut.opened, answer: answered.open };
}

function gate(): { opened: Promise<void>; open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}
