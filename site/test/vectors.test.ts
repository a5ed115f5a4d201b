/** The vectors of the Java side: same inputs, same verdicts. */
import { ed25519 } from '@noble/curves/ed25519.js';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fromBase64, fromHex, hex, Malformed, malformed, utf8 } from '../src/verify/bytes.ts';
import { CborMap, decode, Tagged, type Item } from '../src/verify/cbor.ts';
import { checkBoundaries } from '../src/verify/boundaries.ts';
import { fromBase45, join, readPart, readSlip, textOf } from '../src/verify/code.ts';
import { leafHash } from '../src/verify/hash.ts';
import { judge, PublicKey } from '../src/verify/key.ts';
import { verifyConsistency, verifyInclusion } from '../src/verify/merkle.ts';
import { NoteKey, readCheckpoint, readNote, readPolicy, satisfies, signersOf, type Policy } from '../src/verify/note.ts';
import { isSignedBy, readSign1 } from '../src/verify/sign1.ts';
import { readStatement } from '../src/verify/statement.ts';
import { shownColour } from '../src/pages/colour.ts';

type Vector = Record<string, any>;

function vectors(path: string): Vector[] {
  const all = readFileSync(`../${path}`, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line) as Vector);
  assert.ok(all.length > 4, path);
  return all;
}

function refused(read: () => unknown): boolean {
  try {
    read();
    return false;
  } catch (e) {
    if (e instanceof Malformed) return true;
    throw e;
  }
}

function shaped(item: Item, shape: string): boolean {
  const unsigned = (i: Item): boolean => typeof i === 'bigint' && i >= 0n;
  switch (shape) {
    case 'unsigned': return unsigned(item);
    case 'integer': return typeof item === 'bigint';
    case 'bytes': return item instanceof Uint8Array;
    case 'text': return typeof item === 'string';
    case 'null': return item === null;
    case 'array of unsigned': return Array.isArray(item) && item.every(unsigned);
    case 'map of int to unsigned': return item instanceof CborMap && item.entries.every(([k, v]) => typeof k === 'bigint' && unsigned(v));
    case 'map of text to unsigned': return item instanceof CborMap && item.entries.every(([k, v]) => typeof k === 'string' && unsigned(v));
    case 'tag 18 of unsigned': return item instanceof Tagged && item.tag === 18n && unsigned(item.item);
    default: return assert.fail(shape);
  }
}

test('reads CBOR as the vectors say', () => {
  for (const v of vectors('cose/src/test/resources/vectors/cbor.jsonl')) {
    let valid = false;
    refused(() => (valid = shaped(decode(fromHex(v['bytes'])), v['read'])));
    assert.equal(valid, v['valid'], v['name']);
  }
});

for (const [name, algorithm] of [['ed25519', -19], ['es256', -7]] as const) {
  test(`judges ${name} signatures as the vectors say`, async () => {
    for (const v of vectors(`cose/src/test/resources/vectors/${name}.jsonl`)) {
      const [key, message, signature] = [fromHex(v['key']), fromHex(v['message']), fromHex(v['signature'])];
      assert.equal(await judge(algorithm, key, message, signature), v['verdict'], v['name']);
    }
  });
}

test('judges Ed25519 in JavaScript alone as the platform does', () => {
  for (const v of vectors('cose/src/test/resources/vectors/ed25519.jsonl')) {
    if (v['verdict'] !== 'valid') continue;
    const key = PublicKey.of(-19, fromHex(v['key']));
    const signature = fromHex(v['signature']);
    assert.ok(key.verifyPortably(signature, fromHex(v['message'])), v['name']);
    signature[0]! ^= 1;
    assert.ok(!key.verifyPortably(signature, fromHex(v['message'])), v['name']);
  }
});

test('finds which keys are in the group as the platform does', async () => {
  let others = 0;
  for (const v of vectors('cose/src/test/resources/vectors/ed25519.jsonl')) {
    if (v['verdict'] === 'refused-key') continue;
    const key = PublicKey.of(-19, fromHex(v['key']));
    // A point off the curve is in no group; there the platform's verification decides.
    if (key.isUsable()) assert.ok(await key.isInGroup(), v['name']);
    else if (isOnCurve(key.encoded)) {
      assert.ok(!(await key.isInGroup()), v['name']);
      others++;
    }
    if (v['verdict'] === 'unusable-key') assert.ok(!(await key.verify(fromHex(v['signature']), fromHex(v['message']))), v['name']);
  }
  assert.ok(others > 0);
});

function isOnCurve(encoded: Uint8Array): boolean {
  return !refusedBy(() => ed25519.Point.fromHex(hex(encoded)));
}

function refusedBy(read: () => unknown): boolean {
  try {
    read();
    return false;
  } catch {
    return true;
  }
}

test('reads envelopes as the vectors say', async () => {
  for (const v of vectors('cose/src/test/resources/vectors/sign1.jsonl')) {
    if (refused(() => readSign1(fromHex(v['bytes'])))) {
      assert.equal('malformed', v['verdict'], v['name']);
      continue;
    }
    const statement = readSign1(fromHex(v['bytes']));
    const signed = await isSignedBy(statement, PublicKey.parse(v['key']));
    assert.equal(signed ? 'signed' : 'not-signed', v['verdict'], v['name']);
    if (signed) assert.equal(hex(statement.payload), v['payload'], v['name']);
  }
});

test('reads statements as the vectors say', async () => {
  let election = '';
  for (const v of vectors('model/src/test/resources/vectors/statements.jsonl')) {
    if (refused(() => readStatement(fromHex(v['bytes'])))) {
      assert.equal('malformed', v['verdict'], v['name']);
      continue;
    }
    const statement = readStatement(fromHex(v['bytes']));
    if (election === '') election = hex(statement.leaf);
    const signed = await isSignedBy(statement, PublicKey.parse(v['key']));
    const expected = v['verdict'] === 'other-election' ? 'statement' : v['verdict'];
    assert.equal(signed ? 'statement' : 'not-signed', expected, v['name']);
    if (signed && v['leaf'] !== undefined) assert.equal(hex(statement.leaf), v['leaf'], v['name']);
  }
});

const TLOG = 'log/src/test/resources/vectors/tlog';

test('verifies Merkle proofs as the vectors say', () => {
  const proof = (v: Vector): Uint8Array[] => ((v['proof'] ?? []) as string[]).map(fromBase64);
  const areHashes = (...hashes: Uint8Array[]): boolean => hashes.every((hash) => hash.length === 32);
  for (const v of vectors(`${TLOG}/merkle-inclusion.jsonl`)) {
    const [leaf, root] = [fromBase64(v['leafHash']), fromBase64(v['root'])];
    if (!areHashes(leaf, root)) continue;
    assert.equal(!verifyInclusion(BigInt(v['leafIdx']), BigInt(v['treeSize']), leaf, proof(v), root), v['wantErr'], JSON.stringify(v));
  }
  for (const v of vectors(`${TLOG}/merkle-consistency.jsonl`)) {
    const [older, newer] = [fromBase64(v['root1']), fromBase64(v['root2'])];
    if (!areHashes(older, newer)) continue;
    const ok = verifyConsistency(BigInt(v['size1']), BigInt(v['size2']), proof(v), older, newer);
    assert.equal(!ok, v['wantErr'], JSON.stringify(v));
  }
});

test('reads keys and checkpoints of the log as the vectors say', () => {
  for (const v of vectors(`${TLOG}/vkeys.jsonl`)) assert.equal(!refused(() => NoteKey.parse(v['vkey'])), v['valid'], v['name']);
  for (const v of vectors(`${TLOG}/checkpoints.jsonl`)) assert.equal(!refused(() => readCheckpoint(v['body'])), v['valid'], v['name']);
});

test('judges notes as the vectors say', async () => {
  for (const v of vectors(`${TLOG}/notes.jsonl`)) {
    const bytes = v['note'] === undefined ? fromBase64(v['noteBase64']) : utf8(v['note']);
    assert.equal(await outcomeOfNote(bytes, (v['keys'] as string[]).map(NoteKey.parse)), v['outcome'], v['name']);
  }
});

async function outcomeOfNote(bytes: Uint8Array, keys: NoteKey[]): Promise<string> {
  if (refused(() => readNote(bytes))) return 'malformed';
  const note = readNote(bytes);
  try {
    const signers = await signersOf(note, keys);
    return signers.some((key) => key.vouchesFor(note.text)) ? 'accepted' : 'unsigned';
  } catch (e) {
    assert.ok(e instanceof Malformed);
    return 'refused';
  }
}

test('reads policies and judges checkpoints by them as the vectors say', async () => {
  for (const v of vectors(`${TLOG}/policies.jsonl`)) {
    const bytes = v['policy'] === undefined ? fromBase64(v['policyBase64']) : utf8(v['policy']);
    assert.equal(!refused(() => readPolicy(bytes)), v['valid'], v['name']);
    if (!v['valid']) continue;
    for (const c of v['checks'] ?? []) {
      assert.equal(await outcomeOfPolicy(readPolicy(bytes), utf8(c['checkpoint'])), c['outcome'], `${v['name']}: ${c['checkpoint'].slice(0, 200)}`);
    }
  }
});

async function outcomeOfPolicy(policy: Policy, bytes: Uint8Array): Promise<string> {
  try {
    return (await satisfies(policy, readNote(bytes))) ? 'holds' : 'lacks';
  } catch (e) {
    assert.ok(e instanceof Malformed);
    return 'refused';
  }
}

test('reads Base45 as the vectors say', () => {
  for (const v of vectors('cose/src/test/resources/vectors/base45.jsonl')) {
    const isRefused = refused(() => assert.equal(hex(fromBase45(v['text'])), v['bytes'], v['name']));
    assert.equal(isRefused, !v['valid'], v['name']);
  }
});

test('joins the codes on sheets as the vectors say, and writes them again', () => {
  for (const v of vectors('sheet/src/test/resources/vectors/code-text.jsonl')) {
    let joined: Uint8Array | undefined;
    refused(() => (joined = join((v['codes'] as string[]).map((text) => readPart(text) ?? malformed('no code')))));
    assert.equal(joined === undefined ? undefined : hex(joined), v['statement'], v['name']);
    if (joined === undefined) continue;
    const { parts } = readPart(v['codes'][0])!;
    if (parts === v['codes'].length) assert.deepEqual(textOf(joined, leafHash(joined), parts).toSorted(), v['codes'].toSorted(), v['name']);
  }
});

test('reads the slip of the vectors', () => {
  const [sound] = vectors('cli/src/test/resources/vectors/slips.jsonl');
  const slip = readSlip(join((sound!['codes'] as string[]).map((text) => readPart(text)!))!);
  assert.equal(hex(slip.leaf), hex(leafHash(fromHex(sound!['statement']))));
  assert.equal(slip.index, sound!['index']);
  const checkpoint = readCheckpoint(readNote(slip.note).text);
  assert.equal(Number(checkpoint.size), sound!['size']);
  assert.ok(verifyInclusion(BigInt(slip.index), checkpoint.size, slip.leaf, slip.path, checkpoint.root));
});

test('takes the outlines of areas that the vectors take', () => {
  const areas = new Map(['X', 'N', 'S', 'N1'].map((code, i) => [code, i]));
  for (const { name, text, valid } of vectors('model/src/test/resources/vectors/boundaries.jsonl')) {
    assert.equal(!refused(() => checkBoundaries(utf8(text), text, areas)), valid, name);
  }
});

test('shows colours as the vectors say', () => {
  for (const { colour, shown } of vectors('publication/src/test/resources/vectors/bar-colours.jsonl')) assert.equal(shownColour(colour), shown);
});
