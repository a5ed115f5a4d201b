/** SHA-256: in JavaScript everywhere, by the platform where it has a synchronous one. */
import { sha256 as portable } from '@noble/hashes/sha2.js';

let digest: (bytes: Uint8Array) => Uint8Array = portable;

export function useSha256(fast: (bytes: Uint8Array) => Uint8Array): void {
  digest = fast;
}

export function sha256(bytes: Uint8Array): Uint8Array {
  return digest(bytes);
}

/** RFC 6962: a leaf begins with 0x00. */
export function leafHash(entry: Uint8Array): Uint8Array {
  const input = new Uint8Array(entry.length + 1);
  input.set(entry, 1);
  return digest(input);
}

/** RFC 6962: a node begins with 0x01. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  const input = new Uint8Array(65);
  input[0] = 1;
  input.set(left, 1);
  input.set(right, 33);
  return digest(input);
}
