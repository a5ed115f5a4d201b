/**
 * What can be checked of a publication from a few files: who signed what is shown, and that it is in the log. That the
 * log holds nothing else, and that totals add up, takes the whole log: see verify.ts.
 */
import { base64, DoesNotHold, equal, fromHex, fromUtf8, hex, latin1, Malformed, NotDecided } from './bytes.ts';
import { parseCsv } from './csv.ts';
import { CHECKPOINT_BYTES, Entries, FILE_BYTES, parse, readFile, TOO_LONG, WIDTH } from './files.ts';
import { leafHash, sha256 } from './hash.ts';
import { PublicKey } from './key.ts';
import type { Slip } from './code.ts';
import { verifyInclusion } from './merkle.ts';
import { NoteKey, readCheckpoint, readNote, readPolicy, satisfies, signersOf, type Note } from './note.ts';
import type { Source } from './publication.ts';
import type { TrustFile } from './register.ts';
import { isSignedBy } from './sign1.ts';
import { readStatement, type Content, type ElectionContent, type Figures, type Statement } from './statement.ts';
import { Tiles } from './tiles.ts';

/** What a check of one page may cost. */
const MANIFEST_BYTES = 4 * 1024 * 1024;

/** One thing that holds, with what it says in figures and names. */
export interface Step {
  readonly id:
    | 'founded' | 'log-signed' | 'no-witnesses' | 'witnessed' | 'not-older' | 'fresh' | 'bulletin-signed' | 'bulletin-logged' | 'totals-bound'
    | 'newest-bulletin' | 'bulletins-logged' | 'record-logged' | 'record-signed' | 'figures-equal' | 'shown-bound';
  readonly values: Record<string, string | number>;
}

export interface Seen {
  readonly size: number;
  readonly root: string;
}

export interface Newest {
  readonly electionId: string;
  readonly mode: string;
  readonly origin: string;
  readonly size: number;
  readonly root: string;
  /** Of the last time-mark, POSIX seconds. */
  readonly time: number;
  /** When the last of the witnesses that were asked for cosigned; undefined if none is asked for. */
  readonly witnessed: number | undefined;
  readonly keyIds: string[];
}

export interface Bulletin {
  readonly number: number;
  readonly entry: number;
  readonly logSize: number;
  readonly asOf: number;
  /** The totals index, as it was signed, and where it is. */
  readonly index: string;
  readonly path: string;
}

type Report = (step: Step) => void;

/** A publication at the checkpoint that was the newest when it was opened. */
export class Light {
  private constructor(
    private readonly source: Source,
    readonly trust: TrustFile,
    readonly election: ElectionContent,
    readonly newest: Newest,
    private readonly signed: Uint8Array,
    readonly tiles: Tiles,
    private readonly entries: Entries,
    readonly root: Uint8Array,
    private readonly manifest: string,
  ) {}

  /** Follows the trust from the authority's keys to the newest checkpoint. */
  static async open(source: Source, trust: TrustFile, seen: (electionId: string) => Seen | undefined, report: Report): Promise<Light> {
    const signed = await readFile(source, 'checkpoint', CHECKPOINT_BYTES, (bytes) => bytes);
    const note = parse('checkpoint', () => readNote(signed));
    const checkpoint = parse('checkpoint', () => readCheckpoint(note.text));
    const size = Number(checkpoint.size);
    if (size < 1 || size > 2 ** 29) throw new DoesNotHold('checkpoint', 'not 1 to 2^29 entries');
    const tiles = new Tiles(source, size);
    const entries = new Entries(source, size);
    const first = await entries.bundle(0);
    const bytes = first[0]!;
    const founding = await foundingOf(bytes, trust);
    const { content } = founding;
    if (content.type !== 'election') throw new DoesNotHold('entry 0', 'it is not the election statement');
    if (!(await tiles.includes(0, founding.leaf, checkpoint.root))) throw new DoesNotHold('entry 0', 'it is not under the checkpoint');
    const signers = await countSigners(first, founding, trust, (entry, leaf) => tiles.includes(entry, leaf, checkpoint.root));
    if (signers < trust.threshold) throw new DoesNotHold('entry 0', `${signers} of the ${trust.threshold} keys that are needed signed it among the first entries`);
    report({ id: 'founded', values: { key: founding.kid, threshold: trust.threshold, keys: trust.keys.length } });
    const { election } = content;
    await checkLog(note, election, checkpoint.origin);
    report({ id: 'log-signed', values: { origin: election.origin, size } });
    const witnessed = await checkWitnesses(note, election, report);
    const electionId = hex(sha256(bytes).subarray(0, 16));
    await checkSeen(tiles, checkpoint.root, seen(electionId), report);
    const root = checkpoint.root;
    const last = await entries.statement(size - 1);
    if (last.issuer !== electionId) throw new DoesNotHold(`entry ${size - 1}`, 'it is of another election');
    if (!(await tiles.includes(size - 1, last.leaf, root))) throw new DoesNotHold(`entry ${size - 1}`, 'it is not under the checkpoint');
    if (last.content.type !== 'time-mark' || last.content.manifest === undefined || !(await isSignedByOne(last, election.operators))) {
      throw new DoesNotHold(`entry ${size - 1}`, 'the last entry is not a time-mark of an operator that binds a manifest');
    }
    report({ id: 'fresh', values: { time: last.content.time } });
    const newest = { electionId, mode: election.mode, origin: election.origin, size, root: hex(root), time: last.content.time, witnessed, keyIds: trust.keys.map((key) => key.id) };
    return new Light(source, trust, election, newest, signed, tiles, entries, root, last.content.manifest);
  }

  /** The newest bulletin, which has to be an operator's and in the log, and the index it signs. */
  async bulletin(report: Report): Promise<Bulletin> {
    const latest = await readFile(this.source, 'latest.json', 65_536, (bytes) => bytes);
    const entry = parse('latest.json', () => (JSON.parse(fromUtf8(latest)) as { entry?: unknown } | null)?.entry);
    if (typeof entry !== 'number' || !Number.isInteger(entry) || entry < 0) throw new DoesNotHold('latest.json', 'it names no entry');
    // Files are published before the checkpoint that covers them.
    if (entry >= this.newest.size) throw new NotDecided('A bulletin is just being published: load the page again.');
    const { kid, content } = await this.bulletinAt(entry);
    report({ id: 'bulletin-signed', values: { number: content.number, key: kid } });
    report({ id: 'bulletin-logged', values: { number: content.number, entry, size: this.newest.size } });
    if (await this.isListed('latest.json', latest)) report({ id: 'newest-bulletin', values: { number: content.number } });
    const path = `totals/${content.index}.json`;
    const index = await this.content(path);
    report({ id: 'totals-bound', values: { number: content.number, digest: content.index } });
    return { number: content.number, entry, logSize: content.size, asOf: content.asOf, index, path };
  }

  /** Another bulletin that is shown has to be in the log, and to say of itself what is shown. */
  async published(shown: Omit<Bulletin, 'index'>): Promise<void> {
    const file = `bulletins/${shown.number}.json`;
    if (shown.entry >= this.newest.size) throw new DoesNotHold(file, 'it names no entry');
    const { content } = await this.bulletinAt(shown.entry);
    const isSame = content.number === shown.number && content.size === shown.logSize && content.asOf === shown.asOf && shown.path === `totals/${content.index}.json`;
    if (!isSame) throw new DoesNotHold(file, 'it does not say what the bulletin says of itself');
  }

  private async bulletinAt(entry: number): Promise<{ kid: string; content: Extract<Content, { type: 'bulletin' }> }> {
    const statement = await this.logged(entry);
    const { content, kid } = statement;
    if (content.type !== 'bulletin') throw new DoesNotHold(`entry ${entry}`, 'it is not a bulletin');
    if (statement.issuer !== this.newest.electionId) throw new DoesNotHold(`entry ${entry}`, 'it is of another election');
    if (!(await this.isOfOperator(statement))) throw new DoesNotHold(`entry ${entry}`, 'no operator of the election signed it');
    if (content.size > entry || !(await this.tiles.continues(content.size, content.root, this.root))) {
      throw new DoesNotHold(`entry ${entry}`, 'the root of the bulletin is not that of the entries it covers');
    }
    return { kid, content };
  }

  /** Whether the manifest that the last entry binds lists these bytes; not asked where that list is long. */
  private async isListed(path: string, bytes: Uint8Array): Promise<boolean> {
    let manifest: Uint8Array;
    try {
      manifest = await readFile(this.source, 'manifest.csv', MANIFEST_BYTES, (all) => all);
    } catch (e) {
      if (e instanceof DoesNotHold && e.reason === TOO_LONG) return false;
      throw e;
    }
    const isCurrent = hex(sha256(manifest)) === this.manifest;
    // Published files may be ahead of the checkpoint for a moment.
    if (!isCurrent) throw new NotDecided('The manifest is not the one of the newest checkpoint: load the page again.');
    if (!fromUtf8(manifest).includes(`\n${path},${bytes.length},${hex(sha256(bytes))}\n`)) throw new DoesNotHold(path, 'it is not the file that the manifest lists');
    return true;
  }

  /** Digest that entry 0 binds a file of the package to. */
  bound(file: string): string | undefined {
    return this.election.files.get(file);
  }

  /** A file that is named by its digest. */
  async content(path: string): Promise<string> {
    const bytes = await readFile(this.source, path, FILE_BYTES, (all) => all);
    const name = /([0-9a-f]{64})\.[a-z]+$/.exec(path)?.[1];
    if (hex(sha256(bytes)) !== name) throw new DoesNotHold(path, 'it is not the file that its name and the bulletin say');
    return parse(path, () => fromUtf8(bytes));
  }

  /** The entry that gives a station its figures: in the log, signed by who may, and saying what is shown. */
  async record(contest: string, station: string, entry: number, shown: (figures: Figures | undefined) => string | undefined, report: Report): Promise<Statement> {
    const statement = await this.logged(entry);
    report({ id: 'record-logged', values: { entry, size: this.newest.size, leaf: hex(statement.leaf) } });
    const { content } = statement;
    const place = `entry ${entry}`;
    if (content.type !== 'tally-record' && content.type !== 'corrigendum' && content.type !== 'ruling') throw new DoesNotHold(place, 'it is no record of a station');
    if (content.contest !== contest || content.station !== station) throw new DoesNotHold(place, 'it is about another station');
    if (statement.issuer !== this.newest.electionId) throw new DoesNotHold(place, 'it is of another election');
    const signer = await this.signerOf(statement, station);
    report({ id: 'record-signed', values: { signer, key: statement.kid } });
    if (content.type !== 'tally-record' && content.correction.decision === 'adopt') throw new DoesNotHold(place, 'an adoption is not the entry whose value counts');
    const figures = content.type === 'tally-record' ? content.figures : content.correction.decision === 'replace' ? content.correction.figures : undefined;
    const difference = shown(figures);
    if (difference !== undefined) throw new DoesNotHold(place, `it does not say what is shown: ${difference}`);
    report({ id: 'figures-equal', values: { entry } });
    return statement;
  }

  /** A receipt: a leaf under a checkpoint that the log signed and the witnesses cosigned, and that this log continues. */
  async receipt(slip: Slip): Promise<void> {
    const place = 'receipt';
    const note = parse(place, () => readNote(slip.note));
    const checkpoint = parse(place, () => readCheckpoint(note.text));
    await checkLog(note, this.election, checkpoint.origin, place);
    await checkWitnesses(note, this.election, () => undefined, place);
    if (!verifyInclusion(BigInt(slip.index), checkpoint.size, slip.leaf, slip.path, checkpoint.root)) throw new DoesNotHold(place, 'its path does not lead to its checkpoint');
    const isBefore = checkpoint.size <= BigInt(this.newest.size);
    if (!isBefore || !(await this.tiles.continues(Number(checkpoint.size), checkpoint.root, this.root))) throw new DoesNotHold(place, 'this log does not continue the one of the receipt');
  }

  /** An entry that is proved to be under the checkpoint. */
  async logged(entry: number): Promise<Statement> {
    const statement = await this.entries.statement(entry);
    if (!(await this.tiles.includes(entry, statement.leaf, this.root))) throw new DoesNotHold(`entry ${entry}`, 'it is not under the checkpoint');
    return statement;
  }

  /** A receipt of an entry against the newest checkpoint: a tlog-proof, of tiles that this has held against it. */
  async receiptOf(entry: number): Promise<{ leaf: string; text: string }> {
    const { leaf } = await this.logged(entry);
    const path = (await this.tiles.inclusionPath(entry)).map(base64);
    return { leaf: hex(leaf), text: ['c2sp.org/tlog-proof@v1', `index ${entry}`, ...path, '', latin1(this.signed)].join('\n') };
  }

  isOfOperator(statement: Statement): Promise<boolean> {
    return isSignedByOne(statement, this.election.operators);
  }

  /** Bytes of a bundle's entries, each held against the checkpoint. */
  async entriesOf(n: number): Promise<Uint8Array[]> {
    const [entries, leaves] = await Promise.all([this.entries.bundle(n), this.tiles.leaves(n, this.root)]);
    entries.forEach((bytes, i) => {
      if (!equal(leafHash(bytes), leaves.subarray(32 * i, 32 * i + 32))) throw new DoesNotHold(`entry ${WIDTH * n + i}`, 'it is not under the checkpoint');
    });
    return entries;
  }

  private async signerOf(statement: Statement, station: string): Promise<string> {
    const place = `entry of ${statement.subject}`;
    const [role, keys] =
      statement.content.type === 'tally-record' ? ['station', await this.devicesOf(station)]
      : statement.content.type === 'ruling' ? ['court', this.election.courts]
      : ['authority', this.trust.keys];
    if (!(await isSignedByOne(statement, keys as PublicKey[]))) {
      throw new NotDecided(`${place}: its key ${statement.kid} is not one that entry 0 or the package names for this; it may have been enrolled later, which “Check everything” finds out`);
    }
    return role as string;
  }

  private async devicesOf(station: string): Promise<PublicKey[]> {
    const path = 'package/devices.csv';
    const bytes = await readFile(this.source, path, 64 * 1024 * 1024, (all) => all);
    if (hex(sha256(bytes)) !== this.election.files.get('devices.csv')) throw new DoesNotHold(path, 'it is not the file that entry 0 binds');
    return parse(path, () => parseCsv(fromUtf8(bytes)).filter(([code]) => code === station).map(([, key]) => PublicKey.parse(key!)));
  }
}

async function foundingOf(bytes: Uint8Array, trust: TrustFile): Promise<Statement> {
  const statement = parse('entry 0', () => readStatement(bytes));
  if (!(await isSignedByOne(statement, trust.keys))) throw new DoesNotHold('entry 0', 'it is not signed by a key of the authority');
  return statement;
}

/** How many keys of the authority signed the founding statement among the first entries. */
async function countSigners(entries: Uint8Array[], founding: Statement, trust: TrustFile, includes: (entry: number, leaf: Uint8Array) => Promise<boolean>): Promise<number> {
  const signers = new Set([founding.kid]);
  for (let i = 1; i < entries.length && signers.size < trust.threshold; i++) {
    let statement: Statement;
    try {
      statement = readStatement(entries[i]!);
    } catch (e) {
      if (e instanceof Malformed) continue;
      throw e;
    }
    const isSame = statement.type === 'election' && statement.subject === founding.subject && equal(statement.payload, founding.payload);
    if (isSame && (await isSignedByOne(statement, trust.keys)) && (await includes(i, statement.leaf))) signers.add(statement.kid);
  }
  return signers.size;
}

async function isSignedByOne(statement: Statement, keys: PublicKey[]): Promise<boolean> {
  for (const key of keys) if (await isSignedBy(statement, key)) return true;
  return false;
}

async function checkLog(note: Note, election: ElectionContent, origin: string, place = 'checkpoint'): Promise<void> {
  if (origin !== election.origin) throw new DoesNotHold(place, `it is of another log than ${election.origin}`);
  const keys = election.logKeys.map((key) => NoteKey.of(origin, 1, key.encoded));
  const signers = await hold(place, () => signersOf(note, keys));
  if (signers.length === 0) throw new NotDecided(`${place}: no key of the log that entry 0 names signed it; the log may have got another key since, which “Check everything” finds out`);
}

/** By the policy of entry 0, which is the operator's; gives the time of the last cosignature of a witness it names. */
async function checkWitnesses(note: Note, election: ElectionContent, report: Report, place = 'checkpoint'): Promise<number | undefined> {
  const policy = election.policy === '' ? undefined : parse('entry 0', () => readPolicy(new TextEncoder().encode(election.policy)));
  if (policy === undefined || policy.quorum === 'none') {
    report({ id: 'no-witnesses', values: {} });
    return undefined;
  }
  const holds = await hold(place, () => satisfies(policy, note));
  if (!holds) throw new DoesNotHold(place, 'the witnesses that entry 0 asks for have not cosigned it');
  const cosigners = await hold(place, () => signersOf(note, [...policy.witnesses.values()]));
  const times = note.lines
    .filter((line) => cosigners.some((key) => key.name === line.name && key.id === line.id))
    .map(({ signature }) => Number(new DataView(signature.buffer, signature.byteOffset).getBigUint64(0)));
  const time = Math.max(0, ...times);
  report({ id: 'witnessed', values: { names: cosigners.map((key) => key.name).join(', '), time } });
  return time;
}

async function checkSeen(tiles: Tiles, root: Uint8Array, seen: Seen | undefined, report: Report): Promise<void> {
  if (seen === undefined) return;
  if (tiles.size < seen.size) throw new DoesNotHold('checkpoint', `${tiles.size} entries, fewer than the ${seen.size} seen before`);
  if (!(await tiles.continues(seen.size, fromHex(seen.root), root))) throw new DoesNotHold('checkpoint', 'the log does not continue the one seen before');
  report({ id: 'not-older', values: { size: seen.size } });
}

async function hold<T>(place: string, check: () => Promise<T>): Promise<T> {
  try {
    return await check();
  } catch (e) {
    if (e instanceof Malformed) throw new DoesNotHold(place, e.message);
    throw e;
  }
}
