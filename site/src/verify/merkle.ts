/** The tree over the entries (RFC 6962), its tiles and its proofs (RFC 9162 §2.1.3.2, §2.1.4.2). */
import { equal } from './bytes.ts';
import { nodeHash, sha256 } from './hash.ts';

export const EMPTY_ROOT = sha256(new Uint8Array(0));

const HASH = 32;

/** Hashes one behind the other: a million of them as objects would take three times as much. */
class HashRow {
  private bytes = new Uint8Array(64 * HASH);
  length = 0;

  push(hash: Uint8Array): void {
    if ((this.length + 1) * HASH > this.bytes.length) {
      const more = new Uint8Array(2 * this.bytes.length);
      more.set(this.bytes);
      this.bytes = more;
    }
    this.bytes.set(hash, HASH * this.length++);
  }

  slice(from: number, to: number): Uint8Array {
    return this.bytes.slice(HASH * from, HASH * Math.min(to, this.length));
  }

  at(index: number): Uint8Array {
    return this.slice(index, index + 1);
  }
}

/** Append-only: keeps every complete subtree's hash, row by row. */
export class Tree {
  private readonly rows: HashRow[] = [new HashRow()];

  get size(): number {
    return this.rows[0]!.length;
  }

  append(leaf: Uint8Array): void {
    let hash = leaf;
    for (let row = 0; ; row++) {
      const hashes = (this.rows[row] ??= new HashRow());
      hashes.push(hash);
      if (hashes.length % 2 === 1) return;
      hash = nodeHash(hashes.at(hashes.length - 2), hash);
    }
  }

  root(size: number = this.size): Uint8Array {
    if (size === 0) return EMPTY_ROOT;
    let root: Uint8Array | undefined;
    for (let row = 0, n = size; n > 0; row++, n = Math.floor(n / 2)) {
      if (n % 2 === 0) continue;
      const left = this.rows[row]!.at(n - 1);
      root = root === undefined ? left : nodeHash(left, root);
    }
    return root!;
  }

  /** The bytes of a tile: hashes of tree row 8·level. */
  tile(level: number, index: number, width: number): Uint8Array {
    return this.rows[8 * level]!.slice(256 * index, 256 * index + width);
  }

  leaf(index: number): Uint8Array {
    return this.rows[0]!.at(index);
  }
}

/** `x001/x234/067` */
function groups(index: number): string {
  const digits = String(index);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  const parts = padded.match(/.{3}/g)!;
  return parts.map((part, i) => (i < parts.length - 1 ? 'x' + part : part)).join('/');
}

export interface LogFile {
  readonly path: string;
  /** 'entries' or the level of a tile. */
  readonly row: 'entries' | number;
  readonly index: number;
  readonly width: number;
}

export function logFile(row: 'entries' | number, index: number, width: number): LogFile {
  return { path: `tile/${row}/${groups(index)}${width < 256 ? `.p/${width}` : ''}`, row, index, width };
}

/** Every file of the log at a size: bundles of entries, then tiles. */
export function logFiles(size: number): LogFile[] {
  const files: LogFile[] = [];
  const rows = (row: 'entries' | number, n: number): void => {
    for (let i = 0; i < Math.floor(n / 256); i++) files.push(logFile(row, i, 256));
    if (n % 256 > 0) files.push(logFile(row, Math.floor(n / 256), n % 256));
  };
  rows('entries', size);
  for (let level = 0, n = size; n > 0; level++, n = Math.floor(n / 256)) rows(level, n);
  return files;
}

export function verifyInclusion(index: bigint, size: bigint, leaf: Uint8Array, path: Uint8Array[], root: Uint8Array): boolean {
  if (index >= size) return false;
  let fn = index;
  let sn = size - 1n;
  let hash = leaf;
  for (const sibling of path) {
    if (sn === 0n) return false;
    if ((fn & 1n) === 1n || fn === sn) {
      hash = nodeHash(sibling, hash);
      while ((fn & 1n) === 0n && fn !== 0n) {
        fn >>= 1n;
        sn >>= 1n;
      }
    } else {
      hash = nodeHash(hash, sibling);
    }
    fn >>= 1n;
    sn >>= 1n;
  }
  return sn === 0n && equal(hash, root);
}

export function verifyConsistency(first: bigint, second: bigint, path: Uint8Array[], oldRoot: Uint8Array, newRoot: Uint8Array): boolean {
  if (first > second) return false;
  if (first === second) return path.length === 0 && equal(oldRoot, newRoot);
  if (first === 0n) return path.length === 0 && equal(oldRoot, EMPTY_ROOT);
  const steps = path.slice();
  if ((first & (first - 1n)) === 0n) steps.unshift(oldRoot);
  const start = steps.shift();
  if (start === undefined) return false;
  let fn = first - 1n;
  let sn = second - 1n;
  while ((fn & 1n) === 1n) {
    fn >>= 1n;
    sn >>= 1n;
  }
  let fr = start;
  let sr = start;
  for (const step of steps) {
    if (sn === 0n) return false;
    if ((fn & 1n) === 1n || fn === sn) {
      fr = nodeHash(step, fr);
      sr = nodeHash(step, sr);
      while ((fn & 1n) === 0n && fn !== 0n) {
        fn >>= 1n;
        sn >>= 1n;
      }
    } else {
      sr = nodeHash(sr, step);
    }
    fn >>= 1n;
    sn >>= 1n;
  }
  return sn === 0n && equal(fr, oldRoot) && equal(sr, newRoot);
}
