/** The codes of a statement, as a printed sheet carries them. */
import { Malformed } from '../verify/bytes.ts';
import { textOf } from '../verify/code.ts';
import { encodeQR } from 'qr';

const WHOLE = 109;
const PART = 89;
const PARTS = 99;

/** As few codes as fit version 23 in one piece, or else version 18 each, at level Q. */
export function codesOf(bytes: Uint8Array, leaf: Uint8Array): { text: string; squares: boolean[][] }[] {
  for (let parts = 1; parts <= PARTS; parts++) {
    const codes = textOf(bytes, leaf, parts).map((text) => ({ text, squares: draw(text) }));
    if (codes.every(({ squares }) => squares.length > 0 && squares.length <= (parts === 1 ? WHOLE : PART))) return codes;
  }
  throw new Malformed('a statement that no codes hold');
}

/** Empty if it is too long for any code. */
function draw(text: string): boolean[][] {
  try {
    // The library draws a border of one at least.
    return encodeQR(text, 'raw', { ecc: 'quartile', encoding: 'alphanumeric', border: 1 }).slice(1, -1).map((row) => row.slice(1, -1));
  } catch {
    return [];
  }
}
