/** Base45 (RFC 9285), and the codes on sheets and slips that are spelt in it. */
import { concat, equal, hex, malformed } from './bytes.ts';
import { byteString, decode, integer, list } from './cbor.ts';
import { leafHash } from './hash.ts';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
const WHOLE = 16_384;
const TAG = 8;

export function fromBase45(text: string): Uint8Array {
  if (text.length % 3 === 1) malformed('not Base45: its length');
  const bytes = new Uint8Array(Math.floor((2 * text.length) / 3));
  let at = 0;
  for (let i = 0; i < text.length; i += 3) {
    const digits = [...text.slice(i, i + 3)].map((c) => ALPHABET.indexOf(c));
    if (digits.includes(-1)) malformed('not Base45: a character');
    const n = digits.reduceRight((sum, digit) => sum * 45 + digit, 0);
    if (n > (digits.length === 3 ? 65_535 : 255)) malformed('not Base45: too large');
    if (digits.length === 3) bytes[at++] = n >> 8;
    bytes[at++] = n & 255;
  }
  return bytes;
}

function toBase45(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 2) {
    const pair = i + 1 < bytes.length;
    const n = pair ? bytes[i]! * 256 + bytes[i + 1]! : bytes[i]!;
    text += ALPHABET[n % 45]! + ALPHABET[Math.floor(n / 45) % 45]!;
    if (pair) text += ALPHABET[Math.floor(n / 2025)]!;
  }
  return text;
}

/** What the codes of a statement say, in one or more parts. */
export function textOf(statement: Uint8Array, leaf: Uint8Array, parts: number): string[] {
  if (parts === 1) return [`COTEJO:1:${toBase45(statement)}`];
  const width = Math.ceil(statement.length / parts);
  return Array.from({ length: parts }, (_, i) => `COTEJO:1:${i + 1}/${parts}:${toBase45(concat(leaf.subarray(0, TAG), statement.subarray(i * width, (i + 1) * width)))}`);
}

export interface Part {
  readonly kind: 'statement' | 'slip';
  readonly bytes: Uint8Array;
  /** Which of how many; the first of one where a code holds the whole. */
  readonly part: number;
  readonly parts: number;
}

/** Reads the text of one code; undefined if it is no code of Cotejo. */
export function readPart(text: string): Part | undefined {
  const match = /^COTEJO(-R)?:1:(?:([1-9][0-9]?)\/([1-9][0-9]?):)?([0-9A-Z $%*+\-./:]+)$/.exec(text);
  if (match === null) return undefined;
  const kind = match[1] === undefined ? 'statement' : 'slip';
  const [part, parts] = match[2] === undefined ? [1, 1] : [Number(match[2]), Number(match[3])];
  const bytes = fromBase45(match[4]!);
  if (match[2] !== undefined && (parts < 2 || part > parts || bytes.length <= TAG)) malformed('not a part of a code');
  return { kind, bytes, part, parts };
}

/** Joins the parts of one statement or slip; undefined as long as some are missing. */
export function join(parts: Part[]): Uint8Array | undefined {
  const [first] = parts;
  if (first === undefined) return undefined;
  if (first.parts === 1) return first.bytes.length > WHOLE ? malformed('more than 16384 bytes') : first.bytes;
  const slices: (Uint8Array | undefined)[] = new Array<undefined>(first.parts).fill(undefined);
  const tag = first.bytes.subarray(0, TAG);
  for (const each of parts) {
    if (each.kind !== first.kind || each.parts !== first.parts || !equal(each.bytes.subarray(0, TAG), tag)) continue;
    const slice = each.bytes.subarray(TAG);
    const known = slices[each.part - 1];
    if (known !== undefined && !equal(known, slice)) malformed('two different parts of one number');
    slices[each.part - 1] = slice;
  }
  if (slices.includes(undefined)) return undefined;
  const whole = concat(...(slices as Uint8Array[]));
  const width = Math.ceil(whole.length / first.parts);
  const isCut = slices.every((slice, i) => slice!.length === Math.min(width, whole.length - i * width));
  if (!isCut || whole.length > WHOLE || hex(leafHash(whole).subarray(0, TAG)) !== hex(tag)) malformed('parts that do not make one whole');
  return whole;
}

export interface Slip {
  readonly leaf: Uint8Array;
  readonly index: number;
  readonly path: Uint8Array[];
  readonly note: Uint8Array;
}

/** A receipt on paper. */
export function readSlip(bytes: Uint8Array): Slip {
  const [leaf, index, path, note] = list(decode(bytes), 4, 4);
  return {
    leaf: byteString(leaf, 32), index: integer(index, 0, Number.MAX_SAFE_INTEGER),
    path: list(path, 0, 63).map((sibling) => byteString(sibling, 32)), note: byteString(note, 1, WHOLE),
  };
}
