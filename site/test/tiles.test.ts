/** Proofs made of tiles lead to the root that the whole tree has. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { DoesNotHold, utf8 } from '../src/verify/bytes.ts';
import { leafHash, useSha256 } from '../src/verify/hash.ts';
import { logFiles, Tree } from '../src/verify/merkle.ts';
import type { Source } from '../src/verify/publication.ts';
import { Tiles } from '../src/verify/tiles.ts';

useSha256((bytes) => createHash('sha256').update(bytes).digest());

function treeOf(size: number): Tree {
  const tree = new Tree();
  for (let i = 0; i < size; i++) tree.append(leafHash(utf8(`entry ${i}`)));
  return tree;
}

function sourceOf(tree: Tree): Source {
  const files = new Map(logFiles(tree.size).filter((f) => f.row !== 'entries').map((f) => [f.path, tree.tile(f.row as number, f.index, f.width)]));
  return { read: (path) => Promise.resolve(files.get(path)), list: () => Promise.resolve(undefined) };
}

const SIZES = [1, 2, 3, 7, 255, 256, 257, 511, 512, 600, 65_535, 65_536, 65_537, 70_001];

test('every entry is included, at sizes around the widths of tiles', async () => {
  for (const size of SIZES) {
    const tree = treeOf(size);
    const tiles = new Tiles(sourceOf(tree), size);
    for (const index of new Set([0, 1, 254, 255, 256, 257, 300, 65_535, size >> 1, size - 2, size - 1])) {
      if (index < 0 || index >= size) continue;
      assert.ok(await tiles.includes(index, tree.leaf(index), tree.root()), `${index} of ${size}`);
      assert.equal(await tiles.includes(index, leafHash(utf8('another')), tree.root()), false);
    }
    assert.equal(await tiles.includes(size, tree.leaf(0), tree.root()), false);
  }
});

test('the tree continues every earlier one, and no other', async () => {
  for (const size of [1, 2, 7, 256, 257, 600, 66_000]) {
    const tree = treeOf(size);
    const tiles = new Tiles(sourceOf(tree), size);
    for (const earlier of SIZES.filter((n) => n <= size)) {
      assert.ok(await tiles.continues(earlier, tree.root(earlier), tree.root()), `${earlier} of ${size}`);
      assert.equal(await tiles.continues(earlier, leafHash(utf8('another')), tree.root()), false, `another ${earlier} of ${size}`);
    }
    assert.equal(await tiles.continues(size + 1, tree.root(), tree.root()), false);
  }
});

test('a leaf is found where it is, and nowhere if it is not there', async () => {
  const tree = treeOf(600);
  const tiles = new Tiles(sourceOf(tree), 600);
  assert.equal(await tiles.find(leafHash(utf8('entry 517')), tree.root(), () => undefined), 517);
  let looked = 0;
  assert.equal(await tiles.find(leafHash(utf8('entry 600')), tree.root(), (n) => (looked = n)), undefined);
  assert.equal(looked, 600);
});

test('a tile that is not there is named', async () => {
  const tiles = new Tiles({ read: () => Promise.resolve(undefined), list: () => Promise.resolve(undefined) }, 5);
  await assert.rejects(tiles.includes(3, leafHash(utf8('x')), leafHash(utf8('y'))), (e) => e instanceof DoesNotHold && e.place === 'tile/0/000.p/5');
});
