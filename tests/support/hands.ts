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

/** As much of an element in the page as is asked for here. */
interface InPage {
  ownerDocument: { activeElement: unknown };
  contains(other: unknown): boolean;
  addEventListener(type: string, heard: () => void): void;
}

const MOST_TABS = 150;
const AT_ONCE = 6;

/** Never touches the mouse, and never focuses by script: what Tab does not reach cannot be worked. */
export function keyboard(page: Page): Hands {
  async function reach(target: Locator): Promise<void> {
    await target.waitFor();
    const watch = await target.evaluateHandle((element: InPage) => {
      const seen = { met: false };
      element.addEventListener('focusin', () => (seen.met = true));
      return seen;
    });
    const where = () =>
      target.evaluate((element: InPage, { met }) => {
        const isThere = element.contains(element.ownerDocument.activeElement);
        return isThere ? 'there' : met ? 'passed' : 'ahead';
      }, watch);
    const press = async (key: string, times: number) => {
      for (let time = 0; time < times; time += 1) await page.keyboard.press(key);
    };
    // Looking costs as much as pressing: it is enough to look now and then, and to go back when it was passed.
    let is = await where();
    for (let tabs = 0; is !== 'there' && tabs < MOST_TABS; tabs += AT_ONCE) {
      await press('Tab', AT_ONCE);
      is = await where();
      for (let back = 0; is === 'passed' && back < AT_ONCE; back += 1) {
        await press('Shift+Tab', 1);
        is = await where();
      }
      // The page may have taken the focus elsewhere meanwhile: then it lies ahead again.
      if (is === 'passed') await watch.evaluate((seen) => void (seen.met = false));
    }
    await watch.dispose();
    if (is !== 'there') throw new Error(`not reached by ${MOST_TABS} tabs: ${String(target)}`);
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
