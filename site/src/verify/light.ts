/**
 * What can be checked of a publication from a few files: who signed what is shown, and that it is in the log. That the
 * log holds nothing else, and that totals add up, takes the whole log: see verify.ts.
 */
import { DoesNotHold, fromHex, fromUtf8, hex, Malformed } from './bytes.ts';
import { parseCsv } from './csv.ts';
import { sha256 } from './hash.ts';
import { PublicKey } from './key.ts';
import type { Slip } from './code.ts';
import { logFile, verifyInclusion } from './merkle.ts';
import { NoteKey, readCheckpoint, readNote, readPolicy, satisfies, signersOf, type Note } from './note.ts';
import type { Source } from './publication.ts';
import type { TrustFile } from './register.ts';
import { isSignedBy } from './sign1.ts';
import { readStatement, type ElectionContent, type Figures, type Statement } from './statement.ts';
import { Tiles } from './tiles.ts';
import { readBundle } from './verify.ts';

const CHECKPOINT_BYTES = 262_144;
const FILE_BYTES = 2 ** 30;
const BUNDLE_BYTES = 256 * 65_537;
const WIDTH = 256;

/** One thing that holds, with what it says in figures and names. */
export interface Step {
  readonly id:
    | 'founded' | 'log-signed' | 'no-witnesses' | 'witnessed' | 'not-older' | 'fresh' | 'bulletin-signed' | 'bulletin-logged' | 'totals-bound'
    | 'record-logged' | 'record-signed' | 'figures-equal' | 'no-record' | 'annulled';
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
  /** The totals index, as it was signed. */
  readonly index: string;
}

type Report = (step: Step) => void;

/** A publication at the checkpoint that was the newest when it was opened. */
export class Light {
  private readonly bundles = new Map<number, Promise<Uint8Array[]>>();

  private constructor(
    private readonly source: Source,
    private readonly trust: TrustFile,
    private readonly election: ElectionContent,
    readonly newest: Newest,
    readonly tiles: Tiles,
    private readonly root: Uint8Array,
  ) {}

  /** Follows the trust from the authority's keys to the newest checkpoint. */
  static async open(source: Source, trust: TrustFile, seen: (electionId: string) => Seen | undefined, report: Report): Promise<Light> {
    const note = await readFile(source, 'checkpoint', CHECKPOINT_BYTES, readNote);
    const checkpoint = parse('checkpoint', () => readCheckpoint(note.text));
    const size = Number(checkpoint.size);
    if (size < 1 || size > 2 ** 29) throw new DoesNotHold('checkpoint', 'not 1 to 2^29 entries');
    const tiles = new Tiles(source, size);
    const bytes = (await bundle(source, 0, size))[0]!;
    const founding = await foundingOf(bytes, trust);
    const { content } = founding;
    if (content.type !== 'election') throw new DoesNotHold('entry 0', 'it is not the election statement');
    if (!(await tiles.includes(0, founding.leaf, checkpoint.root))) throw new DoesNotHold('entry 0', 'it is not under the checkpoint');
    report({ id: 'founded', values: { key: founding.kid, threshold: trust.threshold, keys: trust.keys.length } });
    const { election } = content;
    await checkLog(note, election, checkpoint.origin);
    report({ id: 'log-signed', values: { origin: election.origin, size } });
    const witnessed = await checkWitnesses(note, election, report);
    const electionId = hex(sha256(bytes).subarray(0, 16));
    await checkSeen(tiles, checkpoint.root, seen(electionId), report);
    const root = checkpoint.root;
    const last = await readEntry(source, size - 1, size);
    if (!(await tiles.includes(size - 1, last.leaf, root))) throw new DoesNotHold(`entry ${size - 1}`, 'it is not under the checkpoint');
    if (last.content.type !== 'time-mark' || !(await isSignedByOne(last, election.operators))) {
      throw new DoesNotHold(`entry ${size - 1}`, 'the last entry is not a time-mark of an operator');
    }
    report({ id: 'fresh', values: { time: last.content.time } });
    const newest = { electionId, mode: election.mode, origin: election.origin, size, root: hex(root), time: last.content.time, witnessed, keyIds: trust.keys.map((key) => key.id) };
    return new Light(source, trust, election, newest, tiles, root);
  }

  /** The newest bulletin, which has to be an operator's and in the log, and the index it signs. */
  async bulletin(report: Report): Promise<Bulletin> {
    const latest = await readFile(this.source, 'latest.json', 65_536, (bytes) => JSON.parse(fromUtf8(bytes)) as { entry: unknown });
    const { entry } = latest;
    if (typeof entry !== 'number' || !Number.isInteger(entry) || entry < 0) throw new DoesNotHold('latest.json', 'it names no entry');
    if (entry >= this.newest.size) throw new DoesNotHold('latest.json', 'it names an entry that the checkpoint does not cover');
    const statement = await this.logged(entry);
    const { content } = statement;
    if (content.type !== 'bulletin') throw new DoesNotHold(`entry ${entry}`, 'it is not a bulletin');
    if (!(await isSignedByOne(statement, this.election.operators))) throw new DoesNotHold(`entry ${entry}`, 'no operator of the election signed it');
    report({ id: 'bulletin-signed', values: { number: content.number, key: statement.kid } });
    report({ id: 'bulletin-logged', values: { number: content.number, entry, size: this.newest.size } });
    if (content.size > entry || !(await this.tiles.continues(content.size, content.root, this.root))) {
      throw new DoesNotHold(`entry ${entry}`, 'the root of the bulletin is not that of the entries it covers');
    }
    const index = await this.content(`totals/${content.index}.json`);
    report({ id: 'totals-bound', values: { number: content.number, digest: content.index } });
    return { number: content.number, entry, logSize: content.size, asOf: content.asOf, index };
  }

  /** A file that is named by its digest. */
  async content(path: string): Promise<string> {
    const bytes = await readFile(this.source, path, FILE_BYTES, (all) => all);
    const name = /([0-9a-f]{64})\.[a-z]+$/.exec(path)?.[1];
    if (hex(sha256(bytes)) !== name) throw new DoesNotHold(path, 'it is not the file that its name and the bulletin say');
    return parse(path, () => fromUtf8(bytes));
  }

  /** The entry that gives a station its figures: in the log, signed by who may, and saying what is shown. */
  async record(contest: string, station: string, entry: number, shown: (figures: Figures) => string | undefined, report: Report): Promise<Statement> {
    const statement = await this.logged(entry);
    report({ id: 'record-logged', values: { entry, size: this.newest.size, leaf: hex(statement.leaf) } });
    const { content } = statement;
    const place = `entry ${entry}`;
    if (content.type !== 'tally-record' && content.type !== 'corrigendum' && content.type !== 'ruling') throw new DoesNotHold(place, 'it is no record of a station');
    if (content.contest !== contest || content.station !== station) throw new DoesNotHold(place, 'it is about another station');
    if (statement.issuer !== this.newest.electionId) throw new DoesNotHold(place, 'it is of another election');
    const signer = await this.signerOf(statement, station);
    report({ id: 'record-signed', values: { signer, key: statement.kid } });
    const figures = content.type === 'tally-record' ? content.figures : content.correction.decision === 'replace' ? content.correction.figures : undefined;
    if (figures !== undefined) {
      const difference = shown(figures);
      if (difference !== undefined) throw new DoesNotHold(place, `it does not say what is shown: ${difference}`);
      report({ id: 'figures-equal', values: { entry } });
    }
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
    const statement = await this.entry(entry);
    if (!(await this.tiles.includes(entry, statement.leaf, this.root))) throw new DoesNotHold(`entry ${entry}`, 'it is not under the checkpoint');
    return statement;
  }

  async entry(entry: number): Promise<Statement> {
    const n = Math.floor(entry / WIDTH);
    const entries = this.bundles.get(n) ?? bundle(this.source, n, this.newest.size);
    this.bundles.set(n, entries);
    const bytes = (await entries)[entry % WIDTH]!;
    return parse(`entry ${entry}`, () => readStatement(bytes));
  }

  /** Bytes of a bundle's entries, without proof. */
  async entriesOf(n: number): Promise<Uint8Array[]> {
    return bundle(this.source, n, this.newest.size);
  }

  private async signerOf(statement: Statement, station: string): Promise<string> {
    const place = `entry of ${statement.subject}`;
    const [role, keys] =
      statement.content.type === 'tally-record' ? ['station', await this.devicesOf(station)]
      : statement.content.type === 'ruling' ? ['court', this.election.courts]
      : ['authority', this.trust.keys];
    if (!(await isSignedByOne(statement, keys as PublicKey[]))) {
      throw new DoesNotHold(place, `its key ${statement.kid} is not one that entry 0 or the package names for this; it may have been enrolled later: check everything`);
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

async function readFile<T>(source: Source, path: string, limit: number, read: (bytes: Uint8Array) => T): Promise<T> {
  const bytes = await source.read(path, limit);
  if (bytes === undefined) throw new DoesNotHold(path, 'the file is missing');
  if (bytes.length > limit) throw new DoesNotHold(path, 'it is longer than the rules allow');
  return parse(path, () => read(bytes));
}

function parse<T>(place: string, read: () => T): T {
  try {
    return read();
  } catch (e) {
    if (e instanceof Malformed || e instanceof SyntaxError) throw new DoesNotHold(place, e.message);
    throw e;
  }
}

async function bundle(source: Source, n: number, size: number): Promise<Uint8Array[]> {
  const width = Math.min(WIDTH, size - n * WIDTH);
  const { path } = logFile('entries', n, width);
  return readFile(source, path, BUNDLE_BYTES, (bytes) => readBundle(bytes, width));
}

async function readEntry(source: Source, entry: number, size: number): Promise<Statement> {
  const entries = await bundle(source, Math.floor(entry / WIDTH), size);
  return parse(`entry ${entry}`, () => readStatement(entries[entry % WIDTH]!));
}

async function foundingOf(bytes: Uint8Array, trust: TrustFile): Promise<Statement> {
  const statement = parse('entry 0', () => readStatement(bytes));
  if (!(await isSignedByOne(statement, trust.keys))) throw new DoesNotHold('entry 0', 'it is not signed by a key of the authority');
  return statement;
}

async function isSignedByOne(statement: Statement, keys: PublicKey[]): Promise<boolean> {
  for (const key of keys) if (await isSignedBy(statement, key)) return true;
  return false;
}

async function checkLog(note: Note, election: ElectionContent, origin: string, place = 'checkpoint'): Promise<void> {
  if (origin !== election.origin) throw new DoesNotHold(place, `it is of another log than ${election.origin}`);
  const keys = election.logKeys.map((key) => NoteKey.of(origin, 1, key.encoded));
  const signers = await hold(place, () => signersOf(note, keys));
  if (signers.length === 0) throw new DoesNotHold(place, 'no key of the log that entry 0 names signed it');
}

/** By the policy of entry 0, which is the operator's; gives the time of the last cosignature of a witness it names. */
async function checkWitnesses(note: Note, election: ElectionContent, report: Report, place = 'checkpoint'): Promise<number | undefined> {
  if (election.policy === '') {
    report({ id: 'no-witnesses', values: {} });
    return undefined;
  }
  const policy = parse('entry 0', () => readPolicy(new TextEncoder().encode(election.policy)));
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
