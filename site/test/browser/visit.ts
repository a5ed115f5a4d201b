/** A browser, and the pages of a night that the Java side published; one of each for all tests. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { after, afterEach, before } from 'node:test';
import { chromium, type Browser, type Page } from 'playwright-core';
import { named } from '../../src/pages/totals.ts';
import { BROWSER_FLAGS, CHROMIUM, holdNight, serve, type Serving } from '../night.ts';

export const SHOTS = 'target/screenshots';
const PATIENCE = 20_000;
export const options = { skip: existsSync(CHROMIUM) ? false : `no Chromium at ${CHROMIUM}` };
const AXE = options.skip === false ? readFileSync('node_modules/axe-core/axe.min.js', 'utf8') : '';

export let published: string;
export let browser: Browser;
export let serving: Serving;
/** A station that is counted. */
export let counted: string;

before(async () => {
  if (options.skip !== false) return;
  published = holdNight('target/browser');
  mkdirSync(SHOTS, { recursive: true });
  browser = await chromium.launch({ executablePath: CHROMIUM, args: BROWSER_FLAGS });
  serving = await serve(published, '/2026/results/');
  const index = JSON.parse(readFileSync(`${published}/${JSON.parse(readFileSync(`${published}/latest.json`, 'utf8')).index}`, 'utf8'));
  const rows = index.contests[0].shards.flatMap((shard: { file: string }) => named(readFileSync(`${published}/${shard.file}`, 'utf8')));
  counted = rows.find((row: Record<string, string>) => row['row'] === 'station' && row['state'] === 'COUNTED').code;
}, { timeout: 240_000 });

afterEach(() => {
  serving?.change.clear();
  serving?.extra.clear();
});

after(async () => {
  await browser?.close();
  serving?.close();
});

/** A page in a visit of its own; fails if it says anything to the console that is no good, or asks anybody else. */
export async function visit(path: string, look: (page: Page) => Promise<void>, more: { width?: number; dark?: boolean; script?: boolean; faults?: boolean; by?: Browser } = {}): Promise<void> {
  const context = await (more.by ?? browser).newContext({ viewport: { width: more.width ?? 1280, height: 900 }, colorScheme: more.dark === true ? 'dark' : 'light', javaScriptEnabled: more.script ?? true, locale: 'en-GB' });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  const problems: string[] = [];
  // A file that is not there, or that may not be read, is told to the console by the browser itself.
  page.on('console', (message) => message.type() === 'error' && more.faults !== true && problems.push(message.text()));
  page.on('dialog', (dialog) => void problems.push(dialog.message()));
  page.on('pageerror', (e) => problems.push(e.message));
  page.on('request', (request) => !/^(http:\/\/(127\.0\.0\.1|results\.example):|blob:|file:)/.test(request.url()) && problems.push(`asks ${request.url()}`));
  await page.goto(path.startsWith('http') || path.startsWith('file:') ? path : serving.address + path);
  try {
    await look(page);
    assert.deepEqual(problems, []);
    assert.deepEqual(await context.cookies(), []);
  } finally {
    await context.close();
  }
}

export const verdict = async (page: Page, state: string): Promise<string> => {
  await page.locator(`.check[data-state=${state}]`).waitFor();
  return page.locator('.check').innerText();
};

export async function accessible(page: Page): Promise<void> {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => (globalThis as any).axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }));
  assert.deepEqual(violations.map((v: any) => `${v.id}: ${v.nodes.map((n: any) => n.html).slice(0, 3).join(' ')}`), []);
}
