/** The docket of a log that is made for this: records, and thousands of corrections of them. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { concat, fromHex, hex } from '../src/verify/bytes.ts';
import { readDocket } from '../src/verify/docket.ts';
import { leafHash, useSha256 } from '../src/verify/hash.ts';
import type { Light } from '../src/verify/light.ts';
import { readStatement } from '../src/verify/statement.ts';

const WIDTH = 256;
const VECTORS = readFileSync('../model/src/test/resources/vectors/statements.jsonl', 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line) as { name: string; bytes: string });

useSha256((bytes) => createHash('sha256').update(bytes).digest());

const vector = (name: string): string => VECTORS.find((each) => each.name === name)!.bytes;

/** The same statement under another signature; nobody looks at it here. */
function again(bytes: string, i: number): Uint8Array {
  return fromHex(bytes.slice(0, -8) + i.toString(16).padStart(8, '0'));
}

/** A log of these entries, whose operator signs what `isMark` says. */
function logOf(entries: Uint8Array[], isMark: (leaf: string) => boolean): { light: Light; walked: () => number } {
  let walked = 0;
  const light = {
    trust: { keys: [] }, election: { courts: [], organisations: [] }, root: new Uint8Array(32),
    newest: { size: entries.length, electionId: readStatement(entries[0]!).issuer },
    entriesOf: (n: number) => Promise.resolve(entries.slice(WIDTH * n, WIDTH * n + WIDTH)),
    isOfOperator: ({ leaf }: { leaf: Uint8Array }) => Promise.resolve(isMark(hex(leaf))),
    tiles: {
      leaves: (n: number) => {
        walked++;
        return Promise.resolve(concat(...entries.slice(WIDTH * n, WIDTH * n + WIDTH).map(leafHash)));
      },
    },
  };
  return { light: light as unknown as Light, walked: () => walked };
}

test('finds what thousands of corrections name by walking through the log once', async () => {
  const [record, correction] = [vector('tally-record'), vector('corrigendum-replace')];
  const { content } = readStatement(fromHex(correction));
  assert.equal(content.type, 'corrigendum');
  const target = content.type === 'corrigendum' ? content.correction.target : '';
  const records = Array.from({ length: 6000 }, (_, i) => again(record, i));
  const corrections = records.slice(0, 3000).map((bytes, i) => again(correction.replace(target, hex(leafHash(bytes))), i));
  // One that names what the log does not have, and one that comes before what it names.
  const lost = again(correction, 9999);
  const { light, walked } = logOf([again(correction.replace(target, hex(leafHash(records[5999]!))), 9998), ...records, ...corrections, lost], () => true);
  const filed = await readDocket(light, () => undefined);
  assert.equal(filed.length, 3002);
  assert.equal(filed.filter(({ before }) => before !== undefined).length, 3001);
  assert.equal(filed.at(-1)!.before, undefined);
  const figures = readStatement(fromHex(record)).content;
  assert.deepEqual(filed[0]!.before, figures.type === 'tally-record' ? figures.figures : undefined);
  assert.ok(walked() <= Math.ceil(9002 / WIDTH), `${walked()} tiles`);
});

test('says between which marks of the operator a filing came', async () => {
  const mark = (seconds: number, i: number): Uint8Array => again(vector('time-mark').replace(Buffer.from('1770000000').toString('hex'), Buffer.from(String(seconds)).toString('hex')), i);
  const filing = (i: number): Uint8Array => again(vector('corrigendum-adopt'), i);
  const another = mark(1_770_009_999, 7);
  const entries = [filing(1), mark(1_770_000_000, 1), mark(1_770_000_060, 2), another, filing(2), filing(3), another, mark(1_770_000_050, 3), filing(4)];
  const { light } = logOf(entries, (leaf) => leaf !== hex(leafHash(another)));
  assert.deepEqual((await readDocket(light, () => undefined)).map(({ arrival }) => arrival), [
    { after: undefined, before: 1_770_000_000 },
    { after: 1_770_000_060, before: 1_770_000_060 },
    { after: 1_770_000_060, before: 1_770_000_060 },
    { after: 1_770_000_060, before: undefined },
  ]);
});
