/** Everything that takes long or needs the verifier, away from the page. */
import { DoesNotHold, fromHex, hex, Malformed, NotDecided, utf8 } from '../verify/bytes.ts';
import { join, readPart, readSlip, type Part } from '../verify/code.ts';
import { BOXES, SHEET } from '../verify/figures.ts';
import { readOutlines, type Outline } from '../verify/boundaries.ts';
import { sha256 } from '../verify/hash.ts';
import { BOUNDARIES } from '../verify/package.ts';
import { readDocket, type Filed } from '../verify/docket.ts';
import { Light, type Bulletin, type Newest, type Seen, type Step as LightStep } from '../verify/light.ts';
import { readStatement, type Figures, type Statement } from '../verify/statement.ts';
import { readTrust } from '../verify/trust.ts';
import { verify, type Step, type Verified } from '../verify/verify.ts';
import { codesOf } from './qr-codes.ts';
import { Places, type Place, type StationPlace } from './places.ts';
import { readNamed, readRows, rowOf, type StationRow } from './shards.ts';
import { OutOfReach, Site } from './site.ts';
import { named, type Pointer, type Row, type State, type TotalsIndex } from './totals.ts';

/** Whose publication, and whose keys. */
export interface Trust {
  readonly root: string;
  readonly keys: string;
  readonly seen: Record<string, Seen>;
}

/** What a page shows of a station: figures by column, and in which order a statement of it has them. */
export interface Shown {
  readonly contest: string;
  readonly station: string;
  readonly entry: number;
  readonly row: Record<string, string>;
  readonly channels: string[];
  readonly ballot: string[];
}

/** What else a page shows: which files it took it from, and the small files of the package as it read them. */
export interface Page {
  readonly latest: Pointer;
  /** Others that the page shows. */
  readonly bulletins: Pointer[];
  readonly files: string[];
  readonly texts: Record<string, string>;
}

export interface Listed extends StationPlace {
  /** In each contest that is held there. */
  readonly states: State[];
  readonly findings: string;
}

export interface Dots {
  readonly codes: string[];
  readonly latitudes: number[];
  readonly longitudes: number[];
  readonly states: State[];
  /** Selection with the most votes; empty if there are none, or two have as many. */
  readonly first: string[];
}

export interface Held {
  readonly kind: 'statement' | 'slip';
  readonly missing: number[];
  readonly leaf: string;
  readonly subject: string;
  readonly type: string;
  /** Where it is in the log; absent if it is not. */
  readonly entry: number | undefined;
  readonly row: Record<string, string> | undefined;
  readonly newest: Newest | undefined;
}

export interface Logged {
  readonly entry: number;
  readonly type: string;
  readonly subject: string;
  readonly kid: string;
  readonly leaf: string;
}

export interface Tasks {
  /** Ids of the keys of a trust file. */
  keys: (text: string) => string[];
  light: (trust: Trust) => { newest: Newest; bulletin: Bulletin | undefined };
  /** `newer`: a bulletin that came after the one the page is of. */
  page: (trust: Trust, page: Page, shown: Shown[]) => { newest: Newest; newer: number | undefined };
  everything: (trust: Trust, policy: string) => { verified: Verified; newest: Newest };
  /** A file whose name is its digest. */
  named: (root: string, path: string) => string;
  place: (root: string, station: string) => StationPlace | undefined;
  /** Those of the stations that the package has. */
  places: (root: string, stations: string[]) => StationPlace[];
  /** The row of an area or a station in a shard. */
  row: (root: string, file: string, row: 'area' | 'station', code: string) => Row | undefined;
  /** Those about a station, of a bulletin's list of findings. */
  findings: (root: string, file: string, station: string) => Row[];
  list: (root: string, files: { area: string; file: string }[], wanted: { text: string; state: State | ''; area: string; from: number; most: number }) => { found: number; rows: Listed[] };
  dots: (root: string, file: string) => Dots;
  /** Outlines of these areas; none if the package has none. */
  outlines: (root: string, areas: string[]) => Outline[];
  history: (trust: Trust, station: string) => Logged[];
  docket: (trust: Trust) => Filed[];
  sheet: (trust: Trust, codes: string[], channels: string[]) => Held;
  /** The tlog-proof of an entry, one character a byte, and its leaf hash. */
  receipt: (trust: Trust, entry: number) => { leaf: string; text: string };
  code: (trust: Trust, entry: number) => { codes: string[]; leaf: string; squares: string[][] };
  /** Areas right below the whole. */
  areas: (root: string) => Place[];
}

export type Progress = { checked: LightStep } | { holds: Step; count: number } | { at: Step | 'looked'; done: number; all: number };
export type Answer =
  | { id: number; progress: Progress }
  | { id: number; done: unknown }
  | { id: number; failed: { kind: 'does-not-hold'; place: string; reason: string } | { kind: 'undecided' | 'out-of-reach' | 'malformed' | 'error'; reason: string } };

type Tell = (progress: Progress) => void;

const places = new Map<string, Promise<Places>>();
const shards = new Map<string, Promise<StationRow[]>>();
/** Digests of the outlines that were read, by address. */
const outlined = new Map<string, string>();

/** What was read last is asked for again soon; there are few addresses, and a bulletin has few shards at a time. */
function keep<T>(kept: Map<string, Promise<T>>, key: string, most: number, read: () => Promise<T>): Promise<T> {
  const known = kept.get(key) ?? read();
  kept.delete(key);
  kept.set(key, known);
  if (kept.size > most) kept.delete(kept.keys().next().value!);
  known.catch(() => kept.delete(key));
  return known;
}

const placesOf = (root: string): Promise<Places> => keep(places, root, 2, () => Places.read(new Site(root)));
const shardOf = (root: string, file: string): Promise<StationRow[]> => keep(shards, `${root} ${file}`, 400, () => readRows(root, file));

const report = (tell: Tell) => (checked: LightStep): void => tell({ checked });

function open(trust: Trust, tell: Tell): Promise<Light> {
  return Light.open(new Site(trust.root), readTrust(trust.keys), (id) => trust.seen[id], report(tell));
}

const TASKS: { [T in keyof Tasks]: (tell: Tell, ...args: Parameters<Tasks[T]>) => Promise<ReturnType<Tasks[T]>> } = {
  async keys(_tell, text) {
    return readTrust(text).keys.map((key) => key.id);
  },

  async light(tell, trust) {
    const light = await open(trust, tell);
    const isOut = (await new Site(trust.root).read('latest.json', 65_536)) !== undefined;
    return { newest: light.newest, bulletin: isOut ? await light.bulletin(report(tell)) : undefined };
  },

  async page(tell, trust, page, shown) {
    const light = await open(trust, tell);
    const bulletin = await light.bulletin(report(tell));
    if (bulletin.number !== page.latest.bulletin) return { newest: light.newest, newer: bulletin.number };
    await checkSources(light, bulletin, page, trust.root, shown.length > 0);
    for (const { bulletin: number, entry, logSize, asOf, index } of page.bulletins) await light.published({ number, entry, logSize, asOf, path: index });
    if (page.bulletins.length > 0) tell({ checked: { id: 'bulletins-logged', values: { bulletins: page.bulletins.length } } });
    tell({ checked: { id: 'shown-bound', values: { files: page.files.length + Object.keys(page.texts).length } } });
    for (const { contest, station, entry, row, channels, ballot } of shown) {
      await light.record(contest, station, entry, (figures) => difference(figures, row, channels, ballot), report(tell));
    }
    return { newest: light.newest, newer: undefined };
  },

  async everything(tell, trust, policy) {
    const verified = await verify(new Site(trust.root), {
      trust: readTrust(trust.keys),
      ...(policy === '' ? {} : { policy: utf8(policy) }),
      remembered: (id) => Promise.resolve(trust.seen[id]),
      step: (holds, count) => tell({ holds, count }),
      progress: (at, done, all) => tell({ at, done, all }),
    });
    return { verified, newest: await newestOf(trust, verified) };
  },

  named(_tell, root, path) {
    return readNamed(root, path);
  },

  async place(_tell, root, station) {
    return (await placesOf(root)).station(station);
  },

  async places(_tell, root, stations) {
    const known = await placesOf(root);
    return stations.flatMap((station) => known.station(station) ?? []);
  },

  async list(tell, root, files, { text, state, area, from, most }) {
    const known = await placesOf(root);
    let found = known.find(text).filter((i) => area === '' || known.isIn(i, area));
    // Without a state only the shards of what is listed have to be read.
    const [first, last] = state === '' ? [from, from + most] : [0, found.length];
    const among = new Set(found.slice(first, last).flatMap((i) => known.above(i)));
    const needed = files.filter((shard) => among.has(shard.area));
    const rows = new Map<string, StationRow[]>();
    for (const [i, { file }] of needed.entries()) {
      for (const row of await shardOf(root, file)) {
        const here = rows.get(row.code);
        if (here === undefined) rows.set(row.code, [row]);
        else here.push(row);
      }
      tell({ at: 'looked', done: i + 1, all: needed.length });
    }
    if (state !== '') found = found.filter((i) => rows.get(known.code(i))?.some((row) => row.state === state) === true);
    const listed = found.slice(from, from + most).map((i) => {
      const here = rows.get(known.code(i)) ?? [];
      return { ...known.at(i), states: here.map((row) => row.state), findings: here.map((row) => row.findings).filter((codes) => codes !== '').join(' ') };
    });
    return { found: found.length, rows: listed };
  },

  async row(_tell, root, file, row, code) {
    return rowOf(await readNamed(root, file), row, code);
  },

  async findings(_tell, root, file, station) {
    return named(await readNamed(root, file)).filter((finding) => finding['subject']!.split('/').includes(station));
  },

  async dots(_tell, root, file) {
    const known = await placesOf(root);
    const dots: Dots = { codes: [], latitudes: [], longitudes: [], states: [], first: [] };
    for (const row of await shardOf(root, file)) {
      const place = known.station(row.code);
      if (place?.latitude === undefined) continue;
      dots.codes.push(place.code);
      dots.latitudes.push(place.latitude);
      dots.longitudes.push(place.longitude!);
      dots.states.push(row.state);
      dots.first.push(row.first);
    }
    return dots;
  },

  async outlines(_tell, root, areas) {
    const site = new Site(root);
    // The package need not have them: whether it does stands in the manifest, and asking for what is not there is an error in the console.
    const manifest = await site.text('manifest.csv');
    if (!manifest.includes(`\npackage/${BOUNDARIES},`)) return [];
    const text = await site.text(`package/${BOUNDARIES}`);
    outlined.set(root, hex(sha256(utf8(text))));
    const wanted = new Set(areas);
    return readOutlines(text).filter(({ area }) => wanted.has(area));
  },

  async history(tell, trust, station) {
    const light = await open(trust, () => undefined);
    const { size } = light.newest;
    const found: Logged[] = [];
    for (let n = 0; n * 256 < size; n++) {
      for (const [i, bytes] of (await light.entriesOf(n)).entries()) {
        // The subject is printable ASCII within the header, so most entries need not be decoded.
        if (!fromLatin1(bytes.subarray(0, 200)).includes(station)) continue;
        const statement = readStatement(bytes);
        if (!statement.subject.split('/').includes(station)) continue;
        found.push({ entry: n * 256 + i, type: statement.type, subject: statement.subject, kid: statement.kid, leaf: hex(statement.leaf) });
      }
      tell({ at: 'looked', done: Math.min(size, (n + 1) * 256), all: size });
    }
    return found;
  },

  async docket(tell, trust) {
    return readDocket(await open(trust, () => undefined), (done, all) => tell({ at: 'looked', done, all }));
  },

  async sheet(tell, trust, codes, channels) {
    const parts = codes.map(readPart).filter((part): part is Part => part !== undefined);
    if (parts.length === 0) throw new Malformed('no code of this system');
    const wholes = new Set(parts.map((part) => `${part.kind} ${part.parts} ${hex(part.parts === 1 ? sha256(part.bytes) : part.bytes.subarray(0, 8))}`));
    if (wholes.size > 1) throw new Malformed('codes of more than one sheet: show one at a time');
    const whole = join(parts);
    const { kind } = parts[0]!;
    if (whole === undefined) {
      const there = new Set(parts.map((part) => part.part));
      const missing = Array.from({ length: parts[0]!.parts }, (_, i) => i + 1).filter((i) => !there.has(i));
      return { kind, missing, leaf: '', subject: '', type: '', entry: undefined, row: undefined, newest: undefined };
    }
    const light = await open(trust, tell);
    const slip = kind === 'slip' ? readSlip(whole) : undefined;
    const statement = slip === undefined ? readStatement(whole) : undefined;
    const leaf = slip?.leaf ?? statement!.leaf;
    if (slip !== undefined) await light.receipt(slip);
    // A receipt that holds says where.
    const entry = slip?.index ?? (await light.tiles.find(leaf, light.root, (done) => tell({ at: 'looked', done, all: light.newest.size })));
    const logged = entry === undefined ? undefined : await light.logged(entry);
    const said = statement ?? logged;
    return {
      kind, missing: [], leaf: hex(leaf), subject: said?.subject ?? '', type: said?.type ?? '', entry,
      row: said === undefined ? undefined : figuresOf(said, channels), newest: light.newest,
    };
  },

  async receipt(_tell, trust, entry) {
    return (await open(trust, () => undefined)).receiptOf(entry);
  },

  async code(_tell, trust, entry) {
    const light = await open(trust, () => undefined);
    const statement = await light.logged(entry);
    const codes = codesOf(statement.bytes, statement.leaf);
    return { codes: codes.map(({ text }) => text), leaf: hex(statement.leaf), squares: codes.map(({ squares }) => squares.map((row) => row.map(Number).join(''))) };
  },

  async areas(_tell, root) {
    return [...(await placesOf(root)).areas.values()].filter((area) => area.parent !== undefined && area.parent.parent === undefined).map(({ code, name, nameLatin }) => ({ code, name, nameLatin }));
  },
};

function fromLatin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

/** Whether what a page shows comes from files that the bulletin signs or entry 0 binds. */
async function checkSources(light: Light, bulletin: Bulletin, page: Page, root: string, placesToo: boolean): Promise<void> {
  if (page.latest.index !== bulletin.path) throw new DoesNotHold(page.latest.index, 'it is not the index that the bulletin signs');
  if (page.latest.asOf !== bulletin.asOf) throw new DoesNotHold('latest.json', 'it does not say what the bulletin says of itself');
  const index = JSON.parse(bulletin.index) as TotalsIndex;
  const signed = new Set([index.findingsFile, ...index.contests.flatMap((contest) => contest.shards.map((shard) => shard.file))]);
  for (const file of page.files) if (!signed.has(file)) throw new DoesNotHold(file, 'the index of the bulletin does not name it');
  const digests: Record<string, string> = Object.fromEntries(Object.entries(page.texts).map(([file, text]) => [file, hex(sha256(utf8(text)))]));
  if (placesToo || places.has(root)) Object.assign(digests, (await placesOf(root)).digests);
  if (outlined.has(root)) digests[BOUNDARIES] = outlined.get(root)!;
  for (const [file, digest] of Object.entries(digests)) if (digest !== light.bound(file)) throw new DoesNotHold(`package/${file}`, 'it is not the file that entry 0 binds');
}

/** Time and witnesses of the newest checkpoint, which has to continue what was verified; the state itself is the verified one. */
async function newestOf(trust: Trust, verified: Verified): Promise<Newest> {
  const own = { size: verified.size, root: hex(verified.root) };
  try {
    const light = await open(trust, () => undefined);
    if (!(await light.tiles.continues(verified.size, verified.root, fromHex(light.newest.root)))) throw new DoesNotHold('checkpoint', 'the log does not continue what was verified');
    return { ...light.newest, ...own };
  } catch (e) {
    if (!(e instanceof NotDecided)) throw e;
    return { ...own, electionId: verified.electionId, mode: verified.mode, origin: '', time: verified.asOf, witnessed: undefined, keyIds: [] };
  }
}

/** Figures of a statement by the names of the columns that they have in a shard; votes are in the order of the ballot. */
function columnsOf(figures: Figures, channels: string[], ballot: string[]): Record<string, number> {
  const columns: Record<string, number> = {};
  const add = (name: string, value: number): void => void (columns[name] = (columns[name] ?? 0) + value);
  for (const name of SHEET) if (figures[name] !== undefined) columns[name] = figures[name];
  for (const channel of figures.channels) {
    const prefixes = channels.length > 1 ? ['', `${channels[channel.index]}.`] : [''];
    for (const prefix of prefixes) {
      for (const box of BOXES) add(prefix + box, channel[box]);
      channel.votes.forEach((votes, i) => add(`${prefix}votes.${ballot[i] ?? `#${i + 1}`}`, votes));
    }
  }
  return columns;
}

function figuresOf(statement: Statement, channels: string[]): Record<string, string> | undefined {
  const { content } = statement;
  if (content.type !== 'tally-record') return undefined;
  return Object.fromEntries(Object.entries(columnsOf(content.figures, channels, [])).map(([name, value]) => [name, String(value)]));
}

/** The first column in which what is shown is not what the statement says. */
function difference(figures: Figures | undefined, row: Record<string, string>, channels: string[], ballot: string[]): string | undefined {
  const columns = figures === undefined ? {} : columnsOf(figures, channels, ballot);
  const names = [...SHEET, ...Object.keys(row).filter((name) => name.includes('ballotsCast') || name.includes('Votes') || name.includes('votes.'))];
  for (const name of new Set(names)) {
    if (name === 'registered' || name.startsWith('registered.') || !(name in row)) continue;
    const said = columns[name] === undefined ? '' : String(columns[name]);
    if (said !== row[name]) return `${name} ${row[name] === '' ? '–' : row[name]} / ${said === '' ? '–' : said}`;
  }
  return undefined;
}

self.onmessage = async ({ data }: MessageEvent<{ id: number; task: keyof Tasks; args: unknown[] }>): Promise<void> => {
  const { id, task, args } = data;
  const answer = (message: Answer): void => self.postMessage(message);
  try {
    const work = TASKS[task] as (tell: Tell, ...rest: unknown[]) => Promise<unknown>;
    answer({ id, done: await work((progress) => answer({ id, progress }), ...args) });
  } catch (e) {
    if (e instanceof DoesNotHold) answer({ id, failed: { kind: 'does-not-hold', place: e.place, reason: e.reason } });
    else if (e instanceof NotDecided) answer({ id, failed: { kind: 'undecided', reason: e.message } });
    else if (e instanceof OutOfReach) answer({ id, failed: { kind: 'out-of-reach', reason: e.message } });
    else if (e instanceof Malformed) answer({ id, failed: { kind: 'malformed', reason: e.message } });
    else answer({ id, failed: { kind: 'error', reason: e instanceof Error ? `${e.message}` : String(e) } });
  }
};
