/** Good and damaged publications: this verifier says of each what the Java one said. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { useSha256 } from '../src/verify/hash.ts';
import type { Source } from '../src/verify/publication.ts';
import { readTrust } from '../src/verify/trust.ts';
import { DoesNotHold } from '../src/verify/bytes.ts';
import { verify } from '../src/verify/verify.ts';

const CORPUS = '../audit/target/corpus';

interface Case {
  readonly base: string;
  readonly damage: string;
  readonly verdict: 'Holds' | 'DoesNotHold' | 'CouldNotCheck';
  readonly place: string;
  readonly files: Record<string, string | null>;
}

useSha256((bytes) => createHash('sha256').update(bytes).digest());

function filesOf(base: string): Map<string, Uint8Array> {
  const root = join(CORPUS, base);
  const names = (readdirSync(root, { recursive: true }) as string[]).map((name) => join(root, name));
  return new Map(names.filter((name) => statSync(name).isFile()).map((name) => [relative(root, name), Uint8Array.from(readFileSync(name))]));
}

class Memory implements Source {
  constructor(private readonly files: Map<string, Uint8Array>) {}

  read(path: string): Promise<Uint8Array | undefined> {
    return Promise.resolve(this.files.get(path));
  }

  list(): Promise<string[]> {
    return Promise.resolve([...this.files.keys()].sort());
  }
}

test('agrees with the Java verifier on every case of the corpus', async () => {
  assert.ok(existsSync(`${CORPUS}/cases.jsonl`), 'the tests of audit make the corpus: run ./mvnw -pl audit,site -am verify');
  const cases = readFileSync(`${CORPUS}/cases.jsonl`, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line) as Case);
  assert.ok(cases.length >= 200);
  const trust = readTrust(readFileSync(`${CORPUS}/authority.pub`, 'utf8'));
  const bases = new Map<string, Map<string, Uint8Array>>();
  const differences: string[] = [];
  for (const { base, damage, verdict, place, files } of cases) {
    const sound = bases.get(base) ?? filesOf(base);
    bases.set(base, sound);
    const damaged = new Map(sound);
    for (const [path, content] of Object.entries(files)) {
      if (content === null) damaged.delete(path);
      else damaged.set(path, Uint8Array.from(Buffer.from(content, 'base64')));
    }
    let ours = 'Holds';
    try {
      await verify(new Memory(damaged), { trust });
    } catch (e) {
      if (!(e instanceof DoesNotHold)) throw e;
      ours = 'DoesNotHold';
      const [changed] = Object.keys(files);
      if (changed !== undefined && e.place !== changed) differences.push(`${base}, ${changed} ${damage}: ours names ${e.message}; theirs ${place}`);
    }
    if (ours !== verdict) differences.push(`${base} ${Object.keys(files).join()} ${damage}: ours ${ours}, theirs ${verdict} ${place}`);
  }
  assert.deepEqual(differences, []);
});
