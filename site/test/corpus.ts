/** Publications that the Java side made, good and damaged, and what its verifier said of them. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { useSha256 } from '../src/verify/hash.ts';
import type { Source } from '../src/verify/publication.ts';
import type { TrustFile } from '../src/verify/register.ts';
import { readTrust } from '../src/verify/trust.ts';

const CORPUS = '../audit/target/corpus';

export interface Case {
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

export class Memory implements Source {
  constructor(readonly files: Map<string, Uint8Array>) {}

  read(path: string): Promise<Uint8Array | undefined> {
    return Promise.resolve(this.files.get(path));
  }

  list(): Promise<string[]> {
    return Promise.resolve([...this.files.keys()].sort());
  }
}

/** Every case, with its files as they were damaged. */
export function* cases(): Generator<Case & { source: Memory; trust: TrustFile }> {
  assert.ok(existsSync(`${CORPUS}/cases.jsonl`), 'the tests of audit make the corpus: run ./mvnw -pl audit,site -am verify');
  const all = readFileSync(`${CORPUS}/cases.jsonl`, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line) as Case);
  assert.ok(all.length >= 200);
  const trust = readTrust(readFileSync(`${CORPUS}/authority.pub`, 'utf8'));
  const bases = new Map<string, Map<string, Uint8Array>>();
  for (const each of all) {
    const sound = bases.get(each.base) ?? filesOf(each.base);
    bases.set(each.base, sound);
    const damaged = new Map(sound);
    for (const [path, content] of Object.entries(each.files)) {
      if (content === null) damaged.delete(path);
      else damaged.set(path, Uint8Array.from(Buffer.from(content, 'base64')));
    }
    yield { ...each, source: new Memory(damaged), trust };
  }
}
