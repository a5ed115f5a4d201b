/** The publication that a page shows, and what is asked of its web server. */
import type { Source } from '../verify/publication.ts';
import { DoesNotHold } from '../verify/bytes.ts';

/** The server did not answer, or not with a file. */
export class OutOfReach extends Error {}

const TRIES = 3;
/** For which a server may send nothing. However slow it is, what comes is waited for. */
const SECONDS = 30;
/** Named by their content or by their place in the log: what is there never changes. */
const FIXED = /^(tile\/(?!.*\.p\/)|totals\/|package\/)/;

export class Site implements Source {
  /** @param root absolute address of the publication, ending in a slash */
  constructor(readonly root: string) {}

  async read(path: string, limit: number): Promise<Uint8Array | undefined> {
    let problem = '';
    for (let tries = 0; tries < TRIES; tries++) {
      const silence = new Silence();
      try {
        const url = new URL(path.split('/').map(encodeURIComponent).join('/'), this.root);
        const answer = await fetch(url, { signal: silence.signal, cache: FIXED.test(path) ? 'default' : 'no-cache', credentials: 'omit', referrerPolicy: 'no-referrer' });
        if (answer.status === 404 || answer.status === 410) return undefined;
        if (answer.ok) return await whole(answer, path, limit, silence);
        problem = `${url.href}: ${answer.status}`;
      } catch (e) {
        if (e instanceof DoesNotHold) throw e;
        problem = `${this.root}${path}: ${silence.signal.aborted ? `nothing for ${SECONDS} s` : e instanceof Error ? e.message : String(e)}`;
      } finally {
        silence.end();
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

}

/** Gives a server up that has sent nothing for a while. */
class Silence {
  private readonly controller = new AbortController();
  readonly signal = this.controller.signal;
  private timer = this.wait();

  heard(): void {
    clearTimeout(this.timer);
    this.timer = this.wait();
  }

  end(): void {
    clearTimeout(this.timer);
  }

  private wait(): ReturnType<typeof setTimeout> {
    return setTimeout(() => this.controller.abort(), SECONDS * 1000);
  }
}

async function whole(answer: Response, path: string, limit: number, silence: Silence): Promise<Uint8Array> {
  const reader = answer.body?.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  for (let part = await reader?.read(); part !== undefined && !part.done; part = await reader?.read()) {
    silence.heard();
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
