import assert from 'node:assert/strict';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { checkPage, showTwin, watchPage } from './browser.ts';

const SCREEN = { width: 360, height: 740 };

/** A person with a phone, whose browser may run no scripts. */
export class Phone {
  readonly page: Page;
  /** A page with scripts, for axe, where `page` runs none. */
  readonly #twin: Page | null;
  readonly #contexts: BrowserContext[];
  readonly #troubles: string[];

  private constructor(contexts: BrowserContext[], page: Page, twin: Page | null) {
    this.#contexts = contexts;
    this.page = page;
    this.#twin = twin;
    this.#troubles = watchPage(page);
  }

  static async open(browser: Browser, javaScriptEnabled: boolean): Promise<Phone> {
    const contexts = [await browser.newContext({ viewport: SCREEN, javaScriptEnabled })];
    if (!javaScriptEnabled) contexts.push(await browser.newContext({ viewport: SCREEN }));
    const [page, twin] = await Promise.all(contexts.map((context) => context.newPage()));
    assert.ok(page);
    page.setDefaultTimeout(10_000);
    return new Phone(contexts, page, twin ?? null);
  }

  async close(): Promise<void> {
    await Promise.all(this.#contexts.map((context) => context.close()));
  }

  /** The page has this heading, fits, breaks no rule of accessibility, and nothing went wrong on the way to it. */
  async on(heading: string): Promise<void> {
    await this.page.getByRole('heading', { level: 1, name: heading }).waitFor();
    if (this.#twin !== null) await showTwin(this.page, this.#twin);
    await checkPage(this.#twin ?? this.page);
    assert.deepEqual(this.#troubles, [], heading);
  }

  press(name: string): Promise<void> {
    return this.page.getByRole('button', { name, exact: true }).click();
  }

  follow(name: string): Promise<void> {
    return this.page.getByRole('link', { name, exact: true }).click();
  }

  type(label: string, text: string): Promise<void> {
    return this.page.getByLabel(label).fill(text);
  }

  sees(text: string | RegExp): Promise<void> {
    return this.page.getByText(text).first().waitFor();
  }

  /** What would be on paper, blanks joined. */
  async onPaper(): Promise<string> {
    await this.page.emulateMedia({ media: 'print' });
    const text = await this.page.evaluate('document.body.innerText');
    await this.page.emulateMedia({ media: null });
    return String(text).replace(/\s+/g, ' ').trim();
  }
}
