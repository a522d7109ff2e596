import { type Page } from 'playwright-core';
import { expect } from 'vitest';

const MOST_TABS = 80;

/** The element that has the focus: its role or tag, and what it is called. */
const FOCUSED = `(() => {
  const element = document.activeElement;
  const label = element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent;
  // The button of a tile shows its focus around the whole tile, a checkbox around its mark.
  const around = [element, element.parentElement, element.closest('.tile')].filter((one) => one !== null);
  const shows = ({ outlineStyle, boxShadow }) => outlineStyle !== 'none' || boxShadow !== 'none';
  return { tag: element.tagName, name: label.trim(), visible: around.some((one) => shows(getComputedStyle(one))) };
})()`;

interface Focused {
  tag: string;
  name: string;
  visible: boolean;
}

/** Somebody without a mouse. */
export class Keyboard {
  constructor(private readonly page: () => Page) {}

  focused(): Promise<Focused> {
    return this.page().evaluate<Focused>(FOCUSED);
  }

  press(key: string): Promise<void> {
    return this.page().keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    await this.press('ControlOrMeta+a');
    await this.page().keyboard.type(text);
  }

  /** Tab until that element has the focus, which shows. */
  async tabTo(name: string | RegExp): Promise<void> {
    const passed: string[] = [];
    for (let turn = 0; turn < MOST_TABS; turn++) {
      await this.press('Tab');
      const found = await this.focused();
      passed.push(found.name);
      if (typeof name === 'string' ? found.name === name : name.test(found.name)) {
        expect(found.visible, `the focus on ${found.name} shows`).toBe(true);
        return;
      }
    }
    throw new Error(`${name} cannot be reached; Tab leads to ${passed.join(' | ')}`);
  }

  /** Goes to a button or link, and presses it. */
  async enter(name: string | RegExp): Promise<void> {
    await this.tabTo(name);
    await this.press('Enter');
  }

  /** The choice with this text of the select that has the focus. */
  async choose(text: string): Promise<void> {
    await this.page().keyboard.type(text);
    await expect.poll(() => this.page().evaluate('document.activeElement.selectedOptions[0].textContent')).toBe(text);
  }

  async hasFocus(name: string): Promise<void> {
    await expect.poll(async () => (await this.focused()).name).toBe(name);
  }

  /** The heading of a new page has the focus. */
  async heading(name: string): Promise<void> {
    await this.page().getByRole('heading', { name, level: 1 }).waitFor();
    await expect.poll(async () => (await this.focused()).tag).toBe('H1');
  }
}
