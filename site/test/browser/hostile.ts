/** What whoever serves the files can put in them: the pages run none of it, never call it right, and say plainly what is the matter. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { counted, options, published, serving, visit } from './visit.ts';

const MARKUP = '<img src=x onerror=globalThis.ran=1>';
const HTML = Buffer.from('<!doctype html><title>Welcome</title><script>globalThis.ran=1</script>');

/** Opens a page whose files are not those that were published; nothing may run, fail loudly or turn green. */
async function withstands(path: string, says: RegExp): Promise<void> {
  await visit(path, async (page) => {
    await told(page).filter({ hasText: says }).first().waitFor();
    assert.equal(await page.locator('.check[data-state=holds]').count(), 0, path);
    assert.equal(await page.evaluate(() => (globalThis as any).ran), undefined, path);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth), false, `${path} is too wide`);
  }, { faults: true });
}

const told = (page: Page) => page.locator('.note[role=alert], .check[data-state=unknown], .check[data-state=fails]');
const read = (path: string): string => readFileSync(`${published}/${path}`, 'utf8');
const put = (path: string, text: string): void => void serving.extra.set(path, Buffer.from(text));

/** A file that is named by its digest. */
function named(text: string, ending: string): string {
  const path = `totals/${createHash('sha256').update(text).digest('hex')}.${ending}`;
  put(path, text);
  return path;
}

const FORM = { en: /What the server sent is not what is published here/, es: /Lo que envió el servidor no es lo que aquí se publica/ };
const REACH = { en: /does not answer, or does not let pages from elsewhere read it/, es: /no responde, o no deja que lo lean páginas de otro lugar/ };
const ADDRESS = { en: /is not the address of a publication/, es: /no es la dirección de una publicación/ };

test('takes no odd address for a publication, and none that other pages may not read', options, async () => {
  for (const source of ['javascript:globalThis.ran=1', 'data:application/json,{}', 'http://name:word@127.0.0.1:1/', 'http://[']) {
    await withstands(`site/stations.html?source=${encodeURIComponent(source)}`, ADDRESS.en);
  }
  await withstands('site/es/verify.html?source=javascript:globalThis.ran%3D1', ADDRESS.es);
  await withstands('es/index.html?source=data:text/html,x', ADDRESS.es);
  const closed = createServer((_, response) => void response.end('{}'));
  await new Promise<void>((listening) => closed.listen(0, '127.0.0.1', listening));
  try {
    const source = encodeURIComponent(`http://127.0.0.1:${(closed.address() as AddressInfo).port}/`);
    await withstands(`site/data.html?source=${source}`, REACH.en);
    await withstands(`site/es/docket.html?source=${source}`, REACH.es);
  } finally {
    closed.close();
  }
});

test('says what is the matter when files are something else, cut off or not there', options, async () => {
  const latest = JSON.parse(read('latest.json'));
  const pointers: [string, string, RegExp][] = [
    [HTML.toString(), 'site/es/stations.html', FORM.es], ['null', 'site/data.html', FORM.en], [read('latest.json').slice(0, 40), 'site/docket.html', FORM.en],
    [JSON.stringify({ ...latest, asOf: 1e300 }), 'site/bulletins.html', FORM.en], [JSON.stringify({ ...latest, index: 'javascript:globalThis.ran=1' }), 'site/map.html', FORM.en],
    [JSON.stringify({ ...latest, bulletin: -1 }), `site/station.html?station=${counted}`, FORM.en],
    // In time, but not in what is signed.
    [JSON.stringify({ ...latest, asOf: latest.asOf + 3600 }), `site/station.html?station=${counted}`, /latest\.json/],
  ];
  for (const [text, path, says] of pointers) {
    put('latest.json', text);
    await withstands(path, says);
  }
  serving.extra.clear();
  serving.change.set('package/election.json', () => HTML);
  await withstands('site/es/sheet.html', FORM.es);
  serving.change.set('package/election.json', () => undefined);
  await withstands('site/data.html', REACH.en);
  serving.change.clear();
  serving.change.set('package/stations.csv', (bytes) => bytes.slice(0, bytes.length / 2));
  await withstands('site/stations.html', /package\/stations\.csv/);
  serving.change.set(latest.index, (bytes) => bytes.slice(0, bytes.length / 2));
  await withstands('site/map.html', /totals\/[0-9a-f]{64}\.json/);
});

test('shows markup as text, and numbers and names of any kind without calling them right', options, async () => {
  const election = JSON.parse(read('package/election.json'));
  put('package/election.json', JSON.stringify({ ...election, name: { en: `${MARKUP} \u202e321`, ['__proto__']: MARKUP } }));
  await withstands('site/data.html', /election\.json/);
  serving.extra.clear();
  put('package/selections.csv', read('package/selections.csv').replaceAll(/^([^,]+,[^,]+,list,[^,]+),[^,]*,[^,]*/gm, `$1,${MARKUP},__proto__`));
  await withstands(`site/station.html?station=${counted}`, /selections\.csv/);
  serving.extra.clear();
  const latest = JSON.parse(read('latest.json'));
  const index = read(latest.index).replaceAll(/"votes":\{"([^"]+)":\d+/g, '"votes":{"__proto__":9007199254740993,"constructor":-7,"$1":1e300');
  assert.match(index, /constructor/);
  put('latest.json', JSON.stringify({ ...latest, index: named(index, 'json') }));
  for (const path of ['site/map.html', 'site/bulletins.html', 'site/data.html']) await withstands(path, /totals\/|latest\.json/);
});

test('holds the figures of every bulletin that is shown against the log', options, async () => {
  const earlier = JSON.parse(read('bulletins/1.json'));
  const index = read(earlier.index).replace(/"validVotes":(\d+)/, (_, votes: string) => `"validVotes":${Number(votes) + 1}`);
  assert.notEqual(index, read(earlier.index));
  put('bulletins/1.json', JSON.stringify({ ...earlier, index: named(index, 'json') }));
  await withstands('site/bulletins.html', /bulletins\/1\.json/);
  serving.extra.clear();
  await visit('site/es/bulletins.html', async (page) => {
    await page.locator('.check[data-state=holds]').filter({ hasText: /todos los boletines que se muestran/ }).waitFor();
  });
});
