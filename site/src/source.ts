/** Publications in a directory and at an address. */
import { lstat, open, readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { Source } from './verify/publication.ts';
import { DoesNotHold } from './verify/bytes.ts';

/** Nothing can be said: absent, out of reach, unreadable. */
export class OutOfReach extends Error {}

const TRIES = 3;
const SECONDS = 60;

export async function openSource(place: string): Promise<Source> {
  if (/^https?:\/\//.test(place)) return new Address(place.endsWith('/') ? place : `${place}/`);
  const found = await lstat(place).catch(() => undefined);
  if (found === undefined) throw new OutOfReach(`there is no ${place}`);
  return new Directory(place);
}

class Directory implements Source {
  constructor(private readonly root: string) {}

  async read(path: string, limit: number): Promise<Uint8Array | undefined> {
    const file = join(this.root, ...path.split('/'));
    let found;
    try {
      found = await lstat(file);
    } catch (e) {
      const { code } = e as NodeJS.ErrnoException;
      if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
      throw new OutOfReach(`cannot read ${file}`);
    }
    // What a link points to is not published with it.
    if (!found.isFile()) return undefined;
    if (found.size > limit) throw new DoesNotHold(path, 'it is longer than the rules allow');
    const handle = await open(file).catch(() => { throw new OutOfReach(`cannot read ${file}`); });
    try {
      return plain(await handle.readFile());
    } finally {
      await handle.close();
    }
  }

  async list(): Promise<string[]> {
    const found = await readdir(this.root, { recursive: true, withFileTypes: true });
    return found
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(join(this.root, '.').replace(/[/\\]$/, '').length + 1).split(sep).join('/'))
      .sort();
  }
}

class Address implements Source {
  constructor(private readonly root: string) {}

  async read(path: string, limit: number): Promise<Uint8Array | undefined> {
    let problem = '';
    for (let tries = 0; tries < TRIES; tries++) {
      try {
        const url = new URL(path.split('/').map(encodeURIComponent).join('/'), this.root);
        const answer = await fetch(url, { signal: AbortSignal.timeout(SECONDS * 1000), cache: 'no-store' });
        if (answer.status === 404 || answer.status === 410) {
          await answer.body?.cancel();
          return undefined;
        }
        if (answer.ok) return await whole(answer, path, limit);
        problem = `${url} answers ${answer.status}`;
      } catch (e) {
        if (e instanceof DoesNotHold) throw e;
        problem = `${this.root}${path} is out of reach: ${e instanceof Error ? e.message : String(e)}`;
      }
    }
    throw new OutOfReach(problem);
  }

  /** Web servers do not list their files. */
  list(): Promise<undefined> {
    return Promise.resolve(undefined);
  }
}

async function whole(answer: Response, path: string, limit: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of (answer.body ?? []) as unknown as AsyncIterable<Uint8Array>) {
    parts.push(part);
    size += part.length;
    if (size > limit) throw new DoesNotHold(path, 'it is longer than the rules allow');
  }
  return plain(Buffer.concat(parts));
}

/** Methods of a Buffer differ from those of other byte arrays: its slices share their bytes. */
function plain(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
}
