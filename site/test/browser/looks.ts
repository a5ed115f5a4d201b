/** How the pages look, to whom, and how soon. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { accessible, counted, options, published, SHOTS, visit } from './visit.ts';

test('shows the results without scripts, and from a file', options, async () => {
  await visit('', async (page) => {
    assert.ok((await page.locator('table.votes tr').count()) > 2);
    await page.locator('#plain').waitFor();
  }, { script: false });
  await visit(`file://${process.cwd()}/${published}/index.html`, async (page) => {
    assert.ok((await page.locator('table.votes tr').count()) > 2);
    await page.getByText(/web server/).first().waitFor();
  }, { faults: true });
});

test('is accessible, and looks as it should, narrow and wide, light and dark', options, async () => {
  const pages = ['index.html', `site/station.html?station=${counted}`, 'site/stations.html', 'site/map.html', 'site/bulletins.html', 'site/docket.html', 'site/verify.html', 'site/sheet.html', 'site/data.html', 'es/index.html', 'site/es/verify.html'];
  for (const path of pages) {
    for (const { width, dark } of [{ width: 360, dark: false }, { width: 1920, dark: true }]) {
      await visit(path, async (page) => {
        await page.waitForLoadState('networkidle');
        await accessible(page);
        const name = path.split('?')[0]!.replaceAll('/', '-').replace('.html', '');
        writeFileSync(`${SHOTS}/${name}-${width}${dark ? '-dark' : ''}.png`, await page.screenshot({ fullPage: true }));
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth), false, `${path} is wider than ${width}`);
      }, { width, dark });
    }
  }
});

test('the first view is small and soon there', options, async () => {
  const files = ['index.html', 'style.css', 'site/page.css', 'site/page.js', 'site/worker.js'];
  const size = files.reduce((sum, file) => sum + gzipSync(readFileSync(`${published}/${file}`)).length, 0);
  assert.ok(size <= 100 * 1024, `${size} bytes`);
  await visit('', async (page) => {
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    await page.reload({ waitUntil: 'load' });
    const paint = await page.evaluate(() => new Promise<number>((painted) => new PerformanceObserver((list) => painted(list.getEntries().at(-1)!.startTime)).observe({ type: 'largest-contentful-paint', buffered: true })));
    writeFileSync(`${SHOTS}/../largest-contentful-paint.txt`, `${Math.round(paint)} ms, ${size} bytes\n`);
  });
});
