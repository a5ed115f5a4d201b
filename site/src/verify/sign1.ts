/** The envelope of every statement: COSE_Sign1, exactly as docs/formats.md narrows it. */
import { byteString, CborMap, decode, fields, integer, list, Tagged, text } from './cbor.ts';
import { concat, hex, malformed, utf8 } from './bytes.ts';
import { leafHash } from './hash.ts';
import type { PublicKey } from './key.ts';

export const STATEMENT_BYTES = 16_384;

export interface Sign1 {
  readonly bytes: Uint8Array;
  readonly leaf: Uint8Array;
  readonly algorithm: number;
  readonly kid: string;
  /** Hex; absent in election statements alone. */
  readonly issuer: string | undefined;
  readonly subject: string;
  readonly type: string;
  readonly payload: Uint8Array;
  readonly protectedBytes: Uint8Array;
  readonly signature: Uint8Array;
}

export function readSign1(bytes: Uint8Array): Sign1 {
  if (bytes.length > STATEMENT_BYTES) malformed('more than 16384 bytes');
  const message = decode(bytes);
  if (!(message instanceof Tagged) || message.tag !== 18n) return malformed('not a COSE_Sign1 message');
  const parts = list(message.item, 4, 4);
  const protectedBytes = byteString(parts[0], 0, 160);
  if (!(parts[1] instanceof CborMap) || parts[1].entries.length !== 0) malformed('the unprotected header is not empty');
  const header = fields(decode(protectedBytes), [1, 4, 15, 16]);
  const algorithm = integer(header(1), -19, -7);
  if (algorithm !== -19 && algorithm !== -8 && algorithm !== -7) malformed(`algorithm ${algorithm}`);
  const type = text(header(16));
  if (!/^[a-z-]{1,20}$/.test(type)) malformed('the type is not 1 to 20 of a-z and -');
  const claims = fields(header(15)!, [2], [1]);
  const subject = text(claims(2));
  if (!/^[ -~]{1,80}$/.test(subject)) malformed('the subject is not 1 to 80 printable ASCII characters');
  const issuer = claims(1) === undefined ? undefined : hex(byteString(claims(1), 16));
  if ((issuer === undefined) !== (type === 'election')) malformed('the issuer is absent in election statements, and only there');
  return {
    bytes, leaf: leafHash(bytes), algorithm, kid: hex(byteString(header(4), 8)), issuer, subject, type,
    payload: byteString(parts[2], 0, STATEMENT_BYTES), protectedBytes, signature: byteString(parts[3], 64),
  };
}

function head(major: number, n: number): Uint8Array {
  if (n < 24) return Uint8Array.of((major << 5) | n);
  if (n < 256) return Uint8Array.of((major << 5) | 24, n);
  return Uint8Array.of((major << 5) | 25, n >> 8, n & 255);
}

const CONTEXT = concat(Uint8Array.of(0x84, 0x6a), utf8('Signature1'));

export function isSignedBy(statement: Sign1, key: PublicKey): Promise<boolean> {
  if (statement.algorithm !== key.algorithm || statement.kid !== key.id) return Promise.resolve(false);
  const { protectedBytes, payload } = statement;
  const signed = concat(CONTEXT, head(2, protectedBytes.length), protectedBytes, Uint8Array.of(0x40), head(2, payload.length), payload);
  return key.verify(statement.signature, signed);
}
