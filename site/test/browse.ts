/**
 * Measures the pages over a publication with many stations, in a browser whose processor is slowed down four times: the
 * longest task of the page's own thread in each thing a reader does. Called by `bench/run browse`.
 */
import { chromium, type Page } from 'playwright-core';
import { BROWSER_FLAGS, CHROMIUM, serve } from './night.ts';

const SLOWER = 4;
/** Milliseconds for which a page may not answer. */
const MOST = 200;
const PATIENCE = 180_000;

const [directory] = process.argv.slice(2);
if (directory === undefined) throw new Error('Usage: node browse.mjs PUBLIC-DIR');
const serving = await serve(directory);
const browser = await chromium.launch({ executablePath: CHROMIUM, args: BROWSER_FLAGS });
let worst = 0;

async function measure(path: string, steps: [string, (page: Page) => Promise<unknown>][]): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  await (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  await page.addInitScript(() => {
    const tasks: number[] = ((globalThis as any).tasks = []);
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => tasks.push(entry.duration))).observe({ type: 'longtask', buffered: true });
  });
  await page.goto(serving.address + path);
  for (const [name, step] of steps) {
    const start = performance.now();
    await step(page);
    const seconds = (performance.now() - start) / 1000;
    // Tasks are told a moment after they end.
    await page.waitForTimeout(1000);
    const tasks = await page.evaluate(() => ((globalThis as any).tasks as number[]).splice(0));
    const longest = Math.round(Math.max(0, ...tasks));
    worst = Math.max(worst, longest);
    console.log(`  ${name.padEnd(44)} ${String(longest).padStart(5)} ms longest task, ${tasks.filter((task) => task > MOST).length} above ${MOST}, ${seconds.toFixed(1)} s`);
  }
  await context.close();
}

const verdict = (page: Page): Promise<void> => page.locator('.check[data-state=holds], .check[data-state=unknown]').waitFor();
const found = (page: Page, text: RegExp): Promise<void> => page.getByText(text).first().waitFor();

await measure('', [['the first page, until it is checked', verdict]]);
await measure('areas/R01.html', [['a region, until it is checked', verdict]]);
await measure('areas/M00001.html', [['a municipality, until it is checked', verdict]]);
await measure('site/stations.html', [
  ['all stations', (page) => found(page, /[\d,]+ polling stations$/)],
  ['  until checked', verdict],
  ['  typing a code', async (page) => {
    await page.getByLabel('Code, name or area').pressSequentially('s0000999', { delay: 80 });
    await found(page, /^1 polling stations/);
  }],
  ['  typing a municipality', async (page) => {
    await page.getByLabel('Code, name or area').fill('');
    await page.getByLabel('Code, name or area').pressSequentially('municipality 77', { delay: 80 });
    await page.waitForTimeout(2000);
  }],
  ['  those of one state', async (page) => {
    await page.getByLabel('Code, name or area').fill('');
    await page.getByLabel('State').selectOption('HELD');
    await found(page, /^0 polling stations/);
  }],
  ['  the next hundred', async (page) => {
    await page.getByLabel('State').selectOption('COUNTED');
    await page.getByRole('button', { name: 'After' }).click();
    await found(page, /101 to 200/);
  }],
]);
await measure('site/station.html?station=S0000500', [['a station, until it is checked', verdict]]);
await measure('site/map.html', [
  ['the map, until it is checked', verdict],
  ['  moved ten times, brought closer three times', async (page) => {
    await page.locator('canvas').focus();
    for (let i = 0; i < 10; i++) await page.keyboard.press('ArrowRight', { delay: 50 });
    for (let i = 0; i < 3; i++) await page.keyboard.press('+', { delay: 50 });
    await page.waitForTimeout(2000);
  }],
  ['  by state', (page) => page.getByLabel('Colour').selectOption('state')],
]);
await measure('site/bulletins.html', [['bulletins, until checked', verdict]]);
await browser.close();
serving.close();
console.log(worst > MOST ? `longer than ${MOST} ms: ${worst} ms` : `nothing longer than ${MOST} ms`);
process.exitCode = worst > MOST ? 1 : 0;
