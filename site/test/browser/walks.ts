/** What readers do on the pages. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { fromBase64, fromHex } from '../../src/verify/bytes.ts';
import { verifyInclusion } from '../../src/verify/merkle.ts';
import { readCheckpoint, readNote } from '../../src/verify/note.ts';
import { serve } from '../night.ts';
import { accessible, counted, options, published, serving, SHOTS, verdict, visit } from './visit.ts';

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
  for (const [changed, says] of [[{ bulletin: 1 }, 'are of another one'], [{ totalsIndex: `sha256:${'0'.repeat(64)}` }, 'made of other totals'], [{ totalsIndex: 'sha256:' }, 'made of other totals'], [{ resources: [{ path: '../x', bytes: 1 }, { path: 'constructor', bytes: 1 }, { path: 'a.csv', bytes: 1, description: '<b>A</b>' }] }, '<b>A</b>']] as const) {
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
      assert.match(text, /By list Arrived between Jan 15, 2027, 7:59:00 AM UTC and Jan 15, 2027, 7:59:10 AM UTC About 1\/SY · S0000001 Asks for another value/);
      assert.match(text, /Entry 15, by watch Arrived between .*? Form Committed to, and not disclosed/);
      assert.match(text, /Entry 17, by the court .* Before 1: 191, 2: 7, 3: 128, none: 88 After 1: 173, 2: 58, 3: 8, none: 224/);
      assert.match(text, /Entry 18, by the court Arrived .*? Decides granted: entry 11/);
      await page.getByText('cotejo docket show').waitFor();
      await accessible(page);
      for (const width of [360, 1280]) {
        await page.setViewportSize({ width, height: 900 });
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth), false, `wider than ${width}`);
        writeFileSync(`${SHOTS}/site-docket-read-${width}.png`, await page.screenshot({ fullPage: true }));
      }
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
