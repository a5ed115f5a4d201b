/** Proofs from a log's tiles, so that one entry can be checked without the others. */
import { compare, DoesNotHold } from './bytes.ts';
import { nodeHash } from './hash.ts';
import { EMPTY_ROOT, logFile, verifyConsistency, verifyInclusion } from './merkle.ts';
import type { Source } from './publication.ts';

const HASH = 32;
const WIDTH = 256;

/** Hashes of a tree of one size, read as they are needed. Nothing here is trusted: what is computed has to meet a root that is. */
export class Tiles {
  private readonly read = new Map<string, Promise<Uint8Array>>();

  constructor(private readonly source: Source, readonly size: number) {}

  /** From a leaf to the root, the leaf's sibling first (RFC 9162 §2.1.3.1). */
  async inclusionPath(index: number): Promise<Uint8Array[]> {
    const path: Uint8Array[] = [];
    for (let from = 0, to = this.size; to - from > 1; ) {
      const split = from + largestPowerBelow(to - from);
      if (index < split) {
        path.unshift(await this.range(split, to));
        to = split;
      } else {
        path.unshift(await this.range(from, split));
        from = split;
      }
    }
    return path;
  }

  async includes(index: number, leaf: Uint8Array, root: Uint8Array): Promise<boolean> {
    if (index >= this.size) return false;
    return verifyInclusion(BigInt(index), BigInt(this.size), leaf, await this.inclusionPath(index), root);
  }

  /** Whether the tree of this root continues the one of an earlier size and root (RFC 9162 §2.1.4.1). */
  async continues(size: number, earlier: Uint8Array, root: Uint8Array): Promise<boolean> {
    if (size > this.size) return false;
    const path = size === 0 || size === this.size ? [] : await this.consistencyPath(size);
    return verifyConsistency(BigInt(size), BigInt(this.size), path, size === 0 ? EMPTY_ROOT : earlier, root);
  }

  private async consistencyPath(size: number): Promise<Uint8Array[]> {
    const path: Uint8Array[] = [];
    let [from, to] = [0, this.size];
    while (size !== to) {
      const split = from + largestPowerBelow(to - from);
      if (size <= split) {
        path.unshift(await this.range(split, to));
        to = split;
      } else {
        path.unshift(await this.range(from, split));
        from = split;
      }
    }
    // What ends here is the whole earlier tree, which the reader has, only if it begins at the first entry.
    if (from > 0) path.unshift(await this.range(from, to));
    return path;
  }

  /** Where a leaf is, if it is anywhere; `progress` is told how many were looked at. */
  async find(leaf: Uint8Array, root: Uint8Array, progress: (looked: number) => void): Promise<number | undefined> {
    for (let tile = 0; tile * WIDTH < this.size; tile++) {
      const hashes = await this.leaves(tile, root);
      for (let i = 0; i < hashes.length; i += HASH) {
        if (compare(hashes.subarray(i, i + HASH), leaf) === 0) return tile * WIDTH + i / HASH;
      }
      progress(Math.min(this.size, (tile + 1) * WIDTH));
    }
    return undefined;
  }

  /** The leaf hashes of a tile, held against the root: the path of the first is made of all the others. */
  async leaves(tile: number, root: Uint8Array): Promise<Uint8Array> {
    const hashes = await this.tile(0, tile);
    const { path, width } = logFile(0, tile, hashes.length / HASH);
    if (!(await this.includes(tile * WIDTH, hashes.subarray(0, HASH), root))) throw new DoesNotHold(path, 'its hashes are not under the checkpoint');
    // Whoever goes through all tiles needs none of them again.
    if (width === WIDTH) this.read.delete(path);
    return hashes;
  }

  private async range(from: number, to: number): Promise<Uint8Array> {
    const width = to - from;
    const row = Math.log2(width);
    // Complete, and so a node of the tree: a range that starts at a multiple of its width.
    if (Number.isInteger(row)) return this.node(row, from / width);
    const split = from + largestPowerBelow(width);
    return nodeHash(await this.range(from, split), await this.range(split, to));
  }

  /** A node of a row of the tree, from the tile that has it or what is eight rows at most below. */
  private async node(row: number, index: number): Promise<Uint8Array> {
    if (row % 8 !== 0) return nodeHash(await this.node(row - 1, 2 * index), await this.node(row - 1, 2 * index + 1));
    const hashes = await this.tile(row / 8, Math.floor(index / WIDTH));
    const at = HASH * (index % WIDTH);
    return hashes.subarray(at, at + HASH);
  }

  private tile(level: number, index: number): Promise<Uint8Array> {
    const nodes = Math.floor(this.size / WIDTH ** level);
    const file = logFile(level, index, Math.min(WIDTH, nodes - index * WIDTH));
    const known = this.read.get(file.path) ?? this.readTile(file.path, file.width * HASH);
    this.read.set(file.path, known);
    return known;
  }

  private async readTile(path: string, length: number): Promise<Uint8Array> {
    const bytes = await this.source.read(path, length);
    if (bytes === undefined) throw new DoesNotHold(path, 'the file is missing');
    if (bytes.length !== length) throw new DoesNotHold(path, 'it has another length');
    return bytes;
  }
}

function largestPowerBelow(n: number): number {
  return 2 ** Math.ceil(Math.log2(n) - 1);
}
