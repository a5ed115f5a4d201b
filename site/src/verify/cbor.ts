/** Deterministic CBOR (RFC 8949 §4.2.1), the subset that docs/formats.md allows. */
import { compare, fromUtf8, malformed } from './bytes.ts';

export type Item = bigint | Uint8Array | string | null | Item[] | CborMap | Tagged;

export class Tagged {
  constructor(readonly tag: bigint, readonly item: Item) {}
}

/** Keys are integers or text, in ascending order of their encoded bytes. */
export class CborMap {
  constructor(readonly entries: [bigint | string, Item][]) {}

  get(key: bigint | string): Item | undefined {
    return this.entries.find(([k]) => k === key)?.[1];
  }
}

const DEPTH = 16;

/** One item and nothing after it. */
export function decode(bytes: Uint8Array): Item {
  const reader = new Reader(bytes);
  const item = reader.item(0);
  if (reader.at !== bytes.length) malformed('bytes after the item');
  return item;
}

class Reader {
  at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  item(depth: number): Item {
    if (depth > DEPTH) malformed('nested too deeply');
    const initial = this.byte();
    const major = initial >> 5;
    if (major === 7) {
      if (initial !== 0xf6) malformed('a float or a simple value other than null');
      return null;
    }
    const n = this.argument(initial & 31);
    switch (major) {
      case 0:
      case 1:
        if (n >= 1n << 63n) malformed('an integer beyond 64 bits with sign');
        return major === 0 ? n : -1n - n;
      case 2:
        return this.take(n);
      case 3:
        return fromUtf8(this.take(n));
      case 4:
        return this.array(n, depth);
      case 5:
        return this.map(n, depth);
      default:
        return new Tagged(n, this.item(depth + 1));
    }
  }

  private array(n: bigint, depth: number): Item[] {
    if (n > BigInt(this.bytes.length - this.at)) malformed('a count beyond the input');
    const items: Item[] = [];
    for (let i = 0n; i < n; i++) items.push(this.item(depth + 1));
    return items;
  }

  private map(n: bigint, depth: number): CborMap {
    if (2n * n > BigInt(this.bytes.length - this.at)) malformed('a count beyond the input');
    const entries: [bigint | string, Item][] = [];
    let before: Uint8Array | undefined;
    for (let i = 0n; i < n; i++) {
      const start = this.at;
      const key = this.item(depth + 1);
      const encoded = this.bytes.subarray(start, this.at);
      if (typeof key !== 'bigint' && typeof key !== 'string') malformed('a map key that is no integer or text');
      if (before !== undefined && compare(before, encoded) >= 0) malformed('map keys not in ascending order');
      before = encoded;
      entries.push([key, this.item(depth + 1)]);
    }
    return new CborMap(entries);
  }

  private argument(info: number): bigint {
    if (info < 24) return BigInt(info);
    if (info > 27) malformed('a reserved or indefinite length');
    const size = 1 << (info - 24);
    let n = 0n;
    for (let i = 0; i < size; i++) n = (n << 8n) | BigInt(this.byte());
    if (n < (size === 1 ? 24n : 1n << BigInt(4 * size))) malformed('not in its shortest form');
    return n;
  }

  private byte(): number {
    if (this.at >= this.bytes.length) malformed('the input ends within the item');
    return this.bytes[this.at++]!;
  }

  private take(n: bigint): Uint8Array {
    if (n > BigInt(this.bytes.length - this.at)) malformed('a length beyond the input');
    const start = this.at;
    this.at += Number(n);
    return this.bytes.subarray(start, this.at);
  }
}

/** Reads a map with exactly the integer labels given; `?` is not needed, absent ones are undefined. */
export function fields(item: Item, required: number[], optional: number[] = []): (label: number) => Item | undefined {
  if (!(item instanceof CborMap)) return malformed('not a map');
  const allowed = new Set([...required, ...optional].map(BigInt));
  for (const [key] of item.entries) {
    if (typeof key !== 'bigint' || !allowed.has(key)) malformed(`a label that is not allowed here: ${key}`);
  }
  for (const label of required) if (item.get(BigInt(label)) === undefined) malformed(`no label ${label}`);
  return (label) => item.get(BigInt(label));
}

export function integer(item: Item | undefined, min: number, max: number): number {
  if (typeof item !== 'bigint' || item < BigInt(min) || item > BigInt(max)) return malformed(`not an integer from ${min} to ${max}`);
  return Number(item);
}

export function byteString(item: Item | undefined, min: number, max: number = min): Uint8Array {
  if (!(item instanceof Uint8Array) || item.length < min || item.length > max) return malformed(`not ${min} to ${max} bytes`);
  return item;
}

export function text(item: Item | undefined): string {
  if (typeof item !== 'string') return malformed('not text');
  return item;
}

export function list(item: Item | undefined, min: number, max: number): Item[] {
  if (!Array.isArray(item) || item.length < min || item.length > max) return malformed(`not a list of ${min} to ${max}`);
  return item;
}
