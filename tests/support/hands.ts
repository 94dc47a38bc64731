import type { Locator, Page } from 'playwright-core';

/** How somebody works a page: with the mouse, or with nothing but the keyboard. */
export interface Hands {
  press(control: Locator): Promise<void>;
  write(field: Locator, text: string): Promise<void>;
  /** Chooses the entry that is called `text` in a list that opens. */
  choose(field: Locator, text: string): Promise<void>;
  check(option: Locator): Promise<void>;
}

export function mouse(page: Page): Hands {
  return {
    press: (control) => control.click(),
    write: (field, text) => field.fill(text),
    choose: async (field, text) => {
      await field.click();
      await field.fill(text);
      await page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)').getByText(text).first().click();
    },
    check: (option) => option.click(),
  };
}

const MOST_TABS = 150;

/** Never touches the mouse, and never focuses by script: what Tab does not reach cannot be worked. */
export function keyboard(page: Page): Hands {
  async function reach(target: Locator): Promise<void> {
    await target.waitFor();
    const isThere = () => target.evaluate((element) => element.contains(element.ownerDocument.activeElement));
    for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
      if (await isThere()) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`not reached by ${MOST_TABS} tabs: ${String(target)}`);
  }
  return {
    press: async (control) => {
      await reach(control);
      await page.keyboard.press('Enter');
    },
    write: async (field, text) => {
      await reach(field);
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.insertText(text);
    },
    choose: async (field, text) => {
      await reach(field);
      await page.keyboard.insertText(text);
      await page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)').getByText(text).first().waitFor();
      await page.keyboard.press('Enter');
    },
    check: async (option) => {
      // Of a group of radio buttons Tab reaches one; the arrows go on from there.
      const group = option.locator('xpath=ancestor::*[@role="radiogroup" or @role="group" or self::fieldset][1]');
      await reach(group.locator('input').first().or(option).first());
      for (let steps = 0; steps < 12 && !(await option.isChecked()); steps += 1) {
        await page.keyboard.press('Space');
        if (await option.isChecked()) return;
        await page.keyboard.press('ArrowDown');
      }
    },
  };
}
