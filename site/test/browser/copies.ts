/** What the pages say of copies that are damaged, out of date, or of another origin. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { serve } from '../night.ts';
import { browser, counted, options, published, serving, verdict, visit } from './visit.ts';

test('turns red and names the file when something was changed', options, async () => {
  const flip = (bytes: Uint8Array): Uint8Array => bytes.map((b, i) => (i === bytes.length - 40 ? b ^ 1 : b));
  const totals = JSON.parse(readFileSync(`${published}/latest.json`, 'utf8')).index as string;
  for (const path of [totals, 'package/stations.csv', 'site/data.html']) {
    serving.change.set(path, flip);
    await visit('site/verify.html', async (page) => {
      await page.getByRole('button', { name: 'Check everything' }).click();
      assert.match(await verdict(page, 'fails'), new RegExp(path.replaceAll('.', '\\.')), path);
    });
    serving.change.clear();
  }
  serving.change.set(totals, flip);
  await visit('site/es/verify.html', async (page) => {
    await page.getByRole('button', { name: 'Comprobar todo' }).click();
    await verdict(page, 'fails');
    await page.getByText('no es lo que da el registro').waitFor();
  });
  serving.change.clear();
});

test('turns red at a station whose entry in the log was changed', options, async () => {
  const entries = serving.asked.find((path) => path.startsWith('tile/entries/'))!;
  serving.change.set(entries, (bytes) => bytes.map((b, i) => (i > bytes.length / 2 && i % 97 === 0 ? b ^ 1 : b)));
  await visit(`site/station.html?station=${counted}`, async (page) => {
    assert.match(await verdict(page, 'fails'), /entry \d+|tile\/entries/);
  });
  serving.change.clear();
});

test('turns red on a plain page that shows another figure than is signed', options, async () => {
  const html = readFileSync(`${published}/index.html`, 'utf8');
  const votes = /data-votes="([1-9]\d+)"/.exec(html)![1]!;
  const grouped = Number(votes).toLocaleString('en');
  // Only what people read; what programs read stays right.
  const another = (Number(votes) + 1).toLocaleString('en');
  serving.change.set('index.html', (bytes) => Buffer.from(Buffer.from(bytes).toString('utf8').replaceAll(`>${grouped}<`, `>${another}<`)));
  await visit('', async (page) => {
    assert.match(await verdict(page, 'fails'), /other figures than the signed totals/);
  });
  serving.change.clear();
});

test('finds out a mirror that shows a station without its record, by files that fit each other', options, async () => {
  const read = (path: string): string => readFileSync(`${published}/${path}`, 'utf8');
  const put = (text: string, ending: string): string => {
    const path = `totals/${createHash('sha256').update(text).digest('hex')}.${ending}`;
    serving.extra.set(path, Buffer.from(text));
    return path;
  };
  const latest = JSON.parse(read('latest.json'));
  let index = read(latest.index);
  for (const file of new Set(index.match(/totals\/[0-9a-f]{64}\.csv/g)!)) {
    const rows = read(file).split('\n');
    const withheld = rows.map((row) => (row.startsWith(`station,${counted},`) ? row.split(',').map((field, i) => (i < 2 ? field : i === 2 ? 'NOT_RECEIVED' : '')).join(',') : row)).join('\n');
    if (withheld !== rows.join('\n')) index = index.replaceAll(file, put(withheld, 'csv'));
  }
  serving.extra.set('latest.json', Buffer.from(`${JSON.stringify({ ...latest, index: put(index, 'json') })}\n`));
  await visit(`site/station.html?station=${counted}`, async (page) => {
    await page.getByText('not received').first().waitFor();
    assert.match(await verdict(page, 'fails'), /latest\.json|totals\//);
  });
  serving.extra.clear();
});

test('does not call a bulletin wrong that is just being published', options, async () => {
  const latest = JSON.parse(readFileSync(`${published}/latest.json`, 'utf8'));
  serving.extra.set('latest.json', Buffer.from(`${JSON.stringify({ ...latest, entry: 1_000_000 })}\n`));
  await visit(`site/station.html?station=${counted}`, async (page) => {
    assert.match(await verdict(page, 'unknown'), /just being published/);
  });
  serving.extra.clear();
});

test('a page that keeps its bytes says which bulletin is the newest, and holds as long as its figures do', options, async () => {
  const latest = JSON.parse(readFileSync(`${published}/latest.json`, 'utf8'));
  const area = readdirSync(`${published}/areas`)[0]!;
  const older = (bytes: Uint8Array): Uint8Array => Buffer.from(Buffer.from(bytes).toString('utf8').replace(/data-bulletin="\d+"/, 'data-bulletin="1"'));
  serving.change.set(`areas/${area}`, older);
  await visit(`areas/${area}`, async (page) => {
    await page.getByText(`Newest: bulletin ${latest.bulletin}, as of`).waitFor();
    assert.match(await verdict(page, 'holds'), new RegExp(`those of bulletin ${latest.bulletin},`));
  });
  serving.change.set(`areas/${area}`, (bytes) => Buffer.from(Buffer.from(older(bytes)).toString('utf8').replace(/(<\/th><td class="n">)[\d,]+(<\/td><td class="n">[\d.]+ %)/, '$17$2')));
  await visit(`areas/${area}`, async (page) => {
    assert.match(await verdict(page, 'unknown'), new RegExp(`does not show what bulletin ${latest.bulletin} says`));
  });
  serving.change.clear();
});

test('draws areas and lists as the package gives them, and checks that it does', options, async () => {
  await visit('site/map.html', async (page) => {
    assert.match(await verdict(page, 'holds'), /what the map shows/);
    // Yellow, dark enough for a light page.
    const fills = await page.locator('.legend circle').evaluateAll((circles) => circles.map((circle) => circle.getAttribute('fill')));
    assert.ok(fills.includes('#a48d0f'), fills.join());
    const drawn = await page.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      let count = 0;
      for (let i = 3; i < data.length; i += 4) if (data[i]! > 0) count++;
      return count;
    });
    assert.ok(drawn > 2000, `${drawn} pixels`);
  });
  serving.change.set('package/boundaries.geojson', (bytes) => Buffer.from(Buffer.from(bytes).toString('utf8').replace('{', '{ ')));
  await visit('site/map.html', async (page) => {
    assert.match(await verdict(page, 'fails'), /boundaries\.geojson/);
  });
  serving.change.clear();
});

test('does not go back behind what it has seen', options, async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${serving.address}site/station.html?station=${counted}`);
  await verdict(page, 'holds');
  await page.evaluate(() => {
    const seen = JSON.parse(localStorage.getItem('cotejo.seen')!);
    for (const each of Object.values<{ size: number }>(seen)) each.size += 1000;
    localStorage.setItem('cotejo.seen', JSON.stringify(seen));
  });
  await page.reload();
  assert.match(await verdict(page, 'fails'), /fewer than the \d+ seen before/);
  await context.close();
});

test('a page from a copy that is trusted checks any other', options, async () => {
  const other = await serve(published);
  await visit(`site/station.html?station=${counted}&source=${encodeURIComponent(other.address)}`, async (page) => {
    const text = await verdict(page, 'holds');
    assert.match(text, new RegExp(new URL(other.address).host));
    assert.ok(other.asked.includes('checkpoint'));
    assert.equal(await page.locator('header a[href*="verify.html"]').evaluate((a: HTMLAnchorElement) => new URL(a.href).searchParams.get('source')), other.address);
  });
  other.close();
});

test('checks a station over plain HTTP too, where a browser offers no cryptography', options, async () => {
  const address = serving.address.replace('127.0.0.1', 'results.example');
  await visit(`${address}site/station.html?station=${counted}`, async (page) => {
    assert.equal(await page.evaluate(() => crypto.subtle), undefined);
    assert.match(await verdict(page, 'holds'), /this record is signed, it is in the log/);
  });
});
