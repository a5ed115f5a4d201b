/** Bytes and their text forms, each with exactly one spelling. */

/** What was found in a file or an entry does not obey docs/formats.md. */
export class Malformed extends Error {}

/** Something does not hold; `place` is a file, or an entry. */
export class DoesNotHold extends Error {
  constructor(readonly place: string, readonly reason: string) {
    super(`${place}: ${reason}`);
  }
}

/** What a few files cannot say, though nothing is wrong with them. */
export class NotDecided extends Error {}

export function malformed(message: string): never {
  throw new Malformed(message);
}

const ENCODER = new TextEncoder();
const HEX = utf8('0123456789abcdef');
/** Arguments of one call. */
const AT_ONCE = 4096;

/** In one piece, since a million of them are kept: a text that is put together digit by digit takes ten times as much. */
export function hex(bytes: Uint8Array): string {
  const digits = new Uint8Array(2 * bytes.length);
  bytes.forEach((b, i) => {
    digits[2 * i] = HEX[b >> 4]!;
    digits[2 * i + 1] = HEX[b & 15]!;
  });
  let text = '';
  for (let i = 0; i < digits.length; i += AT_ONCE) text += String.fromCharCode(...digits.subarray(i, i + AT_ONCE));
  return text;
}

export function fromHex(text: string): Uint8Array {
  if (!/^([0-9a-f]{2})*$/.test(text)) malformed('not lower-case hex');
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

export function base64(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const n = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    text += BASE64[n >> 18]! + BASE64[(n >> 12) & 63]!;
    text += i + 1 < bytes.length ? BASE64[(n >> 6) & 63]! : '=';
    text += i + 2 < bytes.length ? BASE64[n & 63]! : '=';
  }
  return text;
}

/** Padded standard base64; bits that no byte uses are zero. */
export function fromBase64(text: string): Uint8Array {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) malformed('not padded base64');
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  let at = 0;
  for (let i = 0; i < text.length; i += 4) {
    let n = 0;
    for (let j = 0; j < 4; j++) n = (n << 6) | Math.max(0, BASE64.indexOf(text[i + j]!));
    for (let j = 0; j < 3 && at < bytes.length; j++) bytes[at++] = (n >> (16 - 8 * j)) & 255;
  }
  if (base64(bytes) !== text) malformed('base64 with unused bits');
  return bytes;
}

const DECODER = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export function utf8(text: string): Uint8Array {
  return ENCODER.encode(text);
}

export function fromUtf8(bytes: Uint8Array): string {
  try {
    return DECODER.decode(bytes);
  } catch {
    return malformed('not UTF-8');
  }
}

/** One byte a character, for text whose octets above 0x7f are opaque. */
export function latin1(bytes: Uint8Array): string {
  let text = '';
  for (const b of bytes) text += String.fromCharCode(b);
  return text;
}

export function equal(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** As unsigned bytes, a prefix before what it begins. */
export function compare(a: Uint8Array, b: Uint8Array): number {
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}

export function concat(...parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Decimal without sign and leading zeros, up to a limit that a double holds exactly. */
export function decimal(text: string, max: number): number {
  if (!/^(0|[1-9][0-9]{0,15})$/.test(text) || Number(text) > max) malformed(`not a number up to ${max}: '${text}'`);
  return Number(text);
}
