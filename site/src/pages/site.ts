/** The publication that a page shows, and what is asked of its web server. */
import type { Source } from '../verify/publication.ts';
import { DoesNotHold } from '../verify/bytes.ts';

/** The server did not answer, or not with a file. */
export class OutOfReach extends Error {}

const TRIES = 3;
const SECONDS = 60;
/** Named by their content or by their place in the log: what is there never changes. */
const FIXED = /^(tile\/(?!.*\.p\/)|totals\/|package\/)/;

export class Site implements Source {
  /** @param root absolute address of the publication, ending in a slash */
  constructor(readonly root: string) {}

  async read(path: string, limit: number): Promise<Uint8Array | undefined> {
    let problem = '';
    for (let tries = 0; tries < TRIES; tries++) {
      try {
        const url = new URL(path.split('/').map(encodeURIComponent).join('/'), this.root);
        const answer = await fetch(url, { signal: AbortSignal.timeout(SECONDS * 1000), cache: FIXED.test(path) ? 'default' : 'no-cache', credentials: 'omit', referrerPolicy: 'no-referrer' });
        if (answer.status === 404 || answer.status === 410) return undefined;
        if (answer.ok) return await whole(answer, path, limit);
        problem = `${url.href}: ${answer.status}`;
      } catch (e) {
        if (e instanceof DoesNotHold) throw e;
        problem = `${this.root}${path}: ${e instanceof Error ? e.message : String(e)}`;
      }
    }
    throw new OutOfReach(problem);
  }

  /** Web servers do not list their files. */
  list(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  async text(path: string): Promise<string> {
    const bytes = await this.read(path, 2 ** 30);
    if (bytes === undefined) throw new OutOfReach(`${this.root}${path}: 404`);
    return new TextDecoder().decode(bytes);
  }

  async json<T>(path: string): Promise<T> {
    return JSON.parse(await this.text(path)) as T;
  }
}

async function whole(answer: Response, path: string, limit: number): Promise<Uint8Array> {
  const reader = answer.body?.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  for (let part = await reader?.read(); part !== undefined && !part.done; part = await reader?.read()) {
    parts.push(part.value);
    size += part.value.length;
    if (size > limit) {
      await reader?.cancel();
      throw new DoesNotHold(path, 'it is longer than the rules allow');
    }
  }
  if (parts.length === 1) return parts[0]!;
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
