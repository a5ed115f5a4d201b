/** The pages in a real browser, over files that the Java side published. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { after, afterEach, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { chromium, type Browser, type Page } from 'playwright-core';
import { named } from '../src/pages/totals.ts';
import { fromBase64, fromHex } from '../src/verify/bytes.ts';
import { verifyInclusion } from '../src/verify/merkle.ts';
import { readCheckpoint, readNote } from '../src/verify/note.ts';
import { BROWSER_FLAGS, CHROMIUM, holdNight, serve, type Serving } from './night.ts';

const SHOTS = 'target/screenshots';
const PATIENCE = 20_000;
const options = { skip: existsSync(CHROMIUM) ? false : `no Chromium at ${CHROMIUM}` };
const AXE = options.skip === false ? readFileSync('node_modules/axe-core/axe.min.js', 'utf8') : '';

let published: string;
let browser: Browser;
let serving: Serving;
let counted: string;

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
async function visit(path: string, look: (page: Page) => Promise<void>, more: { width?: number; dark?: boolean; script?: boolean; faults?: boolean } = {}): Promise<void> {
  const context = await browser.newContext({ viewport: { width: more.width ?? 1280, height: 900 }, colorScheme: more.dark === true ? 'dark' : 'light', javaScriptEnabled: more.script ?? true, locale: 'en-GB' });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  const problems: string[] = [];
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  page.on('pageerror', (e) => problems.push(e.message));
  page.on('request', (request) => !/^(http:\/\/(127\.0\.0\.1|results\.example):|blob:)/.test(request.url()) && problems.push(`asks ${request.url()}`));
  await page.goto(path.startsWith('http') || path.startsWith('file:') ? path : serving.address + path);
  try {
    await look(page);
    if (more.faults !== true) assert.deepEqual(problems, []);
    assert.deepEqual(await context.cookies(), []);
  } finally {
    await context.close();
  }
}

const verdict = async (page: Page, state: string): Promise<string> => {
  await page.locator(`.check[data-state=${state}]`).waitFor();
  return page.locator('.check').innerText();
};

async function accessible(page: Page): Promise<void> {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => (globalThis as any).axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }));
  assert.deepEqual(violations.map((v: any) => `${v.id}: ${v.nodes.map((n: any) => n.html).slice(0, 3).join(' ')}`), []);
}

test('walks from the whole to a station and checks its record', options, async () => {
  await visit('', async (page) => {
    await verdict(page, 'holds');
    await page.locator('main table a[href^="areas/"]').first().click();
    await verdict(page, 'holds');
    while ((await page.locator('main a[href*="station.html"]').count()) === 0) await page.locator('main table a[href$=".html"]').first().click();
    await page.locator('main a[href*="station.html"]').first().click();
    await page.waitForURL(/station\.html\?station=/);
    const text = await verdict(page, 'holds');
    assert.match(text, /this record is signed, it is in the log/);
    await page.locator('.check summary').click();
    assert.ok((await page.locator('.steps li').count()) >= 8);
    assert.match(text, /127\.0\.0\.1/);
  });
});

test('lists the bulk data beside the pages and says of which bulletin it is', options, async () => {
  await visit('site/data.html', async (page) => {
    const link = page.getByRole('link', { name: 'results.parquet' });
    const answer = await page.request.get(await link.evaluate((a: any) => a.href));
    assert.equal((await answer.body()).subarray(0, 4).toString(), 'PAR1');
    assert.equal(await page.getByRole('table', { name: 'Results for other programs' }).getByRole('row').count(), 12);
    assert.equal(await page.getByRole('alert').count(), 0);
  });
  const described = JSON.parse(readFileSync(`${published}/../data/datapackage.json`, 'utf8'));
  for (const [changed, says] of [[{ bulletin: 1 }, 'are of another one'], [{ totalsIndex: `sha256:${'0'.repeat(64)}` }, 'made of other totals'], [{ resources: [{ path: '../x', bytes: 1 }, { path: 'a.csv', bytes: 1, description: '<b>A</b>' }] }, '<b>A</b>']] as const) {
    serving.extra.set('data/datapackage.json', Buffer.from(JSON.stringify({ ...described, ...changed })));
    await visit('site/data.html', async (page) => {
      await page.getByText(says).waitFor();
      assert.equal(await page.getByRole('link', { name: '../x' }).count(), 0);
    });
  }
  serving.extra.set('data/datapackage.json', Buffer.from('<html>'));
  await visit('site/data.html', async (page) => {
    await page.getByRole('alert').waitFor();
    await page.getByRole('heading', { name: 'Licence' }).waitFor();
  });
});

test('checks everything and says so, under a path of its own', options, async () => {
  await visit('site/verify.html', async (page) => {
    await page.getByRole('button', { name: 'Check everything' }).click();
    assert.match(await verdict(page, 'holds'), /Everything holds: [\d,]+ entries/);
    assert.match(await verdict(page, 'holds'), /newest checkpoint has [\d,]+ entries and is from/);
  });
});

test('turns red and names the file when something was changed', options, async () => {
  const flip = (bytes: Uint8Array): Uint8Array => bytes.map((b, i) => (i === bytes.length - 40 ? b ^ 1 : b));
  const totals = JSON.parse(readFileSync(`${published}/latest.json`, 'utf8')).index as string;
  for (const path of [totals, 'package/stations.csv', 'site/data.html', 'areas/NONE']) {
    if (path === 'areas/NONE') continue;
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

test('hands out the receipt of a record as a file, made of tiles that it has checked', options, async () => {
  await visit(`site/station.html?station=${counted}`, async (page) => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /Receipt/ }).first().click()]);
    const leaf = /^([0-9a-f]{64})\.receipt$/.exec(download.suggestedFilename())![1]!;
    const receipt = readFileSync(await download.path(), 'latin1');
    const [head, index, ...rest] = receipt.split('\n');
    assert.equal(head, 'c2sp.org/tlog-proof@v1');
    const end = rest.indexOf('');
    const note = rest.slice(end + 1).join('\n');
    assert.equal(note, readFileSync(`${published}/checkpoint`, 'latin1'));
    const { size, root } = readCheckpoint(readNote(Buffer.from(note, 'latin1')).text);
    assert.ok(verifyInclusion(BigInt(index!.slice('index '.length)), size, fromHex(leaf), rest.slice(0, end).map(fromBase64), root));
  });
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

test('reads the code of a sheet from a picture and finds it in the log, without sending it', options, async () => {
  let picture: Buffer | undefined;
  await visit(`site/station.html?station=${counted}`, async (page) => {
    await page.locator('details.paper summary').first().click();
    picture = await page.locator('.qr').first().screenshot();
  });
  await visit('site/sheet.html', async (page) => {
    await page.locator('#picture').waitFor();
    const before = serving.asked.length;
    await page.locator('#picture').setInputFiles({ name: 'sheet.png', mimeType: 'image/png', buffer: picture! });
    assert.match(await verdict(page, 'holds'), /The log holds this record: entry [\d,]+/);
    await page.getByRole('link', { name: new RegExp(`/${counted}$`) }).waitFor();
    assert.ok(serving.asked.slice(before).every((path) => !path.includes('sheet.png')));
  });
});

test('reads the code of a sheet from a photograph of it', options, async () => {
  let codes: Buffer[] = [];
  await visit(`site/station.html?station=${counted}`, async (page) => {
    await page.locator('details.paper summary').first().click();
    const paper = page.locator('details.paper').first().locator('.qr');
    await paper.first().waitFor();
    for (const code of await paper.all()) codes.push(await code.screenshot({ scale: 'css' }));
  });
  await visit('site/sheet.html', async (page) => {
    await page.locator('#picture').waitFor();
    const photographs = await page.evaluate(photograph, codes.map((code) => code.toString('base64')));
    await page.locator('#picture').setInputFiles(photographs.map((jpeg, i) => ({ name: `${i}.jpg`, mimeType: 'image/jpeg', buffer: Buffer.from(jpeg, 'base64') })));
    assert.match(await verdict(page, 'holds'), /The log holds this record: entry [\d,]+/);
  });
});

/** In the browser: each picture as a camera might see it: turned, from the side, in uneven light, with noise, as a JPEG. */
async function photograph(pictures: string[]): Promise<string[]> {
  const taken: string[] = [];
  for (const picture of pictures) {
    const image = await createImageBitmap(new Blob([Uint8Array.from(atob(picture), (c) => c.charCodeAt(0))]));
    const side = 4 * Math.max(image.width, image.height);
    const [flat, seen] = [new OffscreenCanvas(side, side), new OffscreenCanvas(side, side)];
    const drawing = flat.getContext('2d')!;
    drawing.fillStyle = '#e9e6dd';
    drawing.fillRect(0, 0, side, side);
    drawing.translate(side / 2, side / 2);
    drawing.rotate(0.4);
    drawing.drawImage(image, -side / 3, -side / 3, (2 * side) / 3, (2 * side) / 3);
    // From the side: each line a little narrower than the one above it.
    const slanted = seen.getContext('2d', { willReadFrequently: true })!;
    for (let y = 0; y < side; y++) {
      const inset = (0.1 * side * y) / side;
      slanted.drawImage(flat, 0, y, side, 1, inset, y, side - 2 * inset, 1);
    }
    const pixels = slanted.getImageData(0, 0, side, side);
    let random = 1;
    for (let i = 0; i < pixels.data.length; i += 4) {
      random = (random * 48_271) % 2_147_483_647;
      const light = 0.65 + (0.35 * ((i / 4) % side)) / side;
      for (let c = 0; c < 3; c++) pixels.data[i + c] = pixels.data[i + c]! * light + (random % 25) - 12;
    }
    slanted.putImageData(pixels, 0, 0);
    const bytes = new Uint8Array(await (await seen.convertToBlob({ type: 'image/jpeg', quality: 0.6 })).arrayBuffer());
    let text = '';
    for (const b of bytes) text += String.fromCharCode(b);
    taken.push(btoa(text));
  }
  return taken;
}

test('says that a picture has no code', options, async () => {
  await visit('site/sheet.html', async (page) => {
    await page.locator('#picture').setInputFiles({ name: 'blank.png', mimeType: 'image/png', buffer: await page.screenshot() });
    await page.getByText('No code was found.').waitFor();
  });
});

test('finds stations by code, area and state', options, async () => {
  await visit('site/stations.html', async (page) => {
    await page.getByText('240 polling stations').waitFor();
    await page.getByLabel('Code, name or area').fill(counted);
    await page.getByText('1 polling stations').waitFor();
    assert.match(page.url(), new RegExp(`q=${counted}`));
    await page.getByLabel('Code, name or area').fill('');
    await page.getByLabel('State').selectOption('CONFLICT');
    await page.getByText(/^0 polling stations/).waitFor();
    await page.reload();
    assert.equal(await page.getByLabel('State').inputValue(), 'CONFLICT');
  });
});

test('shows the docket of another publication: who asks for what, and values before and after a ruling', options, async () => {
  const disputed = await serve('../audit/target/corpus/docket', '/');
  try {
    const keys = readFileSync('../audit/target/corpus/authority.pub', 'utf8');
    const source = encodeURIComponent(disputed.address);
    await visit(`site/verify.html?source=${source}`, async (page) => {
      await page.evaluate((text) => localStorage.setItem('cotejo.authority', text), keys);
      await page.goto(`${serving.address}site/docket.html?source=${source}`);
      await verdict(page, 'holds');
      await page.getByRole('button', { name: 'Read the log' }).click();
      const dispute = page.locator('section', { hasText: 'Challenge of entry 11' });
      await dispute.waitFor();
      const text = (await dispute.innerText()).replaceAll(/\s+/g, ' ');
      assert.match(text, /By list About 1\/SY · S0000001 Asks for another value/);
      assert.match(text, /Entry 15, by watch Form Committed to, and not disclosed/);
      assert.match(text, /Entry 17, by the court .* Before 1: 191, 2: 7, 3: 128, none: 88 After 1: 173, 2: 58, 3: 8, none: 224/);
      assert.match(text, /Entry 18, by the court Decides granted: entry 11/);
      await accessible(page);
    }, { faults: true });
  } finally {
    disputed.close();
  }
});

test('changes the language and keeps the place', options, async () => {
  await visit('site/bulletins.html', async (page) => {
    await page.getByRole('link', { name: 'Español' }).click();
    await page.getByRole('heading', { level: 1, name: 'Boletines' }).waitFor();
    assert.equal(await page.locator('html').getAttribute('lang'), 'es');
    await page.getByRole('heading', { name: 'Qué ha cambiado' }).waitFor();
    await page.getByRole('link', { name: 'English' }).click();
    await page.getByRole('heading', { level: 1, name: 'Bulletins' }).waitFor();
  });
});

test('is walked with the keyboard alone, from the first link to a verdict', options, async () => {
  await visit('', async (page) => {
    await verdict(page, 'holds');
    await page.keyboard.press('Tab');
    assert.match(await page.evaluate(() => document.activeElement!.className), /skip/);
    const press = async (name: RegExp): Promise<void> => {
      for (let i = 0; i < 60; i++) {
        await page.keyboard.press('Tab');
        if (name.test(await page.evaluate(() => document.activeElement!.textContent ?? ''))) return void (await page.keyboard.press('Enter'));
      }
      assert.fail(`no way to ${name}`);
    };
    await press(/^Check everything$/);
    await page.waitForURL(/verify\.html/);
    await page.getByRole('button', { name: 'Check everything' }).waitFor();
    for (let i = 0; i < 60 && (await page.evaluate(() => document.activeElement!.tagName)) !== 'BUTTON'; i++) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await verdict(page, 'holds');
  });
});

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
