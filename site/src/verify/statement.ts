/** The fifteen kinds of statement: what each may contain. */
import { decimal, hex, malformed, utf8 } from './bytes.ts';
import { byteString, CborMap, decode, fields, integer, list, text, type Item } from './cbor.ts';
import { COUNT, LAST_TIME } from './figures.ts';
import { readIncident } from './incident.ts';
import { PublicKey } from './key.ts';
import { isName } from './note.ts';
import { readSign1, type Sign1 } from './sign1.ts';

const HEADER_BYTES = 200;

export const CODE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,23}$/;

export interface Channel {
  readonly index: number;
  readonly ballotsCast: number;
  readonly blankVotes: number;
  readonly invalidVotes: number;
  readonly validVotes: number;
  readonly votes: number[];
}

export interface Figures {
  readonly registeredVoters: number;
  readonly votersAdded: number | undefined;
  readonly votersAdmitted: number;
  readonly ballotsReceived: number | undefined;
  readonly ballotsUnused: number | undefined;
  readonly ballotsSpoiled: number | undefined;
  readonly channels: Channel[];
}

export type Enrolment =
  | { change: 'add'; key: PublicKey; station: string }
  | { change: 'replace'; key: PublicKey }
  | { change: 'revoke' }
  | { change: 'agent'; key: PublicKey };
export type Phase = 'counting-open' | 'records-closed' | 'log-closed';
/** `challenge`: which one it answers, if a ruling says so. */
export type Correction = { target: string; challenge: string | undefined } & ({ decision: 'replace'; figures: Figures } | { decision: 'adopt' } | { decision: 'annul' });

export const RELIEFS = ['recount', 'annul', 'replace', 'produce'] as const;
export const ORDERS = ['dismissed', 'granted', 'text-withdrawn'] as const;
export const EXHIBITS = ['file', 'commitment', 'disclosure'] as const;
export const MEDIA = ['', 'image/jpeg', 'image/png', 'image/tiff', 'application/pdf', 'text/csv', 'text/plain', 'application/json', 'application/zip', 'video/mp4'] as const;
export const STEPS = ['acquired', 'received', 'transferred', 'copied', 'sealed'] as const;

/** Hashes: `source` of the file in which it was published, `text` of a salt and a text about it. */
export interface Claim {
  readonly covers: number;
  /** In the order of the contest's selections; none if it has no figures. */
  readonly votes: number[];
  readonly stated: number | undefined;
  readonly source: string | undefined;
  readonly text: string | undefined;
}

export interface Challenge {
  readonly relief: (typeof RELIEFS)[number];
  /** None if it is about all of its area. */
  readonly stations: string[];
  readonly target: string | undefined;
  readonly restsOn: string[];
  readonly text: string | undefined;
}

/** @property digest of the file, or the commitment to it */
export interface Evidence {
  readonly form: (typeof EXHIBITS)[number];
  readonly digest: string;
  readonly size: number | undefined;
  readonly media: (typeof MEDIA)[number];
  /** Of a disclosure. */
  readonly salt: Uint8Array | undefined;
  readonly custody: { step: (typeof STEPS)[number]; at: number; within: number; holder: string }[];
}

export interface ElectionContent {
  readonly mode: 'real' | 'rehearsal' | 're-enactment';
  readonly origin: string;
  readonly logKeys: PublicKey[];
  readonly policy: string;
  readonly operators: PublicKey[];
  readonly courts: PublicKey[];
  readonly files: Map<string, string>;
  readonly perKey: number;
  readonly held: number;
  /** Digest of the list of the files of a results site's program. */
  readonly program: string | undefined;
  readonly organisations: { code: string; key: PublicKey }[];
}

export type Content =
  | { type: 'election'; code: string; election: ElectionContent }
  | { type: 'enrolment'; about: string; enrolment: Enrolment }
  | { type: 'phase'; phase: Phase }
  | { type: 'tally-record'; contest: string; station: string; figures: Figures }
  | { type: 'corrigendum' | 'ruling'; contest: string; station: string; correction: Correction }
  /** A ruling about a statement as a whole: it changes no value. */
  | { type: 'order'; about: string; order: (typeof ORDERS)[number] }
  | { type: 'time-mark'; time: number; manifest: string | undefined }
  | { type: 'bulletin'; number: number; size: number; root: Uint8Array; asOf: number; rules: number; index: string }
  | { type: 'log-key'; about: string; key: PublicKey | undefined }
  | { type: 'incident' }
  | { type: 'opening'; station: string; packageDigest: string }
  | { type: 'witness-copy'; contest: string; station: string; figures: Figures; statement: Sign1 | undefined }
  | { type: 'claim'; contest: string; area: string; claim: Claim }
  | { type: 'challenge'; contest: string; area: string; challenge: Challenge }
  | { type: 'evidence'; about: string; evidence: Evidence };

export interface Statement extends Sign1 {
  readonly content: Content;
}

/** Type and subject stand within, in ASCII: most entries of a log need not be decoded to be passed over. */
export function headerOf(entry: Uint8Array): string {
  return String.fromCharCode(...entry.subarray(0, HEADER_BYTES));
}

export function readStatement(bytes: Uint8Array): Statement {
  const sign1 = readSign1(bytes);
  return { ...sign1, content: readContent(sign1) };
}

function readContent(s: Sign1): Content {
  const payload = decode(s.payload);
  switch (s.type) {
    case 'election':
      if (!CODE.test(s.subject)) malformed('the subject is not a code');
      return { type: 'election', code: s.subject, election: readElection(payload) };
    case 'enrolment':
      return { type: 'enrolment', about: keyId(s.subject), enrolment: readEnrolment(s.subject, payload) };
    case 'phase':
      if (s.subject !== 'counting-open' && s.subject !== 'records-closed' && s.subject !== 'log-closed') return malformed('not a phase');
      fields(payload, []);
      return { type: 'phase', phase: s.subject };
    case 'tally-record':
      return { type: 'tally-record', ...contestAndStation(s.subject), figures: readFigures(payload) };
    case 'corrigendum':
    case 'ruling':
      if (s.type === 'ruling' && !s.subject.includes('/')) return readOrder(s.subject, payload);
      return { type: s.type, ...contestAndStation(s.subject), correction: readCorrection(payload, s.type === 'ruling') };
    case 'time-mark': {
      const mark = fields(payload, [], [1]);
      const manifest = mark(1) === undefined ? undefined : hash(mark(1));
      return { type: 'time-mark', time: decimal(s.subject, LAST_TIME), manifest };
    }
    case 'bulletin': {
      const b = fields(payload, [1, 2, 3, 4, 5]);
      const number = decimal(s.subject, 1_000_000);
      if (number < 1) malformed('bulletins are numbered from 1');
      return {
        type: 'bulletin', number, size: integer(b(1), 1, 2 ** 40), root: byteString(b(2), 32),
        asOf: integer(b(3), 0, LAST_TIME), rules: integer(b(4), 0, 2 ** 31 - 1), index: hash(b(5)),
      };
    }
    case 'log-key':
      return { type: 'log-key', about: keyId(s.subject), key: readLogKey(s.subject, payload) };
    case 'incident':
      readIncident(s.subject, payload);
      return { type: 'incident' };
    case 'opening': {
      if (!CODE.test(s.subject)) malformed('the subject is not the code of a station');
      const o = fields(payload, [1, 2]);
      hash(o(1));
      return { type: 'opening', station: s.subject, packageDigest: hash(o(2)) };
    }
    case 'witness-copy':
      return { type: 'witness-copy', ...contestAndStation(s.subject), ...readCopy(s.subject, payload) };
    case 'claim':
      return { type: 'claim', ...contestAndArea(s.subject), claim: readClaim(payload) };
    case 'challenge':
      return { type: 'challenge', ...contestAndArea(s.subject), challenge: readChallenge(payload) };
    case 'evidence':
      return { type: 'evidence', about: leafHash(s.subject), evidence: readEvidence(payload) };
    default:
      return malformed(`a statement of type ${s.type}`);
  }
}

function hash(item: Item | undefined): string {
  return hex(byteString(item, 32));
}

function optionalHash(item: Item | undefined): string | undefined {
  return item === undefined ? undefined : hash(item);
}

function keyId(subject: string): string {
  if (!/^[0-9a-f]{16}$/.test(subject)) malformed('the subject is not the id of a key');
  return subject;
}

function contestAndStation(subject: string): { contest: string; station: string } {
  const [contest, station, more] = subject.split('/');
  if (more !== undefined || !CODE.test(contest ?? '') || !CODE.test(station ?? '')) malformed('the subject is not contest/station');
  return { contest: contest!, station: station! };
}

function contestAndArea(subject: string): { contest: string; area: string } {
  const { contest, station } = contestAndStation(subject);
  return { contest, area: station };
}

function leafHash(subject: string): string {
  if (!/^[0-9a-f]{64}$/.test(subject)) malformed('the subject is not the leaf hash of a statement');
  return subject;
}

function readKey(item: Item | undefined): PublicKey {
  const [algorithm, encoded] = list(item, 2, 2);
  return PublicKey.of(integer(algorithm, -19, -7), byteString(encoded, 32, 33));
}

function keys(item: Item | undefined, min: number, max: number): PublicKey[] {
  return list(item, min, max).map(readKey);
}

function isPlainKey(key: PublicKey): boolean {
  return key.algorithm === -19;
}

function readElection(payload: Item): ElectionContent {
  const e = fields(payload, [1, 2, 3, 4, 5, 6, 7, 8], [9, 10]);
  const mode = text(e(1));
  if (mode !== 'real' && mode !== 'rehearsal' && mode !== 're-enactment') return malformed('not a mode');
  const origin = text(e(2));
  if (!isName(origin) || utf8(origin).length > 200) malformed('not an origin');
  const logKeys = keys(e(3), 1, 8);
  if (!logKeys.every(isPlainKey)) malformed('a log key that is not Ed25519');
  const policy = text(e(4));
  if (utf8(policy).length > 4096) malformed('a witness policy of more than 4096 bytes');
  const files = new Map<string, string>();
  const bound = e(7);
  if (!(bound instanceof CborMap) || bound.entries.length < 1 || bound.entries.length > 32) return malformed('not 1 to 32 files');
  for (const [name, digest] of bound.entries) {
    if (typeof name !== 'string' || name === '' || name.includes('/') || name.length > 64) return malformed('not the name of a file');
    files.set(name, hash(digest));
  }
  const limits = list(e(8), 2, 2);
  const organisations = e(10) === undefined ? [] : list(e(10), 1, 64).map((item) => {
    const [code, key] = list(item, 2, 2);
    if (!CODE.test(text(code))) malformed('not the code of an organisation');
    return { code: text(code), key: readKey(key) };
  });
  for (let i = 1; i < organisations.length; i++) {
    if (organisations[i - 1]!.code >= organisations[i]!.code) malformed('organisations not in ascending order');
  }
  const content = {
    mode, origin, logKeys, policy, operators: keys(e(5), 1, 8), courts: keys(e(6), 0, 32), files,
    perKey: integer(limits[0], 1, 120), held: integer(limits[1], 0, 120), program: e(9) === undefined ? undefined : hash(e(9)), organisations,
  } as const;
  return content;
}

function readEnrolment(subject: string, payload: Item): Enrolment {
  const f = fields(payload, [1], [2, 3]);
  const change = integer(f(1), 0, 3);
  if ((f(2) !== undefined) !== (change !== 2) || (f(3) !== undefined) !== (change === 0)) return malformed('not an enrolment');
  if (change === 2) return { change: 'revoke' };
  const key = readKey(f(2));
  if (change === 1) {
    if (key.id === subject) malformed('a key that replaces itself');
    return { change: 'replace', key };
  }
  if (key.id !== subject) malformed('the subject is not the id of the key');
  if (change === 3) return { change: 'agent', key };
  const station = text(f(3));
  if (!CODE.test(station)) malformed('not the code of a station');
  return { change: 'add', key, station };
}

function readLogKey(subject: string, payload: Item): PublicKey | undefined {
  const f = fields(payload, [1], [2]);
  const change = integer(f(1), 0, 1);
  if ((f(2) !== undefined) !== (change === 0)) malformed('not a change of a log key');
  if (change === 1) return undefined;
  const key = readKey(f(2));
  if (!isPlainKey(key) || key.id !== subject) malformed('the subject is not the id of an Ed25519 key');
  return key;
}

export function readFigures(item: Item): Figures {
  const f = fields(item, [1, 3, 7], [2, 4, 5, 6]);
  const count = (label: number): number => integer(f(label), 0, COUNT);
  const optional = (label: number): number | undefined => (f(label) === undefined ? undefined : count(label));
  const channels = list(f(7), 1, 4).map((channel) => {
    const [index, cast, blank, invalid, valid, votes] = list(channel, 6, 6);
    return {
      index: integer(index, 0, 3), ballotsCast: integer(cast, 0, COUNT), blankVotes: integer(blank, 0, COUNT),
      invalidVotes: integer(invalid, 0, COUNT), validVotes: integer(valid, 0, COUNT),
      votes: list(votes, 1, 1000).map((v) => integer(v, 0, COUNT)),
    };
  });
  for (let i = 1; i < channels.length; i++) {
    if (channels[i - 1]!.index >= channels[i]!.index) malformed('channels not in ascending order');
  }
  return {
    registeredVoters: count(1), votersAdded: optional(2), votersAdmitted: count(3), ballotsReceived: optional(4),
    ballotsUnused: optional(5), ballotsSpoiled: optional(6), channels,
  };
}

function readCorrection(payload: Item, mayAnnul: boolean): Correction {
  const f = fields(payload, [1, 2], mayAnnul ? [3, 5, 6] : [3]);
  const challenge = optionalHash(f(5));
  optionalHash(f(6));
  const target = hash(f(1));
  const decision = integer(f(2), 0, mayAnnul ? 2 : 1);
  if ((f(3) !== undefined) !== (decision === 0)) malformed('new figures are there exactly with a replacement');
  if (decision === 0) return { target, challenge, decision: 'replace', figures: readFigures(f(3)!) };
  return { target, challenge, decision: decision === 1 ? 'adopt' : 'annul' };
}

function readOrder(subject: string, payload: Item): Content {
  const f = fields(payload, [2], [6]);
  optionalHash(f(6));
  return { type: 'order', about: leafHash(subject), order: ORDERS[integer(f(2), 3, 5) - 3]! };
}

function readClaim(payload: Item): Claim {
  const f = fields(payload, [1], [2, 3, 4, 5]);
  if (f(2) === undefined && f(4) === undefined && f(5) === undefined) malformed('a claim has votes, a source or a text');
  return {
    covers: integer(f(1), 0, COUNT), votes: f(2) === undefined ? [] : list(f(2), 1, 1000).map((v) => integer(v, 0, COUNT)),
    stated: f(3) === undefined ? undefined : integer(f(3), 0, LAST_TIME), source: optionalHash(f(4)), text: optionalHash(f(5)),
  };
}

function readChallenge(payload: Item): Challenge {
  const f = fields(payload, [1], [2, 3, 4, 5]);
  const stations = f(2) === undefined ? [] : list(f(2), 1, 500).map(text);
  if (!stations.every((code) => CODE.test(code)) || !isAscending(stations)) malformed('not codes of stations in ascending order');
  const restsOn = f(4) === undefined ? [] : list(f(4), 1, 16).map(hash);
  if (!isAscending(restsOn)) malformed('leaf hashes not in ascending order');
  return { relief: RELIEFS[integer(f(1), 0, 3)]!, stations, target: optionalHash(f(3)), restsOn, text: optionalHash(f(5)) };
}

function isAscending(items: string[]): boolean {
  return items.every((item, i) => i === 0 || items[i - 1]! < item);
}

function readEvidence(payload: Item): Evidence {
  const f = fields(payload, [1, 2], [3, 4, 5, 6]);
  const form = EXHIBITS[integer(f(1), 0, 2)]!;
  const isFile = form !== 'commitment';
  if ((f(3) !== undefined) !== isFile || (f(4) !== undefined) !== isFile || (f(5) !== undefined) !== (form === 'disclosure')) {
    malformed('not a file, a commitment or a disclosure');
  }
  const salt = f(5) === undefined ? undefined : byteString(f(5), 16);
  const custody = f(6) === undefined ? [] : list(f(6), 1, 16).map((item) => {
    const [step, at, within, holder] = list(item, 4, 4);
    return { step: STEPS[integer(step, 0, 4)]!, at: integer(at, 0, LAST_TIME), within: integer(within, 0, COUNT), holder: hex(byteString(holder, 8)) };
  });
  return { form, digest: hash(f(2)), size: isFile ? integer(f(3), 1, 2 ** 40) : undefined, media: isFile ? MEDIA[integer(f(4), 0, 9)]! : '', salt, custody };
}

function readCopy(subject: string, payload: Item): { figures: Figures; statement: Sign1 | undefined } {
  const f = fields(payload, [], [1, 2]);
  if ((f(1) === undefined) === (f(2) === undefined)) malformed('a copy has figures or a statement');
  if (f(1) !== undefined) return { figures: readFigures(f(1)!), statement: undefined };
  const statement = readStatement(byteString(f(2), 1, 16_000));
  if (statement.content.type !== 'tally-record' || statement.subject !== subject) return malformed('not a record of this station');
  return { figures: statement.content.figures, statement };
}
