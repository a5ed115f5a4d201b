/** Public keys and the strict signature rules of docs/formats.md, "Which signatures are accepted". */
import { ed25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import { concat, equal, fromHex, hex, malformed } from './bytes.ts';
import { sha256 } from './hash.ts';

export type Algorithm = -19 | -8 | -7;
type Verdict = 'valid' | 'invalid' | 'refused-key' | 'unusable-key';

const P = 2n ** 255n - 19n;
const L = 2n ** 252n + 27742317777372353535851937790883648493n;
const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const P256 = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
/** The y of the points whose order divides 8. */
const SMALL_ORDER = new Set([
  0n,
  1n,
  P - 1n,
  ...['26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05', 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a'].map(
    (order8) => littleEndian(fromHex(order8)),
  ),
]);

function littleEndian(bytes: Uint8Array): bigint {
  return BigInt('0x' + hex(Uint8Array.from(bytes).reverse()));
}

let multiplier: Promise<CryptoKey> | undefined;
/** What stands before the 32 bytes of a private key of X25519 in PKCS #8. */
const X25519_PKCS8 = fromHex('302e020100300506032b656e04220420');

function bytesOf(n: bigint): Uint8Array {
  return fromHex(n.toString(16).padStart(64, '0')).reverse();
}

/** By Euclid: much faster than a power of p - 2. */
function inverse(n: bigint): bigint {
  let [a, b, x, y] = [n % P, P, 1n, 0n];
  while (a > 0n) [a, b, x, y] = [b % a, a, y - (b / a) * x, x];
  return ((y % P) + P) % P;
}

/** Canonical, and not of small order. */
function isPointEncoding(encoded: Uint8Array): boolean {
  const y = littleEndian(encoded) & (2n ** 255n - 1n);
  return y < P && !SMALL_ORDER.has(y);
}

const NAMES = { 'ed25519': -19, 'eddsa': -8, 'es256': -7 } as const;

/** A key whose encoding is legal; whether it can verify anything is found out once, when it is first asked. */
export class PublicKey {
  readonly id: string;
  private usable: boolean | undefined;
  private inGroup: Promise<boolean> | undefined;
  private imported: Promise<CryptoKey> | undefined;

  private constructor(readonly algorithm: Algorithm, readonly encoded: Uint8Array) {
    this.id = hex(sha256(encoded).subarray(0, 8));
  }

  static of(algorithm: number, encoded: Uint8Array): PublicKey {
    const key = PublicKey.tryOf(algorithm, encoded);
    return key ?? malformed('not a public key');
  }

  private static tryOf(algorithm: number, encoded: Uint8Array): PublicKey | undefined {
    if (algorithm === -19 || algorithm === -8) {
      return encoded.length === 32 && isPointEncoding(encoded) ? new PublicKey(algorithm, encoded) : undefined;
    }
    if (algorithm !== -7 || encoded.length !== 33 || (encoded[0] !== 2 && encoded[0] !== 3)) return undefined;
    return BigInt('0x' + hex(encoded.subarray(1))) < P256 ? new PublicKey(-7, encoded) : undefined;
  }

  static parse(text: string): PublicKey {
    const match = /^(ed25519|eddsa|es256):([0-9a-f]{64,66})$/.exec(text);
    if (match === null) return malformed(`not a public key: '${text.slice(0, 100)}'`);
    return PublicKey.of(NAMES[match[1] as keyof typeof NAMES], fromHex(match[2]!));
  }

  /** The text that is parsed. */
  toString(): string {
    const [name] = Object.entries(NAMES).find(([, algorithm]) => algorithm === this.algorithm)!;
    return `${name}:${hex(this.encoded)}`;
  }

  same(other: PublicKey): boolean {
    return this.algorithm === other.algorithm && equal(this.encoded, other.encoded);
  }

  async verify(signature: Uint8Array, message: Uint8Array): Promise<boolean> {
    if (signature.length !== 64) return false;
    this.inGroup ??= this.algorithm === -7 ? Promise.resolve(this.isUsable()) : this.isInGroup();
    if (!(await this.inGroup)) return false;
    return this.algorithm === -7 ? this.verifyEs256(signature, message) : this.verifyEd25519(signature, message);
  }

  isUsable(): boolean {
    this.usable ??= this.findUsable();
    return this.usable;
  }

  private findUsable(): boolean {
    try {
      if (this.algorithm === -7) {
        p256.Point.fromHex(hex(this.encoded)).assertValidity();
        return true;
      }
      return ed25519.Point.fromHex(hex(this.encoded)).isTorsionFree();
    } catch {
      return false;
    }
  }

  /**
   * Whether the point is in the group of order L, by the platform's X25519: of A = A' + T, T of small order, it gives
   * u([5L - 1]A) = u(A'), since 8 divides 5L - 1, and that is u(A) only if T is zero. A point that is not on the curve is
   * left to the verification, which refuses it.
   */
  async isInGroup(): Promise<boolean> {
    try {
      const y = littleEndian(this.encoded) & (2n ** 255n - 1n);
      const u = bytesOf((((1n + y) * inverse(P + 1n - y)) % P));
      multiplier ??= crypto.subtle.importKey('pkcs8', concat(X25519_PKCS8, bytesOf(5n * L - 1n)) as BufferSource, 'X25519', false, ['deriveBits']);
      const point = await crypto.subtle.importKey('raw', u as BufferSource, 'X25519', false, []);
      const multiple = await crypto.subtle.deriveBits({ name: 'X25519', public: point }, await multiplier, 256);
      return equal(new Uint8Array(multiple), u);
    } catch {
      return this.isUsable();
    }
  }

  private async verifyEd25519(signature: Uint8Array, message: Uint8Array): Promise<boolean> {
    if (!isPointEncoding(signature.subarray(0, 32)) || littleEndian(signature.subarray(32)) >= L) return false;
    try {
      this.imported ??= crypto.subtle.importKey('raw', this.encoded as BufferSource, 'Ed25519', false, ['verify']);
      return await crypto.subtle.verify('Ed25519', await this.imported, signature as BufferSource, message as BufferSource);
    } catch {
      // A platform without Ed25519. The key is in the group of order L; with R in it too, the cofactor decides nothing.
      return this.verifyPortably(signature, message);
    }
  }

  verifyPortably(signature: Uint8Array, message: Uint8Array): boolean {
    try {
      if (!ed25519.Point.fromHex(hex(signature.subarray(0, 32))).isTorsionFree()) return false;
      return ed25519.verify(signature, message, this.encoded, { zip215: false });
    } catch {
      return false;
    }
  }

  private verifyEs256(signature: Uint8Array, message: Uint8Array): boolean {
    const r = BigInt('0x' + hex(signature.subarray(0, 32)));
    const s = BigInt('0x' + hex(signature.subarray(32)));
    if (r < 1n || r >= N || s < 1n || s > (N - 1n) / 2n) return false;
    try {
      return p256.verify(signature, message, this.encoded, { lowS: true, prehash: true });
    } catch {
      return false;
    }
  }
}

/** The verdict words of the vectors. */
export async function judge(algorithm: Algorithm, encoded: Uint8Array, message: Uint8Array, signature: Uint8Array): Promise<Verdict> {
  let key: PublicKey;
  try {
    key = PublicKey.of(algorithm, encoded);
  } catch {
    return 'refused-key';
  }
  if (!key.isUsable()) return 'unusable-key';
  return (await key.verify(signature, message)) ? 'valid' : 'invalid';
}
