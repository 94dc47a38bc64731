import type { Locator, Page } from 'playwright-core';
import { expect } from '@jest/globals';
import { PHONE, toasts, type BrowserStack, type Screen, type Seat } from './browser';
import { keyboard, mouse, type Hands } from './hands';

export type Way = 'mouse' | 'keyboard';

/** Somebody with one demand in front of them, who does one thing to it after another. */
export interface DeskWork {
  seat: Seat;
  page: Page;
  hands: Hands;
  /** Opens the action's form, lets `fill` fill it in, and confirms. */
  act: (label: string, fill?: (form: FormHands) => Promise<void>) => Promise<void>;
}

export interface FormHands {
  write(label: string, text: string): Promise<void>;
  choose(label: string, text: string): Promise<void>;
  check(group: string, option: string): Promise<void>;
}

/** Where people sit, and how they work there. What a browser complained of while they did must be nothing. */
export interface Desks {
  at(username: string, path: string, work: (desk: DeskWork) => Promise<void>): Promise<void>;
  /** Somebody without an account, with a phone in hand. */
  onPhone(path: string, work: (phone: { page: Page; hands: Hands }) => Promise<void>): Promise<void>;
}

export function desksOf(stack: BrowserStack, way: Way, screen: Screen): Desks {
  const handsOn = (page: Page): Hands => (way === 'mouse' ? mouse(page) : keyboard(page));
  // To load the programs of the pages takes three times as long as to show one: whoever comes next finds them loaded.
  const free = new Map<Screen, Seat>();
  async function withSeat(username: string | null, where: Screen, work: (seat: Seat) => Promise<void>): Promise<void> {
    const left = free.get(where);
    free.delete(where);
    await left?.handOver(username);
    const seat = left ?? (await stack.sit(username, where));
    await work(seat);
    expect({ username, complaints: seat.complaints }).toEqual({ username, complaints: [] });
    free.set(where, seat);
  }
  return {
    at: (username, path, work) =>
      withSeat(username, screen, async (seat) => {
        const { page } = seat;
        const hands = handsOn(page);
        await page.goto(`/console${path}`);
        await work({ seat, page, hands, act: (label, fill) => actOn(page, hands, label, fill) });
      }),
    onPhone: (path, work) =>
      withSeat(null, PHONE, async ({ page }) => {
        await page.goto(path);
        await work({ page, hands: handsOn(page) });
      }),
  };
}

async function actOn(
  page: Page,
  hands: Hands,
  label: string,
  fill?: (form: FormHands) => Promise<void>,
): Promise<void> {
  const bar = page.getByRole('region', { name: '办理', exact: true });
  await hands.press(bar.getByRole('button', { name: label, exact: true }));
  const form = page.getByRole('form', { name: label, exact: true });
  await form.waitFor();
  await fill?.(formHands(form, hands));
  const done = toasts(page, `${label}：已完成`);
  const before = await done.count();
  await hands.press(form.getByRole('button', { name: `确认${label}` }));
  await done.nth(before).waitFor({ state: 'attached' });
}

export const formHands = (form: Locator, hands: Hands): FormHands => ({
  write: (field, text) => hands.write(form.getByLabel(field).first(), text),
  choose: (field, text) => hands.choose(form.getByLabel(field).first(), text),
  check: (group, option) => hands.check(form.getByRole('group', { name: group }).getByLabel(option, { exact: true })),
});
