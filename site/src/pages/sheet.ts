/** Says whether the log holds the record on a sheet or the receipt on a slip; the picture stays in the browser. */
import { ask, fetchProgram, remember, trust } from './worker-client.ts';
import { byId, h, table } from './dom.ts';
import { follow, openFrame, pageLink, showProblem, type Frame } from './frame.ts';
import { Verdict } from './verdict.ts';
import { count, say, sayIf, type Key } from './words.ts';

declare const SCANNER_INTEGRITY: string;
declare const WASM_INTEGRITY: string;

/** Pixels of a picture's longer side; more add nothing that a code has. */
const PIXELS = 3600;
const content = byId('content');

void show().catch((e: unknown) => showProblem(content, e));

async function show(): Promise<void> {
  const frame = await openFrame();
  if (frame.latest !== undefined) follow(frame.site, frame.latest.bulletin, frame.latest.asOf);
  new Desk(frame);
}

class Desk {
  private readonly file = h('input', { type: 'file', accept: 'image/*', multiple: true, id: 'picture' });
  private readonly camera = h('button', { type: 'button' }, say('sheet.camera'));
  private readonly again = h('button', { type: 'button', hidden: true }, say('sheet.again'));
  private readonly view = h('video', { playsinline: true, muted: true, hidden: true, 'aria-label': say('sheet.camera') });
  private readonly status = h('p', { role: 'status' });
  private readonly result = h('div');
  private readonly codes = new Set<string>();
  private scanner: Promise<(picture: ImageData) => Promise<string[]>> | undefined;
  private stream: MediaStream | undefined;
  /** Of the codes there are something was said: the next picture is of another sheet. */
  private isDone = false;

  constructor(private readonly frame: Frame) {
    const drop = h('div', { class: 'drop' }, h('label', { for: 'picture' }, say('sheet.drop'), this.file), this.camera, this.view);
    this.file.addEventListener('change', () => void this.take([...(this.file.files ?? [])]));
    this.camera.addEventListener('click', () => void this.film());
    this.again.addEventListener('click', () => this.clear());
    drop.addEventListener('dragover', (e) => e.preventDefault());
    drop.addEventListener('drop', (e) => {
      e.preventDefault();
      void this.take([...(e.dataTransfer?.files ?? [])]);
    });
    content.replaceChildren(h('p', {}, say('sheet.means')), drop, this.status, this.again, this.result);
  }

  private forget(): void {
    this.codes.clear();
    this.isDone = false;
    this.result.replaceChildren();
  }

  private clear(): void {
    this.forget();
    this.again.hidden = true;
    this.status.textContent = '';
    this.file.value = '';
  }

  private async take(files: File[]): Promise<void> {
    if (this.isDone) this.forget();
    let found = 0;
    for (const [i, file] of files.entries()) {
      this.status.textContent = say('sheet.reading', { n: i + 1, all: files.length });
      try {
        found += await this.read(await createImageBitmap(file));
      } catch (e) {
        this.status.textContent = say('sheet.unreadable', { name: file.name });
        this.result.replaceChildren(h('p', { lang: 'en', class: 'soft' }, String(e)));
        return;
      }
    }
    if (found === 0 && this.codes.size === 0) this.status.textContent = say('sheet.noCode');
    else await this.judge();
  }

  /** How many codes were found that were not known. */
  private async read(bitmap: ImageBitmap | HTMLVideoElement): Promise<number> {
    const [width, height] = bitmap instanceof HTMLVideoElement ? [bitmap.videoWidth, bitmap.videoHeight] : [bitmap.width, bitmap.height];
    const scale = Math.min(1, PIXELS / Math.max(width, height, 1));
    const canvas = new OffscreenCanvas(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)));
    const context = canvas.getContext('2d', { willReadFrequently: true })!;
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    if (bitmap instanceof ImageBitmap) bitmap.close();
    this.scanner ??= startScanner();
    this.scanner.catch(() => (this.scanner = undefined));
    const texts = await (await this.scanner)(context.getImageData(0, 0, canvas.width, canvas.height));
    const before = this.codes.size;
    texts.forEach((text) => this.codes.add(text));
    return this.codes.size - before;
  }

  private async film(): Promise<void> {
    if (this.stream !== undefined) return this.endFilm();
    if (this.isDone) this.forget();
    // Until the reader has answered, another click would ask for a second camera.
    this.camera.disabled = true;
    try {
      this.stream = await openCamera();
    } catch (e) {
      this.status.textContent = say(whyNoCamera(e));
      return;
    } finally {
      this.camera.disabled = false;
    }
    const { stream } = this;
    this.view.srcObject = stream;
    this.view.hidden = false;
    this.camera.textContent = say('sheet.cameraEnd');
    this.status.textContent = say('sheet.cameraLooks');
    try {
      await this.view.play();
      while (this.stream === stream && stream.active) {
        if ((await this.read(this.view)) > 0 && (await this.judge())) break;
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
    } catch (e) {
      // Whoever ended it while it began is told nothing.
      if (this.stream === stream) this.status.textContent = `${say('problem')} ${e instanceof Error ? e.message : String(e)}`;
    }
    if (this.stream === stream) this.endFilm();
  }

  private endFilm(): void {
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = undefined;
    this.view.srcObject = null;
    this.view.hidden = true;
    this.camera.textContent = say('sheet.camera');
    if (this.codes.size === 0) this.status.textContent = '';
  }

  /** Whether all parts are there and something could be said. */
  private async judge(): Promise<boolean> {
    const verdict = new Verdict();
    this.again.hidden = false;
    this.result.replaceChildren(verdict.element);
    this.status.textContent = say('sheet.codes', { n: this.codes.size });
    const own = [...this.codes].filter((text) => text.startsWith('COTEJO'));
    if (own.length === 0) {
      verdict.show('unknown', say('sheet.foreign'));
      return true;
    }
    try {
      const keys = await trust();
      const held = await ask('sheet', (progress) => 'checked' in progress && verdict.step(progress.checked), keys, own, this.frame.election.channels);
      if (held.missing.length > 0) {
        verdict.show('running', say('sheet.missing', { parts: held.missing.join(', ') }));
        return false;
      }
      this.isDone = true;
      const kind = say(held.kind === 'slip' ? 'sheet.slip' : 'sheet.statement');
      if (held.newest !== undefined) remember(held.newest);
      if (held.entry === undefined || held.newest === undefined) verdict.show('unknown', say('sheet.notHeld', { kind, leaf: held.leaf }));
      else verdict.holds(say('sheet.held', { kind, entry: held.entry }), held.newest, keys.own);
      this.describe(held.subject, held.row);
    } catch (e) {
      this.isDone = true;
      verdict.failed(e);
    }
    return true;
  }

  private describe(subject: string, row: Record<string, string> | undefined): void {
    const station = subject.split('/').at(-1)!;
    if (station !== '') this.result.append(h('p', {}, say('about'), ' ', h('a', { href: pageLink('station', { station }) }, subject)));
    if (row === undefined) return;
    this.result.append(h('h2', {}, say('sheet.figures')), h('p', { class: 'soft' }, say('sheet.figuresMean')),
      table(say('sheet.figures'), [{ label: say('figure') }, { label: say('figure.all'), n: true }],
        Object.entries(row).filter(([name]) => !name.includes('.') || name.startsWith('votes.')).map(([name, value]) => [name.startsWith('votes.#') ? say('sheet.place', { n: name.slice(7) }) : sayIf(name), count(Number(value))])));
  }
}

/** The one at the back of a phone, at a size at which its pictures have codes that can be read. */
async function openCamera(): Promise<MediaStream> {
  // Browsers have no cameras for pages over plain HTTP.
  if (!isSecureContext) throw new DOMException('not a secure context', 'SecurityError');
  return navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1920 } } });
}

function whyNoCamera(e: unknown): Key {
  switch (e instanceof DOMException ? e.name : '') {
    case 'NotAllowedError': return 'sheet.cameraRefused';
    case 'SecurityError': return 'sheet.cameraInsecure';
    default: return 'sheet.noCamera';
  }
}

async function startScanner(): Promise<(picture: ImageData) => Promise<string[]>> {
  const [program, wasm] = await Promise.all([fetchProgram('scanner.js', SCANNER_INTEGRITY), fetchProgram('zxing.wasm', WASM_INTEGRITY)]);
  const worker = new Worker(URL.createObjectURL(program));
  worker.postMessage({ wasm: await wasm.arrayBuffer() });
  let scans = 0;
  return (picture) => new Promise((resolve, reject) => {
    const id = scans++;
    worker.addEventListener('message', function answered({ data }: MessageEvent<{ id: number; texts: string[] }>) {
      if (data.id !== id) return;
      worker.removeEventListener('message', answered);
      resolve(data.texts);
    });
    worker.addEventListener('error', (e) => reject(new Error(e.message)), { once: true });
    worker.postMessage({ id, picture });
  });
}
