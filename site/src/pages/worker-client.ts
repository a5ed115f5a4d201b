/** Asks the worker, keeps whose keys the reader trusts, and the newest state the reader has seen. */
import type { Newest, Seen } from '../verify/light.ts';
import type { Answer, Progress, Tasks, Trust } from './worker.ts';
import { Site } from './site.ts';

declare const WORKER_INTEGRITY: string;

/** What a task did not do, as the worker told it. */
export class Failed extends Error {
  constructor(readonly kind: 'does-not-hold' | 'undecided' | 'out-of-reach' | 'malformed' | 'error', readonly place: string, readonly reason: string) {
    super(reason);
  }
}

/** `?source=` names nothing that a publication can be read from. */
export class NotAnAddress extends Error {}

let worker: Promise<Worker> | undefined;
let tasks = 0;
const waiting = new Map<number, { resolve: (done: unknown) => void; reject: (e: Error) => void; progress: (progress: Progress) => void }>();

/** A program beside this one is held against the digest that this one was built with, as the browser does for scripts. */
export async function fetchProgram(name: string, integrity: string): Promise<Blob> {
  const answer = await fetch(new URL(name, programRoot()), { integrity, credentials: 'omit' });
  if (!answer.ok) throw new Failed('out-of-reach', '', `${name}: ${answer.status}`);
  return answer.blob();
}

async function start(): Promise<Worker> {
  const started = new Worker(URL.createObjectURL(await fetchProgram('worker.js', WORKER_INTEGRITY)));
  started.onmessage = ({ data }: MessageEvent<Answer>): void => {
    const task = waiting.get(data.id);
    if (task === undefined) return;
    if ('progress' in data) return task.progress(data.progress);
    waiting.delete(data.id);
    if ('done' in data) task.resolve(data.done);
    else task.reject(new Failed(data.failed.kind, data.failed.kind === 'does-not-hold' ? data.failed.place : '', data.failed.reason));
  };
  started.onerror = (e): void => {
    for (const task of waiting.values()) task.reject(new Failed('error', '', e.message));
    waiting.clear();
  };
  return started;
}

export async function ask<T extends keyof Tasks>(task: T, progress: (progress: Progress) => void, ...args: Parameters<Tasks[T]>): Promise<ReturnType<Tasks[T]>> {
  worker ??= start();
  let running: Worker;
  try {
    running = await worker;
  } catch (e) {
    worker = undefined;
    throw new Failed('out-of-reach', '', e instanceof Error ? e.message : String(e));
  }
  const id = tasks++;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve: resolve as (done: unknown) => void, reject, progress });
    running.postMessage({ id, task, args });
  });
}

/** Ends whatever the worker does, for a reader who does not want to wait. */
export async function stop(): Promise<void> {
  const running = await worker?.catch(() => undefined);
  worker = undefined;
  running?.terminate();
  for (const task of waiting.values()) task.reject(new Failed('error', '', 'stopped'));
  waiting.clear();
}

/** Where this copy of the publication is. */
export function ownRoot(): string {
  return new URL(document.body.dataset['root'] ?? './', document.baseURI).href;
}

function programRoot(): string {
  return new URL('site/', ownRoot()).href;
}

/** The publication that is shown and checked: this one, or another that `?source=` names. */
export function root(): string {
  const named = new URLSearchParams(location.search).get('source');
  if (named === null) return ownRoot();
  let address: URL;
  try {
    address = new URL(named, document.baseURI);
  } catch {
    throw new NotAnAddress(named);
  }
  // Whoever needs a name and a word to be let in does not publish.
  if (!/^https?:$/.test(address.protocol) || address.username !== '' || address.password !== '') throw new NotAnAddress(named);
  address.search = '';
  address.hash = '';
  return address.href.endsWith('/') ? address.href : `${address.href}/`;
}

const KEYS = 'cotejo.authority';
const SEEN = 'cotejo.seen';

/** The reader's own keys, if any were entered; else those of the copy that these pages come from, not of another one they look at. */
export async function trust(): Promise<Trust & { own: boolean }> {
  const own = recall(KEYS);
  const keys = own ?? (await new Site(ownRoot()).text('authority.pub'));
  return { root: root(), keys, seen: seen(), own: own !== null };
}

/** Takes the reader's own keys; refuses what is no trust file. An empty text forgets them. */
export async function useKeys(text: string): Promise<void> {
  if (text.trim() === '') return forget(KEYS);
  await ask('keys', () => undefined, text);
  keepText(KEYS, text);
}

function seen(): Record<string, Seen> {
  try {
    return JSON.parse(recall(SEEN) ?? '{}') as Record<string, Seen>;
  } catch {
    return {};
  }
}

/** Remembers a state, so that a log that is shorter or another one is found the next time. */
export function remember(newest: Pick<Newest, 'electionId' | 'size' | 'root'>): void {
  const all = seen();
  const before = all[newest.electionId];
  if (before !== undefined && before.size > newest.size) return;
  all[newest.electionId] = { size: newest.size, root: newest.root };
  keepText(SEEN, JSON.stringify(all));
}

export function forgetSeen(): void {
  forget(SEEN);
}

/** A reader may have forbidden to keep anything: then every visit is the first. */
function recall(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function keepText(key: string, text: string): void {
  try {
    localStorage.setItem(key, text);
  } catch {
    // Nothing is kept; what was checked still holds.
  }
}

function forget(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // There was nothing to forget.
  }
}
