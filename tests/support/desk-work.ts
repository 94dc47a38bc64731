import type { Page } from 'playwright-core';
import type { BrowserStack, Screen, Seat } from './browser';
import { keyboard, mouse, type Hands } from './hands';

export type Way = 'mouse' | 'keyboard';

/** Somebody at the console who opens one demand and does one thing to it, the way people do. */
export interface DeskWork {
  seat: Seat;
  hands: Hands;
  open(path: string): Promise<void>;
  /** Opens the action's form, lets `fill` fill it in, and confirms. */
  act(label: string, fill?: (form: FormHands) => Promise<void>): Promise<void>;
}

export interface FormHands {
  write(label: string, text: string): Promise<void>;
  choose(label: string, text: string): Promise<void>;
  check(group: string, option: string): Promise<void>;
}

export async function deskWork(stack: BrowserStack, username: string, way: Way, screen: Screen): Promise<DeskWork> {
  const seat = await stack.sit(username, screen);
  const { page } = seat;
  const hands = way === 'mouse' ? mouse(page) : keyboard(page);
  return {
    seat,
    hands,
    open: async (path) => void (await page.goto(`/console${path}`)),
    act: async (label, fill) => {
      await hands.press(page.getByRole('region', { name: '办理', exact: true }).getByRole('button', { name: label, exact: true }));
      const form = page.getByRole('form', { name: label, exact: true });
      await form.waitFor();
      await fill?.(formHands(page, label, hands));
      await hands.press(form.getByRole('button', { name: `确认${label}` }));
      await page.getByText(`${label}:已完成`).first().waitFor();
    },
  };
}

function formHands(page: Page, label: string, hands: Hands): FormHands {
  const form = page.getByRole('form', { name: label, exact: true });
  return {
    write: (field, text) => hands.write(form.getByLabel(field).first(), text),
    choose: (field, text) => hands.choose(form.getByLabel(field).first(), text),
    check: (group, option) => hands.check(form.getByRole('group', { name: group }).getByLabel(option, { exact: true })),
  };
}
