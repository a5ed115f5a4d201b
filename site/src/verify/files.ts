/** Published files, read within the limits that docs/formats.md sets them. */
import { concat, DoesNotHold, Malformed, malformed } from './bytes.ts';
import { logFile } from './merkle.ts';
import type { Source } from './publication.ts';
import { readStatement, type Statement } from './statement.ts';

export const CHECKPOINT_BYTES = 262_144;
export const FILE_BYTES = 2 ** 30;
export const BUNDLE_BYTES = 256 * 65_537;
/** Entries of a bundle that is full. */
export const WIDTH = 256;
export const TOO_LONG = 'it is longer than the rules allow';
/** Bundles that are kept. */
const KEPT = 16;

/** Reads, and names the file if what is in it is malformed. */
export function parse<T>(place: string, read: () => T): T {
  try {
    return read();
  } catch (e) {
    if (e instanceof Malformed || e instanceof SyntaxError) throw new DoesNotHold(place, e.message);
    throw e;
  }
}

export async function readFile<T>(source: Source, path: string, limit: number, read: (bytes: Uint8Array) => T): Promise<T> {
  const bytes = await source.read(path, limit);
  if (bytes === undefined) throw new DoesNotHold(path, 'the file is missing');
  if (bytes.length > limit) throw new DoesNotHold(path, TOO_LONG);
  return parse(path, () => read(bytes));
}

export function readBundle(bytes: Uint8Array, width: number): Uint8Array[] {
  const entries: Uint8Array[] = [];
  let at = 0;
  while (entries.length < width) {
    if (at + 2 > bytes.length) malformed('it ends within an entry');
    const length = (bytes[at]! << 8) | bytes[at + 1]!;
    if (at + 2 + length > bytes.length) malformed('it ends within an entry');
    entries.push(bytes.subarray(at + 2, at + 2 + length));
    at += 2 + length;
  }
  if (at !== bytes.length) malformed('there is something after the entries');
  return entries;
}

export function bundleOf(entries: Uint8Array[]): Uint8Array {
  return concat(...entries.flatMap((entry) => [Uint8Array.of(entry.length >> 8, entry.length & 255), entry]));
}

/** The entries of a log of one size, bundle by bundle; the last few are kept. */
export class Entries {
  private readonly kept = new Map<number, Promise<Uint8Array[]>>();

  constructor(private readonly source: Source, private readonly size: number) {}

  bundle(n: number): Promise<Uint8Array[]> {
    const known = this.kept.get(n) ?? this.read(n);
    this.kept.set(n, known);
    if (this.kept.size > KEPT) this.kept.delete(this.kept.keys().next().value!);
    return known;
  }

  async statement(entry: number): Promise<Statement> {
    const bytes = (await this.bundle(Math.floor(entry / WIDTH)))[entry % WIDTH]!;
    return parse(`entry ${entry}`, () => readStatement(bytes));
  }

  private read(n: number): Promise<Uint8Array[]> {
    const { path, width } = logFile('entries', n, Math.min(WIDTH, this.size - n * WIDTH));
    return readFile(this.source, path, BUNDLE_BYTES, (bytes) => readBundle(bytes, width));
  }
}
