/** The verification of docs/formats.md, in its order; the first thing that does not hold ends it. */
import { base64, DoesNotHold, equal, fromUtf8, hex, Malformed, utf8 } from './bytes.ts';
import { BUNDLE_BYTES, bundleOf, CHECKPOINT_BYTES, FILE_BYTES, parse, readBundle, TOO_LONG, WIDTH } from './files.ts';
import { Fold } from './fold.ts';
import { leafHash, sha256 } from './hash.ts';
import { logFile, logFiles, Tree } from './merkle.ts';
import { NoteKey, readCheckpoint, readNote, readPolicy, satisfies, signersOf, type Checkpoint, type Note } from './note.ts';
import { readPackage, type ElectionPackage } from './package.ts';
import { fromManifest, keptPartials, manifestOf, packageFiles, pageNames, PROGRAM_BYTES, PROGRAM_LIST, readProgramList, readWitnesses, rowOf, type Source } from './publication.ts';
import type { PublicKey } from './key.ts';
import type { TrustFile } from './register.ts';
import { isSignedBy } from './sign1.ts';
import { headerOf, readStatement, type ElectionContent, type Statement } from './statement.ts';
import { totalsOf } from './totals.ts';
import { trustText } from './trust.ts';

const ENTRIES = 2 ** 29;
/** Files that are asked for before they are needed. */
const AHEAD = 12;

export interface Options {
  readonly trust: TrustFile;
  readonly policy?: Uint8Array;
  readonly atLeast?: number;
  /** What the reader has verified before, of the election with this id. */
  readonly remembered?: (electionId: string) => Promise<{ size: number; root: string } | undefined>;
  /** What holds, once it does. */
  readonly step?: (step: Step, count: number) => void;
  /** How far a step is. */
  readonly progress?: (step: Step, done: number, all: number) => void;
}

/** The checkpoint and its entries; the package and its stations; the tree; the entries and their bulletins; the files. */
export type Step = 'checkpoint' | 'package' | 'tree' | 'entries' | 'files';

export interface Verified {
  readonly electionId: string;
  readonly code: string;
  readonly mode: string;
  readonly size: number;
  readonly root: Uint8Array;
  readonly asOf: number;
  readonly bulletins: number;
  readonly findings: number;
  readonly files: number;
}

function fail(place: string, reason: string): never {
  throw new DoesNotHold(place, reason);
}

export async function verify(source: Source, options: Options): Promise<Verified> {
  return new Verification(source, options).run();
}

class Verification {
  private readonly trust: TrustFile;
  private readonly expected = new Set<string>(['checkpoint', 'manifest.csv', 'witnesses.json']);
  private readonly tree = new Tree();
  private readonly logKeys: PublicKey[] = [];
  /** Sizes that bulletins cover. */
  private readonly covered = new Set<number>();
  /** What bulletins of these sizes have to say. */
  private readonly totals = new Map<number, { index: string; digest: string; asOf: number }>();
  /** Size and digest of every file that the log gives; the files themselves are many times as much. */
  private readonly laidDown = new Map<string, { size: number; digest: string }>();
  private readonly bulletins: string[] = [];
  private readonly published: number[] = [];
  private readonly rows = new Map<string, { size: number; digest: string }>();
  private files = 0;

  constructor(private readonly source: Source, private readonly options: Options) {
    this.trust = options.trust;
  }

  async run(): Promise<Verified> {
    const bytes = await this.read('checkpoint', CHECKPOINT_BYTES);
    const note = parse('checkpoint', () => readNote(bytes));
    const checkpoint = parse('checkpoint', () => readCheckpoint(note.text));
    if (checkpoint.size < 1n || checkpoint.size > BigInt(ENTRIES)) fail('checkpoint', 'not 1 to 2^29 entries');
    const size = Number(checkpoint.size);
    const founding = await this.readLog(size);
    const electionId = hex(sha256(founding.bytes).subarray(0, 16));
    const signers = await this.checkSignatures(note, checkpoint, founding);
    this.say('checkpoint', size);
    if (size < (this.options.atLeast ?? 0)) fail('checkpoint', `${size} entries, fewer than the ${this.options.atLeast} asked for`);
    const remembered = await this.options.remembered?.(electionId);
    if (remembered !== undefined && size < remembered.size) fail('checkpoint', `${size} entries, fewer than the ${remembered.size} seen before`);
    const election = await this.readPackage(founding);
    this.say('package', election.stations.length);
    await this.checkTree(checkpoint);
    this.say('tree', size);
    if (remembered !== undefined && hex(this.tree.root(remembered.size)) !== remembered.root) fail('checkpoint', 'the log does not continue the one seen before');
    const fold = new Fold(election, this.trust);
    const manifest = await this.foldAll(fold, founding);
    this.say('entries', this.bulletins.length);
    await this.checkFiles(election, manifest, founding);
    if (!signers.some((key) => fold.register.logKeys.some((other) => other.same(key)))) fail('checkpoint', 'the key that signed it is not in force at its end');
    this.say('files', this.files);
    return {
      electionId, code: election.code, mode: election.mode, size, root: checkpoint.root, asOf: fold.asOf,
      bulletins: this.bulletins.length, findings: fold.findings.length, files: this.files,
    };
  }

  private say(step: Step, count: number): void {
    this.options.step?.(step, count);
  }

  /** Reads files in their order, some ahead. */
  private async *inOrder<T extends { path: string }>(step: Step, files: T[], limit: (file: T) => number): AsyncGenerator<[T, Uint8Array]> {
    const ahead: Promise<Uint8Array>[] = [];
    for (let i = 0; i < files.length; i++) {
      for (let next = i + ahead.length; ahead.length < AHEAD && next < files.length; next++) {
        const file = files[next]!;
        const reading = this.read(file.path, limit(file));
        // One that fails is told in its turn.
        reading.catch(() => undefined);
        ahead.push(reading);
      }
      const bytes = await ahead.shift()!;
      yield [files[i]!, bytes];
      this.options.progress?.(step, i + 1, files.length);
    }
  }

  private async read(path: string, limit: number = FILE_BYTES): Promise<Uint8Array> {
    const bytes = (await this.source.read(path, limit)) ?? fail(path, 'the file is missing');
    if (bytes.length > limit) fail(path, TOO_LONG);
    this.files++;
    return bytes;
  }

  /** Reads all entries into the tree, and which keys sign the log; gives entry 0, signed by the authority. */
  private async readLog(size: number): Promise<Statement> {
    let founding: Statement | undefined;
    const bundles = logFiles(size).filter((file) => file.row === 'entries');
    for await (const [file, bundle] of this.inOrder('checkpoint', bundles, () => BUNDLE_BYTES)) {
      this.expected.add(file.path);
      const entries = parse(file.path, () => readBundle(bundle, file.width));
      founding ??= await this.readFounding(entries[0]!);
      for (const entry of entries) {
        this.tree.append(leafHash(entry));
        await this.look(entry);
      }
    }
    return founding!;
  }

  /** Entries of a bundle once more: a log is read twice, so that it need not be held. */
  private async entriesOf(index: number): Promise<Uint8Array[]> {
    const { path, width } = logFile('entries', index, Math.min(WIDTH, this.tree.size - WIDTH * index));
    const bytes = (await this.source.read(path, BUNDLE_BYTES)) ?? fail(path, 'the file is missing');
    const entries = parse(path, () => readBundle(bytes, width));
    entries.forEach((entry, i) => {
      if (!equal(leafHash(entry), this.tree.leaf(WIDTH * index + i))) fail(path, 'it is not what it was a moment ago');
    });
    return entries;
  }

  private async readFounding(entry: Uint8Array): Promise<Statement> {
    const statement = parse('entry 0', () => readStatement(entry));
    if (statement.content.type !== 'election') return fail('entry 0', 'it is not the election statement');
    for (const key of this.trust.keys) {
      if (await isSignedBy(statement, key)) {
        this.logKeys.push(...statement.content.election.logKeys);
        return statement;
      }
    }
    return fail('entry 0', 'it is not signed by a key of the authority');
  }

  /** What has to be known of an entry before the entries are folded. */
  private async look(entry: Uint8Array): Promise<void> {
    // Types that matter here are a label of the header, so most entries need not be read twice.
    if (!/bulletin|log-key/.test(headerOf(entry))) return;
    let statement: Statement;
    try {
      statement = readStatement(entry);
    } catch (e) {
      if (e instanceof Malformed) return;
      throw e;
    }
    if (statement.content.type === 'bulletin') this.covered.add(statement.content.size);
    if (statement.content.type !== 'log-key' || statement.content.key === undefined) return;
    for (const key of this.trust.keys) if (await isSignedBy(statement, key)) this.logKeys.push(statement.content.key);
  }

  private async checkSignatures(note: Note, checkpoint: Checkpoint, founding: Statement): Promise<PublicKey[]> {
    if (founding.content.type !== 'election') return fail('entry 0', 'it is not the election statement');
    const { origin } = founding.content.election;
    if (checkpoint.origin !== origin) fail('checkpoint', `it is of another log than ${origin}`);
    const keys = this.logKeys.map((key) => NoteKey.of(origin, 1, key.encoded));
    let signers: NoteKey[];
    try {
      signers = await signersOf(note, keys);
    } catch (e) {
      if (e instanceof Malformed) return fail('checkpoint', e.message);
      throw e;
    }
    if (signers.length === 0) fail('checkpoint', 'no key of the log signed it');
    const witnesses = await this.source.read('witnesses.json', 65_536);
    if (witnesses !== undefined) {
      if (witnesses.length > 65_536) fail('witnesses.json', TOO_LONG);
      const cosigned = parse('witnesses.json', () => readWitnesses(fromUtf8(witnesses), checkpoint.size));
      for (const name of cosigned) {
        if (!note.lines.some((line) => line.name === name)) fail('witnesses.json', `${name} has no line on the checkpoint`);
      }
    }
    if (this.options.policy !== undefined) await this.checkPolicy(this.options.policy, note, origin);
    return signers.map((signer) => signer.key!);
  }

  private async checkPolicy(bytes: Uint8Array, note: Note, origin: string): Promise<void> {
    const policy = readPolicy(bytes);
    try {
      if (!(await satisfies(policy, note))) fail('checkpoint', 'the quorum of the policy has not cosigned it');
    } catch (e) {
      if (e instanceof Malformed) fail('checkpoint', e.message);
      throw e;
    }
    const listed = policy.logs.filter((key) => key.name === origin && key.type === 1);
    if (policy.logs.length > 0 && !listed.some((key) => this.logKeys.some((other) => equal(other.encoded, key.encoded)))) {
      fail('checkpoint', 'the log of the policy is not the log of the election');
    }
  }

  private async readPackage(founding: Statement): Promise<ElectionPackage> {
    if (founding.content.type !== 'election') return fail('entry 0', 'it is not the election statement');
    const bound = founding.content.election.files;
    const files = new Map<string, Uint8Array>();
    for (const name of packageFiles(bound)) {
      const path = `package/${name}`;
      const bytes = await this.read(path);
      this.expected.add(path);
      const row = rowOf(bytes);
      if (bound.get(name) !== row.digest) fail(path, 'it is not the file that entry 0 binds');
      this.rows.set(path, row);
      files.set(name, bytes);
    }
    return parse('package', () => readPackage(files));
  }

  private async checkTree(checkpoint: Checkpoint): Promise<void> {
    const rootHolds = equal(this.tree.root(), checkpoint.root);
    const tiles = logFiles(this.tree.size).filter((file) => file.row !== 'entries');
    for await (const [file, tile] of this.inOrder('tree', tiles, () => 8192)) {
      this.expected.add(file.path);
      if (file.row === 'entries' || equal(tile, this.tree.tile(file.row, file.index, file.width))) continue;
      if (rootHolds || file.row > 0) fail(file.path, 'it is not what the entries give');
      const place = 256 * file.index + firstDifference(tile, this.tree.tile(0, file.index, file.width));
      fail(logFile('entries', file.index, file.width).path, `entry ${place} is not under the checkpoint`);
    }
    if (!rootHolds) fail('checkpoint', 'its root is not that of the entries');
  }

  /** Gives the digest of the manifest that the last entry binds. */
  private async foldAll(fold: Fold, founding: Statement): Promise<string> {
    const leaves = new Set<string>();
    const pending: { entry: number; signed: Promise<boolean> }[] = [];
    const settle = async (): Promise<void> => {
      for (const { entry, signed } of pending.splice(0)) if (!(await signed)) fail(`entry ${entry}`, 'the signature does not verify');
    };
    let manifest: string | undefined;
    const { size } = this.tree;
    let bundle: Uint8Array[] = [];
    let next = this.entriesOf(0);
    for (let entry = 0; entry < size; entry++) {
      if (entry % WIDTH === 0) {
        bundle = await next;
        if (entry + WIDTH < size) next = this.entriesOf(entry / WIDTH + 1);
        // One that fails is told in its turn.
        next.catch(() => undefined);
      }
      const bytes = bundle[entry % WIDTH]!;
      const place = `entry ${entry}`;
      try {
        const statement = parse(place, () => readStatement(bytes));
        const leaf = hex(statement.leaf);
        if (leaves.has(leaf)) fail(place, 'it is in the log twice');
        leaves.add(leaf);
        const signer = fold.register.keys.get(statement.kid)?.key ?? this.trust.keys.find((key) => key.id === statement.kid);
        if (signer === undefined) return fail(place, `the key ${statement.kid} is not enrolled`);
        pending.push({ entry, signed: isSignedBy(statement, signer) });
        const standing = await fold.apply(statement);
        if (standing.worth === 'not-permitted') fail(place, standing.reason);
        if (statement.content.type === 'bulletin') this.checkBulletin(statement, entry, founding);
        manifest = statement.content.type === 'time-mark' ? statement.content.manifest : undefined;
        if (manifest !== undefined) this.published.push(entry + 1);
        if (this.covered.has(fold.size)) this.keepTotals(fold);
      } catch (e) {
        // An earlier signature may be what does not hold first.
        if (e instanceof DoesNotHold) await settle();
        throw e;
      }
      if (pending.length >= 1024) {
        await settle();
        this.options.progress?.('entries', entry + 1, size);
      }
    }
    await settle();
    return manifest ?? fail(`entry ${size - 1}`, 'the last entry is not a time-mark that binds a manifest');
  }

  private keepTotals(fold: Fold): void {
    const { index, digest, files } = totalsOf(fold);
    for (const [path, size] of files) this.laidDown.set(path, { size, digest: path.slice(path.indexOf('/') + 1, path.indexOf('.')) });
    this.totals.set(fold.size, { index, digest, asOf: fold.asOf });
  }

  private checkBulletin(statement: Statement, entry: number, founding: Statement): void {
    const { content } = statement;
    if (content.type !== 'bulletin') return;
    const place = `entry ${entry}`;
    if (content.number !== this.bulletins.length + 1) fail(place, `bulletin ${content.number} follows bulletin ${this.bulletins.length}`);
    const totals = content.size > entry ? undefined : this.totals.get(content.size);
    if (totals === undefined) return fail(place, 'the bulletin covers entries that come after it');
    if (!equal(content.root, this.tree.root(content.size))) fail(place, 'the root of the bulletin is not that of the entries it covers');
    if (content.asOf !== totals.asOf) fail(place, 'the bulletin is as of another time than its entries give');
    if (content.rules !== 1) fail(place, `rules of version ${content.rules} are not known here`);
    if (content.index !== totals.digest) fail(place, 'the totals of the bulletin are not those that its entries give');
    const { code, election } = electionOf(founding);
    const { mode } = election;
    this.bulletins.push(
      `{"election":${JSON.stringify(code)},"mode":"${mode}","bulletin":${content.number},"entry":${entry},"logSize":${content.size},` +
        `"root":"${base64(content.root)}","asOf":${content.asOf},"rules":${content.rules},"index":"${totals.index}"}\n`,
    );
  }

  private async checkFiles(election: ElectionPackage, bound: string, founding: Statement): Promise<void> {
    const lay = (path: string, bytes: Uint8Array): void => void this.laidDown.set(path, rowOf(bytes));
    lay('authority.pub', utf8(trustText(this.trust)));
    for (const [i, json] of this.bulletins.entries()) lay(`bulletins/${i + 1}.json`, utf8(json));
    if (this.bulletins.length > 0) lay('latest.json', utf8(this.bulletins.at(-1)!));
    for (const { path, row, index, width } of keptPartials(this.published)) {
      lay(path, row === 'entries' ? bundleOf((await this.entriesOf(index)).slice(0, width)) : this.tree.tile(row, index, width));
    }
    const paths = [...this.laidDown.keys()].map((path) => ({ path }));
    for await (const [{ path }, bytes] of this.inOrder('files', paths, () => FILE_BYTES)) {
      const row = rowOf(bytes);
      if (row.digest !== this.laidDown.get(path)!.digest) fail(path, 'it is not what the log gives');
      this.list(path, row);
    }
    await this.checkProgram(founding);
    const manifest = await this.read('manifest.csv');
    if (this.bulletins.length > 0) await this.checkPages(election, fromManifest(manifest));
    if (!equal(manifest, manifestOf(this.rows))) fail('manifest.csv', 'it is not the list of the published files');
    if (rowOf(manifest).digest !== bound) fail('manifest.csv', 'it is not the one that the last entry binds');
    for (const path of (await this.source.list()) ?? []) {
      if (!this.expected.has(path)) fail(path, 'the file is not part of the publication');
    }
  }

  private list(path: string, row: { size: number; digest: string }): void {
    this.expected.add(path);
    this.rows.set(path, row);
  }

  /** The program that shows the pages, if entry 0 binds one: a list of its files, and these. */
  private async checkProgram(founding: Statement): Promise<void> {
    const bound = electionOf(founding).election.program;
    if (bound === undefined) return;
    const listing = await this.read(PROGRAM_LIST, PROGRAM_BYTES);
    const row = rowOf(listing);
    if (row.digest !== bound) fail(PROGRAM_LIST, 'it is not the list that entry 0 binds');
    this.list(PROGRAM_LIST, row);
    const listed = parse(PROGRAM_LIST, () => readProgramList(fromUtf8(listing)));
    for await (const [{ path, digest }, bytes] of this.inOrder('files', listed, () => PROGRAM_BYTES)) {
      const found = rowOf(bytes);
      if (found.digest !== digest) fail(path, 'it is not the file of the program that entry 0 binds');
      this.list(path, found);
    }
  }

  /** Pages are compared with the manifest that the log binds, not laid down again. */
  private async checkPages(election: ElectionPackage, listed: Map<string, string>): Promise<void> {
    const pages = pageNames(election).map((path) => ({ path }));
    for await (const [{ path }, bytes] of this.inOrder('files', pages, () => FILE_BYTES)) {
      const row = rowOf(bytes);
      if (listed.get(path) !== `${row.size},${row.digest}`) fail(path, 'it is not the file that the manifest lists');
      this.list(path, row);
    }
  }
}

function electionOf({ content }: Statement): { code: string; election: ElectionContent } {
  return content.type === 'election' ? content : fail('entry 0', 'it is not the election statement');
}

function firstDifference(a: Uint8Array, b: Uint8Array): number {
  let at = 0;
  while (at < b.length && a[at] === b[at]) at++;
  return Math.floor(at / 32);
}
