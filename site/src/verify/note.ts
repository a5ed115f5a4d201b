/** Signed notes and checkpoints of C2SP, and the policies that say whose cosignatures a reader demands. */
import { ml_dsa44 } from '@noble/post-quantum/ml-dsa.js';
import { concat, decimal, equal, fromBase64, fromUtf8, hex, latin1, Malformed, malformed, utf8 } from './bytes.ts';
import { sha256 } from './hash.ts';
import { PublicKey } from './key.ts';
import { EMPTY_ROOT } from './merkle.ts';

const NOTE_BYTES = 262_144;
const SIGNATURES = 64;
const POLICY_BYTES = 524_288;
const CONTROL = /[\u0000-\u0009\u000b-\u001f]/;
const NAME = /^[^\s+\u0000-\u001f\u007f-\u009f\u0085\ufeff]+$/u;

export type NoteKeyType = 1 | 4 | 6;

/** Unicode's spaces; ECMAScript's \s lacks U+0085 and adds U+FEFF, which is no space. */
export function isName(name: string): boolean {
  return NAME.test(name.replaceAll('\ufeff', 'a'));
}

export class NoteKey {
  private constructor(readonly name: string, readonly id: string, readonly type: NoteKeyType, readonly encoded: Uint8Array, readonly key: PublicKey | undefined) {}

  static of(name: string, type: NoteKeyType, encoded: Uint8Array): NoteKey {
    if (!isName(name)) malformed('not the name of a key');
    if (type === 6 && utf8(name).length > 255) malformed('a name of more than 255 bytes');
    if (encoded.length !== (type === 6 ? 1312 : 32)) malformed('a key of another length');
    const id = hex(sha256(concat(utf8(name + '\n'), Uint8Array.of(type), encoded)).subarray(0, 4));
    return new NoteKey(name, id, type, encoded, type === 6 ? undefined : PublicKey.of(-19, encoded));
  }

  static parse(text: string): NoteKey {
    const match = /^([^+]+)\+([0-9a-f]{8})\+(.*)$/s.exec(text);
    if (match === null) return malformed('not a key of a note');
    const bytes = fromBase64(match[3]!);
    const type = bytes[0];
    if (type !== 1 && type !== 4 && type !== 6) return malformed('a key of a type that is not known');
    const key = NoteKey.of(match[1]!, type, bytes.subarray(1));
    if (key.id !== match[2]) malformed('the id is not that of the key');
    return key;
  }

  async verify(signature: Uint8Array, text: string): Promise<boolean> {
    if (this.type === 1) return signature.length === 64 && this.key!.verify(signature, utf8(text));
    const checkpoint = tryCheckpoint(text);
    if (checkpoint === undefined || signature.length < 8) return false;
    const time = new DataView(signature.buffer, signature.byteOffset).getBigUint64(0);
    if (time >= 1n << 63n) return false;
    if (this.type === 4) {
      return signature.length === 72 && this.key!.verify(signature.subarray(8), utf8(`cosignature/v1\ntime ${time}\n${text}`));
    }
    const name = utf8(this.name);
    const origin = utf8(checkpoint.origin);
    if (signature.length !== 2428 || name.length > 255 || origin.length > 255) return false;
    const message = concat(utf8('subtree/v1\n\0'), Uint8Array.of(name.length), name, signature.subarray(0, 8),
      Uint8Array.of(origin.length), origin, new Uint8Array(8), u64(checkpoint.size), checkpoint.root);
    try {
      return ml_dsa44.verify(signature.subarray(8), message, this.encoded);
    } catch {
      return false;
    }
  }

  /** An ML-DSA-44 cosignature does not cover extension lines. */
  vouchesFor(text: string): boolean {
    return this.type !== 6 || (tryCheckpoint(text)?.extensions ?? []).length === 0;
  }
}

function u64(n: bigint): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, n);
  return bytes;
}

export interface NoteLine {
  readonly name: string;
  readonly id: string;
  readonly signature: Uint8Array;
}

export interface Note {
  readonly text: string;
  readonly lines: NoteLine[];
}

export function readNote(bytes: Uint8Array): Note {
  if (bytes.length > NOTE_BYTES) malformed('a note of more than 262144 bytes');
  const whole = fromUtf8(bytes);
  if (CONTROL.test(whole)) malformed('a control character');
  const split = whole.lastIndexOf('\n\n');
  if (split < 0 || !whole.endsWith('\n')) malformed('not a signed note');
  const rows = whole.slice(split + 2).split('\n');
  rows.pop();
  if (rows.length === 0 || rows.length > SIGNATURES) malformed('not 1 to 64 signatures');
  const lines = rows.map((row) => {
    const match = /^— ([^ ]+) ([A-Za-z0-9+/=]+)$/.exec(row);
    if (match === null || !isName(match[1]!)) return malformed('not the line of a signature');
    const signature = fromBase64(match[2]!);
    if (signature.length < 5) malformed('a signature that is too short');
    return { name: match[1]!, id: hex(signature.subarray(0, 4)), signature: signature.subarray(4) };
  });
  return { text: whole.slice(0, split + 1), lines };
}

/** The keys whose lines verify. Refused if a line of a known key does not. */
export async function signersOf(note: Note, keys: NoteKey[]): Promise<NoteKey[]> {
  const signers: NoteKey[] = [];
  for (const line of note.lines) {
    const known = keys.filter((key) => key.name === line.name && key.id === line.id);
    for (const key of known) {
      if (!(await key.verify(line.signature, note.text))) malformed(`the signature of ${key.name} does not verify`);
      if (!signers.includes(key)) signers.push(key);
    }
  }
  return signers;
}

export interface Checkpoint {
  readonly origin: string;
  readonly size: bigint;
  readonly root: Uint8Array;
  readonly extensions: string[];
}

export function readCheckpoint(text: string): Checkpoint {
  if (CONTROL.test(text)) malformed('a control character');
  const lines = text.split('\n');
  if (lines.pop() !== '' || lines.length < 3) malformed('not a checkpoint: fewer than three lines');
  const [origin, digits, encodedRoot] = lines as [string, string, string];
  if (origin === '') malformed('a checkpoint without origin');
  if (!/^(0|[1-9][0-9]{0,18})$/.test(digits) || BigInt(digits) >= 1n << 63n) malformed('the size is not a decimal number');
  const root = fromBase64(encodedRoot);
  if (root.length !== 32) malformed('the root has not 32 bytes');
  const size = BigInt(digits);
  if (size === 0n && !equal(root, EMPTY_ROOT)) malformed('an empty log with another root');
  const extensions = lines.slice(3);
  if (extensions.includes('')) malformed('an extension line that is empty');
  return { origin, size, root, extensions };
}

function tryCheckpoint(text: string): Checkpoint | undefined {
  try {
    return readCheckpoint(text);
  } catch (e) {
    if (e instanceof Malformed) return undefined;
    throw e;
  }
}

interface Group {
  readonly needed: number;
  readonly members: string[];
}

export interface Policy {
  readonly logs: NoteKey[];
  readonly witnesses: Map<string, NoteKey>;
  readonly groups: Map<string, Group>;
  readonly quorum: string;
}

export function readPolicy(bytes: Uint8Array): Policy {
  if (bytes.length > POLICY_BYTES) malformed('a policy of more than 524288 bytes');
  const whole = latin1(bytes);
  if (!/^[\t\n\x20-\x7e\x80-\xff]*$/.test(whole)) malformed('a byte that is not allowed');
  if (!whole.endsWith('\n')) malformed('the last line does not end');
  const policy = { logs: [] as NoteKey[], witnesses: new Map<string, NoteKey>(), groups: new Map<string, Group>(), quorum: '' };
  const used = new Set<string>();
  for (const line of whole.slice(0, -1).split('\n')) {
    const items = line.split(/[ \t]+/).filter((item) => item !== '');
    if (items.length === 0 || items[0]!.startsWith('#')) continue;
    define(policy, used, items);
  }
  if (policy.quorum === '') malformed('no quorum');
  return policy;
}

type Building = { logs: NoteKey[]; witnesses: Map<string, NoteKey>; groups: Map<string, Group>; quorum: string };

function define(policy: Building, used: Set<string>, items: string[]): void {
  const isDefined = (name: string): boolean => policy.witnesses.has(name) || policy.groups.has(name);
  const keyOf = (text: string): NoteKey => NoteKey.parse(fromUtf8(Uint8Array.from(text, (c) => c.charCodeAt(0))));
  const [word, name, value] = items as [string, string | undefined, string | undefined];
  switch (word) {
    case 'log': {
      if (items.length < 2 || items.length > 3) malformed('log <key> [<url>]');
      const key = keyOf(name!);
      if (policy.logs.some((other) => equal(other.encoded, key.encoded)) || policy.logs.length === 64) malformed('a log twice, or too many');
      policy.logs.push(key);
      return;
    }
    case 'witness': {
      if (items.length < 3 || items.length > 4) malformed('witness <name> <key> [<url>]');
      const key = keyOf(value!);
      if (key.type === 1 || name === 'none' || isDefined(name!)) malformed('not the name or key of a witness');
      const twice = [...policy.witnesses.values()].some((other) => equal(other.encoded, key.encoded));
      if (twice || policy.witnesses.size === 64) malformed('a witness twice, or too many');
      policy.witnesses.set(name!, key);
      return;
    }
    case 'group': {
      if (items.length < 4 || name === 'none' || isDefined(name!) || policy.groups.size === 64) malformed('not a group');
      const members = items.slice(3);
      for (const member of members) {
        if (!isDefined(member) || used.has(member)) malformed(`${member} is not defined, or in a group already`);
        used.add(member);
      }
      const needed = value === 'all' ? members.length : value === 'any' ? 1 : decimal(value!, members.length);
      if (needed < 1) malformed('a group of which none is needed');
      policy.groups.set(name!, { needed, members });
      return;
    }
    case 'quorum':
      if (items.length !== 2 || policy.quorum !== '' || (name !== 'none' && !isDefined(name!))) malformed('not a quorum');
      policy.quorum = name!;
      return;
    default:
      malformed(`not a definition: '${word}'`);
  }
}

/** Whether a checkpoint has the log's signature and the quorum's cosignatures; refused if a line of a listed key fails. */
export async function satisfies(policy: Policy, note: Note): Promise<boolean> {
  const { origin } = readCheckpoint(note.text);
  const cosigners = await signersOf(note, [...policy.witnesses.values()]);
  const logs = policy.logs.filter((key) => key.name === origin);
  if (policy.logs.length > 0) {
    const signers = await signersOf(note, logs);
    if (signers.length === 0) malformed('no log of the policy signed it');
    if (![...signers, ...cosigners].some((key) => key.vouchesFor(note.text))) malformed('nobody vouches for the text');
  }
  return isQuorum(policy, cosigners, policy.quorum);
}

function isQuorum(policy: Policy, cosigners: NoteKey[], name: string): boolean {
  if (name === 'none') return true;
  const witness = policy.witnesses.get(name);
  if (witness !== undefined) return cosigners.includes(witness);
  const group = policy.groups.get(name)!;
  return group.members.filter((member) => isQuorum(policy, cosigners, member)).length >= group.needed;
}
