/** “Check a sheet”: pictures, photographs and the camera. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { chromium, type Browser, type Page } from 'playwright-core';
import { BROWSER_FLAGS, CHROMIUM } from '../night.ts';
import { counted, options, serving, verdict, visit } from './visit.ts';

/** Pictures of the codes on a station's sheet. */
async function codesOf(station: string): Promise<Buffer[]> {
  const codes: Buffer[] = [];
  await visit(`site/station.html?station=${station}`, async (page) => {
    await page.locator('details.paper summary').first().click();
    const paper = page.locator('details.paper').first().locator('.qr');
    await paper.first().waitFor();
    for (const code of await paper.all()) codes.push(await code.screenshot({ scale: 'css' }));
  });
  return codes;
}

test('reads the code of a sheet from a picture and finds it in the log, without sending it', options, async () => {
  const [picture] = await codesOf(counted);
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
  const codes = await codesOf(counted);
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

/** A film of pictures, one after the other, in the plainest form there is (YUV4MPEG2). */
async function film(pictures: Buffer[], file: string): Promise<void> {
  const [width, height] = [640, 480];
  const frames: Buffer[] = [];
  await visit('site/sheet.html', async (page) => {
    for (const picture of pictures) {
      const light = await page.evaluate(async ([encoded, wide, high]) => {
        const image = await createImageBitmap(new Blob([Uint8Array.from(atob(encoded), (c) => c.charCodeAt(0))]));
        const drawing = new OffscreenCanvas(wide, high).getContext('2d')!;
        drawing.fillStyle = '#ddd';
        drawing.fillRect(0, 0, wide, high);
        const side = Math.min(wide, high) - 20;
        drawing.drawImage(image, (wide - side) / 2, (high - side) / 2, side, side);
        return [...drawing.getImageData(0, 0, wide, high).data.filter((_, i) => i % 4 === 1)];
      }, [picture.toString('base64'), width, height] as const);
      frames.push(Buffer.from('FRAME\n'), Buffer.from(light), Buffer.alloc((width * height) / 2, 128));
    }
  });
  writeFileSync(file, Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F3:1 Ip A1:1 C420jpeg\n`), ...frames]));
}

/** Whether the page's cameras are all let go: those it was given are kept where the test finds them. */
const noteCameras = (page: Page): Promise<unknown> => page.addInitScript(() => {
  const given: MediaStreamTrack[] = ((globalThis as any).given = []);
  const ask = MediaDevices.prototype.getUserMedia;
  MediaDevices.prototype.getUserMedia = async function (wanted) {
    const stream = await ask.call(this, wanted);
    given.push(...stream.getTracks());
    return stream;
  };
});

test('reads a sheet by the camera, says what the log holds, and lets the camera go', options, async () => {
  await film(await codesOf(counted), 'target/sheet.y4m');
  const seeing = await chromium.launch({ executablePath: CHROMIUM, args: [...BROWSER_FLAGS, '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', '--use-file-for-fake-video-capture=target/sheet.y4m'] });
  const states = (page: Page): Promise<string[]> => page.evaluate(() => (globalThis as any).given.map((track: MediaStreamTrack) => track.readyState));
  try {
    await visit('site/sheet.html', async (page) => {
      await noteCameras(page);
      await page.reload();
      await page.getByRole('button', { name: 'Use the camera' }).click();
      assert.match(await verdict(page, 'holds'), /The log holds this record: entry [\d,]+/);
      await page.getByRole('link', { name: new RegExp(`/${counted}$`) }).waitFor();
      await page.getByRole('button', { name: 'Use the camera' }).waitFor();
      assert.deepEqual(await states(page), ['ended']);
      assert.equal(await page.locator('video').isVisible(), false);
    }, { by: seeing });
    await visit('site/es/sheet.html', async (page) => {
      await noteCameras(page);
      await page.reload();
      // Ended by hand before anything was read.
      await page.route('**/scanner.js', () => undefined);
      await page.getByRole('button', { name: 'Usar la cámara' }).click();
      await page.getByText('Ponga el código delante de la cámara').waitFor();
      assert.deepEqual(await states(page), ['live']);
      await page.getByRole('button', { name: 'Terminar' }).click();
      assert.deepEqual(await states(page), ['ended']);
      assert.equal(await page.getByRole('status').first().innerText(), '');
    }, { by: seeing });
  } finally {
    await seeing.close();
  }
});

test('says plainly why there is no camera, in both languages', options, async () => {
  const insecure = serving.address.replace('127.0.0.1', 'results.example');
  const told: [string, string, RegExp, 'blind' | 'seeing'][] = [
    ['site/sheet.html', 'Use the camera', /^There is no camera that the browser could use/, 'blind'],
    ['site/es/sheet.html', 'Usar la cámara', /^No hay ninguna cámara/, 'blind'],
    ['site/sheet.html', 'Use the camera', /^The browser does not let this page use the camera\. Allow it/, 'seeing'],
    ['site/es/sheet.html', 'Usar la cámara', /^El navegador no deja que esta página use la cámara\./, 'seeing'],
    [`${insecure}site/sheet.html`, 'Use the camera', /^Browsers give the camera to pages over HTTPS only/, 'blind'],
    [`${insecure}site/es/sheet.html`, 'Usar la cámara', /^Los navegadores solo dan la cámara a páginas por HTTPS/, 'blind'],
  ];
  const withCameras = (n: number): Promise<Browser> => chromium.launch({ executablePath: CHROMIUM, args: [...BROWSER_FLAGS, `--use-fake-device-for-media-stream=device-count=${n}`] });
  const [blind, seeing] = await Promise.all([withCameras(0), withCameras(1)]);
  try {
    for (const [path, button, words, by] of told) {
      await visit(path, async (page) => {
        // Everything that is not granted is refused.
        await page.context().grantPermissions(by === 'seeing' ? [] : ['camera']);
        await page.getByRole('button', { name: button }).click();
        await page.getByText(words).waitFor();
        // There is a way on.
        assert.ok(await page.locator('#picture').isEnabled());
        assert.ok(await page.getByRole('button', { name: button }).isEnabled());
      }, { by: by === 'seeing' ? seeing : blind });
    }
  } finally {
    await Promise.all([blind.close(), seeing.close()]);
  }
});
