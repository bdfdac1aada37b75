import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';

const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
/** WCAG 2.2 A and AA. */
const LEVELS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Collects what must not happen on a page: errors of scripts and of the policy, and requests to other hosts. */
export function watchPage(page: Page): string[] {
  const troubles: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(message.text());
  });
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol !== 'data:' && hostname !== '127.0.0.1') troubles.push(`asked ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) troubles.push(`${response.status()} for ${response.url()}`);
  });
  return troubles;
}

/**
 * Shows in `twin`, a page of a browser with scripts, what `page` shows, which may run none: its HTML as it stands
 * without its scripts. For axe, which is a script.
 */
export async function showTwin(page: Page, twin: Page): Promise<void> {
  const html = (await page.content()).replace(/<script\b[\s\S]*?<\/script>/g, '');
  const isPage = (url: URL) => url.href === page.url();
  await twin.route(isPage, (route) => route.fulfill({ contentType: 'text/html', body: html }));
  await twin.goto(page.url());
  await twin.unroute(isPage);
}

/** The page fits the screen and breaks no rule of accessibility. `more`: further groups of axe's rules. */
export async function checkPage(page: Page, { more = [] }: { more?: string[] } = {}): Promise<void> {
  const wider = await page.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  assert.equal(wider, 0, `${page.url()} is wider than the screen`);
  const run = `axe.run({ runOnly: ${JSON.stringify([...LEVELS, ...more])} })`;
  const found = await page.evaluate(
    `${AXE};${run}.then(({ violations }) => violations.map(({ id, nodes }) => id + ' ' + nodes[0].html + ' ' + nodes[0].failureSummary))`,
  );
  assert.deepEqual(found, [], page.url());
}
